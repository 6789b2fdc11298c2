/**
 * The same network in plain JavaScript: every operation is one on two doubles that are singles, rounded by `Math.fround`, which is what the
 * operation in single precision gives (a product has 48 bits, and of sums, quotients and roots the double rounding is harmless, since 53 is
 * more than 2·24 + 1). The order of the additions is that of the module, nothing else is shared with it.
 */
import type { TextModel } from '../../../../src/coding/text-coder.ts';
import { cos, pow, sin } from '../../../../src/math/elementary.ts';
import type { Weights } from './module.ts';

const f = Math.fround;
type Row = readonly number[];

const sequence = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Sum of the products of two rows: blocks of 256, within which the terms come one after another, or the even and the odd apart. */
function dot(x: Row, y: Row, apart: boolean): number {
  let total = 0;
  for (let first = 0; first < x.length; first += 256) {
    const sums = [0, 0];
    for (let k = first; k < Math.min(first + 256, x.length); k++) {
      const to = apart ? (k - first) & 1 : 0;
      sums[to] = f(sums[to] + f(x[k] * y[k]));
    }
    const sum = apart ? f(sums[0] + sums[1]) : sums[0];
    total = first === 0 ? sum : f(sum + total);
  }
  return total;
}

/** Whether a column lies in a last tile of one to four. */
const isApart = (column: number, columns: number): boolean => columns - (column - (column % 8)) <= 4;

const dense = (x: Row, weight: Float32Array, bias: Float32Array): Row =>
  sequence(bias.length).map((o) => f(dot(x, [...weight.subarray(o * x.length, (o + 1) * x.length)], isApart(o, bias.length)) + bias[o]));

/** Sums of doubles in two lanes, as pairs of singles are collected. */
function laneSums(x: Row, everyEight: boolean): number {
  const at = (i: number): number => (i < x.length ? x[i] : 0);
  const lanes = Array.from({ length: 4 }, () => [0, 0]);
  let i = 0;
  const add = (to: number, from: number): void => {
    for (const lane of [0, 1]) lanes[to][lane] += at(from + lane);
  };
  if (everyEight) {
    for (; i + 8 <= x.length; i += 8) for (const part of sequence(4)) add(part, i + 2 * part);
    for (; i < x.length; i += 4) for (const part of [0, 1]) add(part, i + 2 * part);
    const [low, high] = [0, 1].map((lane) => lanes[0][lane] + lanes[1][lane] + (lanes[2][lane] + lanes[3][lane]));
    return low + high;
  }
  for (; i < x.length; i += 4) for (const lane of [0, 1]) lanes[0][lane] += at(i + lane) + at(i + 2 + lane);
  return lanes[0][0] + lanes[0][1];
}

function layerNorm(x: Row, scale: Float32Array, offset: Float32Array): Row {
  const mean = f(laneSums(x, true) / x.length);
  const centred = x.map((value) => f(value - mean));
  const variance = laneSums(
    centred.map((value) => f(value * value)),
    false,
  );
  const factor = f(1 / Math.sqrt(variance / x.length + f(1e-5)));
  return centred.map((value, i) => f(f(f(value * factor) * scale[i]) + offset[i]));
}

const horner = (start: number, rest: Row, x: number): number => rest.reduce((p, c) => f(f(p * x) + f(c)), f(start));

/** Cephes, expf.c. */
function expNonPositive(x: number): number {
  if (x < f(-87.3)) return 0;
  const product = f(x * f(1.44269504));
  const below = Math.floor(product);
  const rest = product - below;
  const n = rest > 0.5 || (rest === 0.5 && below % 2 !== 0) ? below + 1 : below;
  const r = f(f(x - f(n * f(0.693359375))) + f(n * f(2.1219444e-4)));
  const p = horner(1.98756915e-4, [1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1], r);
  return f(f(f(f(f(p * r) * r) + r) + 1) * 2 ** n);
}

/** Cephes, tanhf.c. */
function tanh(x: number): number {
  const size = Math.abs(x);
  if (size >= 0.625) {
    const e = expNonPositive(-2 * size);
    return Math.sign(x) * f(f(1 - e) / f(1 + e));
  }
  const z = f(x * x);
  const p = horner(-5.70498872745e-3, [2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1], z);
  return f(x + f(f(p * z) * x));
}

function gelu(x: number): number {
  const cubic = f(f(f(x * x) * f(0.044715)) + 1);
  return f(f(x * 0.5) * f(tanh(f(cubic * f(x * f(0.7978845608)))) + 1));
}

function softmax(x: Row): Row {
  const top = Math.max(...x);
  const e = x.map((value) => expNonPositive(f(value - top)));
  const factor = f(1 / laneSums(e, false));
  return e.map((value) => f(value * factor));
}

/** @returns probabilities, one row for each position */
export function scalarPass(model: TextModel, { named }: Weights, inputs: Uint8Array): Row[] {
  const { dim, blocks, heads, length, faithful } = model;
  const of = (name: string): Float32Array => named.get(name) ?? new Float32Array(0);
  const norm = (x: Row, name: string): Row => layerNorm(x, of(`${name}/scale`), of(`${name}/offset`));
  const layer = (x: Row, name: string): Row => dense(x, of(`${name}/weight`), of(`${name}/bias`));
  const plus = (x: Row, y: Row): Row => x.map((value, i) => f(value + y[i]));
  const times = f(Math.sqrt(dim) * (faithful ? 2 : 1));
  const size = dim / heads;
  const scale = f(1 / Math.sqrt(size));

  let h: Row[] = sequence(length).map((t) =>
    sequence(dim).map((i) => {
      const angle = t / pow(10_000, (i - (i % 2)) / dim);
      return f(f(of('embedding/weight')[inputs[t] * dim + i] * times) + f(i % 2 === 0 ? sin(angle) : cos(angle)));
    }),
  );
  for (let b = 1; b <= blocks; b++) {
    const name = `block-${b}`;
    const projected = h.map((x) => layer(norm(x, faithful ? `${name}/norm` : `${name}/attention/norm`), `${name}/attention/project`));
    const part = (t: number, which: number, head: number): Row =>
      projected[t].slice(which * dim + head * size, which * dim + (head + 1) * size);
    const seen = sequence(length).map((t) =>
      sequence(heads).flatMap((head) => {
        const keys = sequence(t + 1).map((j) => part(j, 1, head));
        const scores = keys.map((key, j) => f(dot(part(t, 0, head), key, isApart(j, length)) * scale));
        // Of later positions the probability is 0: their terms change no sum.
        const p = softmax(scores);
        return sequence(size).map((c) =>
          dot(
            p,
            sequence(t + 1).map((j) => part(j, 2, head)[c]),
            isApart(c, size),
          ),
        );
      }),
    );
    h = h.map((x, t) => plus(x, layer(seen[t], `${name}/attention/merge`)));
    h = h.map((x) => {
      const wide = layer(norm(x, faithful ? `${name}/norm` : `${name}/wide/norm`), `${name}/wide/expand`);
      return plus(x, layer(wide.map(gelu), `${name}/wide/contract`));
    });
  }
  return h.map((x) => softmax(layer(norm(x, 'norm'), 'output')));
}

/** 1 + ⌊p/Σp (2²⁰ − n)⌋, what is missing to the first of the largest. */
export function frequenciesOf(p: Row): number[] {
  const sum = p.reduce((total, value) => total + value, 0);
  const frequencies = p.map((value) => 1 + Math.floor((value / sum) * (2 ** 20 - p.length)));
  frequencies[p.indexOf(Math.max(...p))] += 2 ** 20 - frequencies.reduce((total, value) => total + value, 0);
  return frequencies;
}
