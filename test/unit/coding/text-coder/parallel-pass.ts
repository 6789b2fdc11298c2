/** All positions of a chunk at once, as networks are trained and measured: with the kernels of the module, and its products over whole matrices. */
import type { TextCoderExports, TextModel } from '../../../../src/coding/text-coder.ts';
import type { Weights } from './module.ts';

const EPSILON = 1e-5;
const BLOCKED = -1e9;

/** @returns probabilities, [length, symbols] */
export function parallelPass(engine: TextCoderExports, model: TextModel, { named }: Weights, inputs: Uint8Array): Float32Array {
  const { symbols, dim, blocks, heads, length, faithful } = model;
  engine.setUp(symbols, dim, blocks, heads, length, 1, faithful ? 1 : 0);
  const positions = new Float32Array(engine.memory.buffer, engine.positionsAddress(), length * dim).slice();
  // Everything that is handed over and given back lies behind the memory of the engine; the largest are the numbers of the wide layer.
  const slot = 4 * Math.max(4 * dim * length, length * length, 4 * dim * dim, symbols * Math.max(dim, length));
  const slots = [0, 1, 2, 3].map(() => engine.reserve(slot));
  const workspace = engine.reserve(engine.gemmWorkspaceBytes());
  const view = (place: number, count: number) => new Float32Array(engine.memory.buffer, slots[place], count);
  const put = (place: number, values: Float32Array) => view(place, values.length).set(values);
  const of = (name: string): Float32Array => named.get(name) ?? new Float32Array(0);

  const product = (a: Float32Array, b: Float32Array, m: number, n: number, k: number, transposeB: boolean, bias?: Float32Array) => {
    put(0, a);
    put(1, b);
    if (bias) put(2, bias);
    engine.gemm(slots[0], slots[1], slots[3], m, n, k, transposeB ? 1 : 0, bias ? slots[2] : 0, workspace);
    return view(3, m * n).slice();
  };
  const dense = (x: Float32Array, name: string, outputs: number, columns: number) =>
    product(x, of(`${name}/weight`), length, outputs, columns, true, of(`${name}/bias`));
  const normalised = (x: Float32Array, name: string) => {
    put(0, x);
    put(1, of(`${name}/scale`));
    put(2, of(`${name}/offset`));
    engine.layerNorm(slots[0], slots[1], slots[2], EPSILON, slots[3], length, dim);
    return view(3, length * dim).slice();
  };
  const softmax = (x: Float32Array, rows: number, n: number) => {
    put(0, x);
    engine.softmax(slots[0], slots[3], rows, n);
    return view(3, rows * n).slice();
  };
  const plus = (x: Float32Array, y: Float32Array) => x.map((value, i) => value + y[i]);
  const columnsOf = (x: Float32Array, row: number, first: number, count: number) =>
    Float32Array.from({ length: length * count }, (_, i) => x[Math.floor(i / count) * row + first + (i % count)]);

  const times = Math.fround(Math.sqrt(dim) * (faithful ? 2 : 1));
  let h = positions.map((place, i) => place + Math.fround(of('embedding/weight')[inputs[Math.floor(i / dim)] * dim + (i % dim)] * times));
  const size = dim / heads;
  const scale = Math.fround(1 / Math.sqrt(size));
  for (let b = 1; b <= blocks; b++) {
    const name = `block-${b}`;
    const projected = dense(normalised(h, faithful ? `${name}/norm` : `${name}/attention/norm`), `${name}/attention/project`, 3 * dim, dim);
    const seen = new Float32Array(length * dim);
    for (let head = 0; head < heads; head++) {
      const [q, k, v] = [0, 1, 2].map((part) => columnsOf(projected, 3 * dim, part * dim + head * size, size));
      const scores = product(q, k, length, length, size, true).map(
        (score, i) => Math.fround(score * scale) + (i % length > Math.floor(i / length) ? BLOCKED : 0),
      );
      const mixed = product(softmax(scores, length, length), v, length, size, length, false);
      mixed.forEach((value, i) => (seen[Math.floor(i / size) * dim + head * size + (i % size)] = value));
    }
    h = plus(h, dense(seen, `${name}/attention/merge`, dim, dim));
    const wide = dense(normalised(h, faithful ? `${name}/norm` : `${name}/wide/norm`), `${name}/wide/expand`, 4 * dim, dim);
    put(0, wide);
    engine.gelu(slots[0], slots[3], wide.length);
    h = plus(h, dense(view(3, wide.length).slice(), `${name}/wide/contract`, dim, 4 * dim));
  }
  return softmax(dense(normalised(h, 'norm'), 'output', symbols, dim), length, symbols);
}
