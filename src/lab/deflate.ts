/** Raw deflate (RFC 1951) with the browser's own streams. */

/** Thrown when unpacking would give more than was allowed. */
export class TooLarge extends Error {
  constructor(maxBytes: number) {
    super(`It unpacks to more than ${maxBytes} bytes.`);
    this.name = 'TooLarge';
  }
}

export async function deflateRaw(text: string): Promise<Uint8Array> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/**
 * Unpacks UTF-8 text, and stops as soon as it grows past `maxBytes`, so that a few kilobytes cannot fill the memory.
 * @throws TooLarge, or TypeError where the bytes are cut off or are no deflate data
 */
export async function inflateRaw(bytes: Uint8Array<ArrayBuffer>, maxBytes: number): Promise<string> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    total += value.byteLength;
    if (total > maxBytes) {
      await reader.cancel();
      throw new TooLarge(maxBytes);
    }
    text += decoder.decode(value, { stream: true });
  }
}
