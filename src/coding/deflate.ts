/** Raw deflate (RFC 1951) of bytes, with the platform's own streams. */
import { CodingError } from './errors.ts';

export async function deflateRaw(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Unpacks exactly `length` bytes, and stops as soon as there are more, so that a few kilobytes cannot fill the memory.
 * @throws CodingError (damaged) if it is another number of bytes, or no deflate data
 */
export async function inflateRaw(packed: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const bytes = new Uint8Array(length);
  let total = 0;
  for (;;) {
    const { done, value } = await read(reader);
    if (done) break;
    if (total + value.length > length) {
      await reader.cancel();
      throw new CodingError('damaged', `The compressed part unpacks to more than the ${length} bytes that are announced. Get the file again.`);
    }
    bytes.set(value, total);
    total += value.length;
  }
  if (total < length) {
    throw new CodingError('damaged', `The compressed part unpacks to ${total} bytes where ${length} are announced. Get the file again.`);
  }
  return bytes;
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (cause) {
    throw new CodingError('damaged', 'The compressed part cannot be unpacked: it is no deflate data or was cut off. Get the file again.', { cause });
  }
}
