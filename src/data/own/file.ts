/**
 * Files that a person gives as a data set of their own. They come from anywhere, so each is bounded and checked, and read piece by piece:
 * what a file says of its size is looked at before there is room for it.
 */
import { bytesText, grouped } from '../../math/number-text.ts';
import { concatenate, readStream } from '../download.ts';
import { DatasetError } from '../errors.ts';

export interface OwnFile {
  /** With the folders above it, as far as they are known. */
  readonly path: string;
  readonly blob: Blob;
  /** Its bytes, unpacked, where `blob` is an archive that has it inside; each call begins anew. */
  readonly open?: () => AsyncIterable<Uint8Array>;
}

export const unusable = (path: string, what: string, remedy: string): DatasetError =>
  new DatasetError('unusable', path, `${path} ${what}. ${remedy}.`);

/** A sentence about a data set as a whole. */
export const unusableSet = (file: string, sentence: string): DatasetError => new DatasetError('unusable', file, sentence);

/** “a, b, c and 5 more” */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most).map((name) => (name.length > 80 ? `…${name.slice(-80)}` : name));
  if (names.length > most) return `${shown.join(', ')} and ${grouped(names.length - most)} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

/** “1 picture”, “2 pictures” */
export const counted = (count: number, what: string, many = `${what}s`): string => `${grouped(count)} ${count === 1 ? what : many}`;

/**
 * The bytes of a file.
 * @param most of them; a file is not read beyond
 * @throws {DatasetError} if there are more
 */
export async function readOwnFile(file: OwnFile, most: number): Promise<Uint8Array> {
  const tooLarge = (): DatasetError =>
    unusable(file.path, `holds more than ${bytesText(most)}`, 'No picture of this size needs as many: export it again, or leave it out');
  if (!file.open) {
    if (file.blob.size > most) throw tooLarge();
    return new Uint8Array(await file.blob.arrayBuffer());
  }
  return (await collected(file.open(), most)) ?? fail(tooLarge());
}

/** The first bytes of a file, up to `count`, unpacked if it is gzip. @throws {DatasetError} if it is damaged before that */
export async function headOf(file: OwnFile, count: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of contentOf(file)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= count) break;
  }
  return concatenate(pieces, length).subarray(0, count);
}

/** All bytes of a file in pieces, unpacked if it is gzip. @throws {DatasetError} as soon as they turn out to be damaged */
export async function* contentOf(file: OwnFile): AsyncGenerator<Uint8Array> {
  const [start, pieces] = await withStart(file.open?.() ?? readStream(file.blob.stream()), 2);
  const damaged = (): DatasetError =>
    unusable(file.path, 'begins like gzip, but cannot be unpacked', 'It may be cut off or damaged: copy or download it again');
  if (start[0] === 0x1f && start[1] === 0x8b) yield* inflated(pieces, 'gzip', damaged);
  else yield* pieces;
}

/** Unpacks; whoever stops early stops the unpacking. @throws what `damaged` makes, or what reading the pieces throws by itself */
export async function* inflated(
  packed: ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate' | 'deflate-raw',
  damaged: () => Error,
): AsyncGenerator<Uint8Array> {
  const source = packed instanceof ReadableStream ? { stream: packed, failure: () => null } : streamOf(packed);
  // Of another buffer type in TypeScript's eyes only.
  const pieces = readStream(source.stream.pipeThrough(new DecompressionStream(format) as TransformStream<Uint8Array, Uint8Array>));
  try {
    for (;;) {
      const next = await pieces
        .next()
        .catch((error: unknown) => fail(source.failure() ?? (error instanceof DOMException ? error : damaged())));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await pieces.return(undefined);
  }
}

/** The bytes if they are no more than `most`, else null: it stops as soon as there are more. */
export async function collected(pieces: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array | null> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > most) return null;
    kept.push(piece);
  }
  return concatenate(kept, length);
}

/** Pieces as they were, with the first bytes of them looked at. */
async function withStart(pieces: AsyncIterable<Uint8Array>, count: number): Promise<[start: Uint8Array, all: AsyncGenerator<Uint8Array>]> {
  const iterator = pieces[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array();
  while (start.length < count) {
    const next = await iterator.next();
    if (next.done) break;
    start = concatenate([start, next.value], start.length + next.value.length);
  }
  const all = async function* (): AsyncGenerator<Uint8Array> {
    try {
      if (start.length > 0) yield start;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  };
  return [start, all()];
}

/** Pieces as a stream, which browsers cannot all make by themselves, and what they threw, which a stream passes on as it likes. */
function streamOf(pieces: AsyncIterable<Uint8Array>): { readonly stream: ReadableStream<Uint8Array>; readonly failure: () => unknown } {
  const iterator = pieces[Symbol.asyncIterator]();
  let failure: unknown = null;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await iterator.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return { stream, failure: () => failure };
}

function fail(error: unknown): never {
  throw error;
}
