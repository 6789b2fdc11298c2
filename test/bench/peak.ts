/**
 * The most that one thread can add and multiply with WebAssembly's 128-bit vectors: the limit that matrix products are held against.
 *
 * Plain SIMD has no fused multiply-add, so the limit is a loop of f32x4.mul and f32x4.add that touches no memory. Twelve independent
 * chains x ← x · c + d hide the latencies: two units each for products and sums, three cycles an instruction, ask for twelve; with c and d
 * they fill 14 of the 16 registers of x86. 8 floating-point operations a chain and turn.
 */

const CHAINS = 12;
const OPERATIONS = 8 * CHAINS;
/** Some 5 ms: long against the 0.1 ms of the clock, short against the turns in which a busy machine gives its cores away. */
const TURNS = 3_000_000;

/** Gives windows of GFLOP/s. */
export async function peakWindow(): Promise<() => number> {
  const { instance } = await WebAssembly.instantiate(peakModule());
  const spin = instance.exports.spin as (turns: number, c: number, d: number) => number;
  return () => {
    const began = performance.now();
    // The fixed point is 1, far from numbers that would be slow.
    const result = spin(TURNS, 0.5, 0.5);
    if (Math.abs(result - 1) > 1e-3) throw new Error(`The loop that measures the limit gave ${result} in place of 1.`);
    return (OPERATIONS * TURNS) / (performance.now() - began) / 1e6;
  };
}

/** The module, written byte by byte: a compiler might see through the loop. Opcodes as in the WebAssembly specification, section 5.4. */
function peakModule(): Uint8Array<ArrayBuffer> {
  const I32 = 0x7f;
  const F32 = 0x7d;
  const V128 = 0x7b;
  const get = (local: number): number[] => [0x20, local];
  const set = (local: number): number[] => [0x21, local];
  const splat = [0xfd, 0x13];
  const add = [0xfd, 0xe4, 0x01];
  const mul = [0xfd, 0xe6, 0x01];
  const [TURNS_LEFT, C, D, C4, D4, FIRST] = [0, 1, 2, 3, 4, 5];
  const chains = Array.from({ length: CHAINS }, (_, i) => FIRST + i);
  const body = [
    ...get(C),
    ...splat,
    ...set(C4),
    ...get(D),
    ...splat,
    ...set(D4),
    // Different starts, so that no two chains are the same.
    ...chains.flatMap((chain) => [...get(C), ...f32(1 + chain), 0x94, ...splat, ...set(chain)]),
    0x03,
    0x40, // loop
    ...chains.flatMap((chain) => [...get(chain), ...get(C4), ...mul, ...get(D4), ...add, ...set(chain)]),
    ...get(TURNS_LEFT),
    0x41,
    0x01,
    0x6b,
    0x22,
    TURNS_LEFT, // turns − 1
    0x0d,
    0x00, // again while it is not 0
    0x0b,
    ...chains.slice(1).flatMap((chain, i) => [...get(i === 0 ? FIRST : chain - 1), ...get(chain), ...add, ...set(chain)]),
    ...get(chains[CHAINS - 1]),
    0xfd,
    0x1f,
    0x00, // first lane
    ...f32(1 / CHAINS),
    0x94,
    0x0b,
  ];
  const code = [0x01, 2 + CHAINS, V128, ...body];
  const section = (id: number, content: readonly number[]): number[] => [id, ...unsigned(content.length), ...content];
  return Uint8Array.from([
    0x00,
    0x61,
    0x73,
    0x6d,
    0x01,
    0x00,
    0x00,
    0x00,
    ...section(1, [0x01, 0x60, 0x03, I32, F32, F32, 0x01, F32]),
    ...section(3, [0x01, 0x00]),
    ...section(7, [0x01, 0x04, ...new TextEncoder().encode('spin'), 0x00, 0x00]),
    ...section(10, [0x01, ...unsigned(code.length), ...code]),
  ]);
}

const f32 = (value: number): number[] => [0x43, ...new Uint8Array(Float32Array.of(value).buffer)];

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}
