/** Zstandard (RFC 8878) of bytes, by a WebAssembly build that is fetched when it is first asked for. */
import { bytesText, grouped } from '../math/number-text.ts';
import { CodingError } from './errors.ts';

/** Level 19 packs some 2 MB a second; larger networks take level 9, which is ten times as fast and at most a few per cent larger. */
const levelFor = (bytes: number): number => (bytes <= 8e6 ? 19 : 9);

const MAGIC = 0xfd2fb528;

async function loadZstd() {
  const { Zstd } = await import('@hpcc-js/wasm-zstd');
  return Zstd.load();
}

/** Does something with the compressor itself. */
export async function withZstd<T>(use: (zstd: Awaited<ReturnType<typeof loadZstd>>) => T | Promise<T>): Promise<T> {
  return use(await loadZstd());
}

/** One frame that says how long its content is. */
export async function zstdPack(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const zstd = await loadZstd();
  return zstd.compress(bytes, levelFor(bytes.length)).slice();
}

/**
 * Unpacks exactly `length` bytes. What the frame says of its content is read before anything is unpacked, and no more room is made than that.
 * @throws CodingError (damaged) if it is another number of bytes, or no such frame
 */
export async function zstdUnpack(packed: Uint8Array, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = contentSize(packed);
  if (announced !== length) {
    const said = announced === null ? 'an unknown number of bytes' : bytesText(announced);
    throw new CodingError('damaged', `The compressed part unpacks to ${said} where ${grouped(length)} are announced. Get the file again.`);
  }
  const bytes = await unpack(packed);
  if (bytes.length !== length) {
    throw new CodingError(
      'damaged',
      `The compressed part unpacks to ${bytesText(bytes.length)} where ${grouped(length)} are announced. Get the file again.`,
    );
  }
  return bytes;
}

async function unpack(packed: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const zstd = await loadZstd();
  try {
    return zstd.decompress(packed).slice();
  } catch (cause) {
    throw new CodingError(
      'damaged',
      'The compressed part cannot be unpacked: it is no Zstandard data or was cut off. Get the file again.',
      { cause },
    );
  }
}

/**
 * Bytes of the content of a frame, from its header; null if it does not say (RFC 8878, section 3.1.1.1).
 * @throws CodingError (damaged) if this is no header of a frame
 */
function contentSize(frame: Uint8Array): number | null {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  if (frame.length < 6 || view.getUint32(0, true) !== MAGIC) {
    throw new CodingError('damaged', 'The compressed part is no Zstandard data or was cut off. Get the file again.');
  }
  const descriptor = frame[4];
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const at = 5 + (isSingleSegment ? 0 : 1) + [0, 1, 2, 4][descriptor & 3];
  const kind = descriptor >> 6;
  const size = kind === 0 ? (isSingleSegment ? 1 : 0) : 1 << kind;
  if (at + size > frame.length) throw new CodingError('damaged', 'The compressed part was cut off. Get the file again.');
  switch (size) {
    case 0:
      return null;
    case 1:
      return frame[at];
    case 2:
      return view.getUint16(at, true) + 256;
    case 4:
      return view.getUint32(at, true);
    default:
      return Number(view.getBigUint64(at, true));
  }
}
