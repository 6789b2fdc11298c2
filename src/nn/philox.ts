/** Random words from a counter: Philox4x32-10 (Salmon et al., SC 2011), which exists in AssemblyScript and WGSL as well. */

/** Two words that tell one stream of a job, such as a dropout layer's, from all others. */
export type PhiloxKey = readonly [number, number];

/** Value i is made of word i mod 4 of Philox with counter (⌊i/4⌋, step, 0, 0). */
export function philoxValues(count: number, key: PhiloxKey, step: number, valueOf: (word: number) => number): Float32Array {
  const values = new Float32Array(count);
  const words = new Uint32Array(4);
  for (let first = 0; first < count; first += 4) {
    words[0] = first / 4;
    words[1] = step;
    words[2] = 0;
    words[3] = 0;
    philox(words, key);
    for (let lane = 0; lane < 4 && first + lane < count; lane++) values[first + lane] = valueOf(words[lane]);
  }
  return values;
}

/** Ten rounds of Philox4x32, in place: the counter becomes four random words. */
export function philox(counter: Uint32Array, key: PhiloxKey): void {
  let a = counter[0];
  let b = counter[1];
  let c = counter[2];
  let d = counter[3];
  let k = key[0];
  let l = key[1];
  for (let round = 0; round < 10; round++) {
    const next = (highProduct(0xcd9e8d57, c) ^ b ^ k) >>> 0;
    const third = (highProduct(0xd2511f53, a) ^ d ^ l) >>> 0;
    b = Math.imul(0xcd9e8d57, c) >>> 0;
    d = Math.imul(0xd2511f53, a) >>> 0;
    a = next;
    c = third;
    k = (k + 0x9e3779b9) >>> 0;
    l = (l + 0xbb67ae85) >>> 0;
  }
  counter[0] = a;
  counter[1] = b;
  counter[2] = c;
  counter[3] = d;
}

/** Upper 32 bits of the product of two words, from 16-bit halves. */
function highProduct(a: number, b: number): number {
  const highA = a >>> 16;
  const lowA = a & 0xffff;
  const highB = b >>> 16;
  const lowB = b & 0xffff;
  const cross = highA * lowB + ((lowA * lowB) >>> 16);
  const other = lowA * highB + (cross & 0xffff);
  return highA * highB + (cross >>> 16) + (other >>> 16);
}
