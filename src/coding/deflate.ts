/** Raw deflate (RFC 1951) of bytes, and gzip to be read, with the platform's own streams. */
import { bytesText, grouped } from '../math/number-text.ts';
import { CodingError } from './errors.ts';

export async function deflateRaw(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * The bytes if they are no more than `limit`, else null: it stops as soon as there are more, so that a few kilobytes cannot fill the memory.
 * @throws CodingError (damaged) if it was cut off or is no deflate data
 */
export const inflateRaw = (packed: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array<ArrayBuffer> | null> =>
  inflate(new Blob([packed]), 'deflate-raw', limit);

/** The same of gzip (RFC 1952). @throws as `inflateRaw` */
export const gunzip = (packed: Blob, limit: number): Promise<Uint8Array<ArrayBuffer> | null> => inflate(packed, 'gzip', limit);

async function inflate(packed: Blob, format: CompressionFormat, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const reader = packed.stream().pipeThrough(new DecompressionStream(format)).getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await read(reader);
    if (done) break;
    total += value.length;
    if (total > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/**
 * Unpacks exactly `length` bytes.
 * @throws CodingError (damaged) if it is another number of bytes, or no deflate data
 */
export async function inflateExactly(packed: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await inflateRaw(packed, length);
  if (bytes?.length === length) return bytes;
  const said = bytes
    ? `${bytesText(bytes.length)} where ${grouped(length)} are announced`
    : `more than the ${bytesText(length)} that are announced`;
  throw new CodingError('damaged', `The compressed part unpacks to ${said}. Get the file again.`);
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (cause) {
    throw new CodingError('damaged', 'The compressed part cannot be unpacked: it is no deflate data or was cut off. Get the file again.', {
      cause,
    });
  }
}
