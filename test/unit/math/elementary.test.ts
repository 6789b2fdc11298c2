/** Elementary functions against whole-number arithmetic of 90 digits, at their special values, and in what must hold of them exactly. */
import { describe, expect, test } from 'vitest';
import { asinh, cos, erf, exp, log, log10, log2, norm, pow, sin, sinh, tanh } from '../../../src/math/elementary.ts';
import { stream } from '../../../src/math/random.ts';
import { reference, ulpsFrom } from './high-precision.ts';

const elementary = { asinh, cos, exp, log, log10, log2, sin, sinh, tanh };

const random = stream(1, 'elementary functions');
const between = (low: number, high: number, count = 1000): number[] =>
  Array.from({ length: count }, () => low + (high - low) * random.uniform());
/** Of every order of magnitude from 2^low to 2^high. */
const ofEverySize = (low: number, high: number, count = 1000): number[] =>
  between(low, high, count).map((power) => 2 ** Math.floor(power) * (1 + random.uniform()));
const bothSigns = (values: readonly number[]): number[] => values.map((value, i) => (i % 2 === 0 ? value : -value));

const view = new Float64Array(1);
const bits = new BigInt64Array(view.buffer);
/** The float64 that lies so many steps further from 0. */
function neighbour(x: number, steps: number): number {
  view[0] = x;
  bits[0] += BigInt(steps);
  return view[0];
}
const around = (values: readonly number[]): number[] =>
  values.flatMap((value) => [-2, -1, 0, 1, 2].map((steps) => neighbour(value, steps)));
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Where the exponent of the reduction changes. */
const octaves = around(range(-60, 60).map((k) => (k + 0.5) * Math.LN2));
const powersOfTwo = range(-1074, 1023).map((n) => 2 ** n);
const angles = [
  ...bothSigns(between(0, 7, 3000)),
  ...bothSigns(between(0, 2 ** 20)),
  ...around(range(1, 600).map((k) => (k * Math.PI) / 4)),
  ...bothSigns(ofEverySize(-1070, 0, 500)),
  ...bothSigns(ofEverySize(20, 1023, 500)),
  // The float64 nearest to a multiple of π/2 of all.
  6381956970095103 * 2 ** 797,
];
const numbers = [
  ...between(0, 2, 2000),
  ...ofEverySize(-1074, 1023),
  ...ofEverySize(-53, -2).map((small) => 1 + small),
  ...ofEverySize(-53, -2).map((small) => 1 - small),
  ...around(range(-3, 3).map((k) => Math.SQRT2 * 2 ** k)),
  Number.MIN_VALUE,
  Number.MAX_VALUE,
];

/** Function, largest error that its docstring names, arguments. */
const cases: readonly (readonly [Exclude<keyof typeof reference, 'pow'>, number, readonly number[]])[] = [
  ['exp', 0.65, [...between(-1, 1), ...between(-708, 709.7, 2000), ...octaves, ...bothSigns(ofEverySize(-60, 0))]],
  ['log', 0.7, numbers],
  ['log2', 0.8, [...numbers, ...powersOfTwo]],
  ['log10', 0.7, [...numbers, ...range(-323, 308).map((n) => Number(`1e${n}`))]],
  ['sin', 0.8, angles],
  ['cos', 0.8, angles],
  ['tanh', 0.75, [...between(-1, 1, 2000), ...between(-25, 25), ...octaves.map((x) => x / 2), ...bothSigns(ofEverySize(-1070, 0, 500))]],
  ['sinh', 0.75, [...between(-1, 1, 2000), ...between(-710.4, 710.4), ...octaves, ...bothSigns(ofEverySize(-1070, 0, 500))]],
  ['asinh', 0.7, [...between(-3, 3, 2000), ...bothSigns(ofEverySize(-40, 40)), ...bothSigns(ofEverySize(-1000, 1023, 100))]],
];

test.each(cases)('%s is within %f ulp of the true value', (name, bound, values) => {
  const worst = values
    .map((x) => ({ x, ulps: ulpsFrom(reference[name](x), elementary[name](x)) }))
    .reduce((most, one) => (one.ulps > most.ulps ? one : most));
  expect(worst.ulps, `at ${worst.x}`).toBeLessThan(bound);
});

test('where eˣ is subnormal it is rounded twice, and within 0.85 ulp', () => {
  for (const x of between(-745, -708, 2000)) expect(ulpsFrom(reference.exp(x), exp(x)), `at ${x}`).toBeLessThan(0.85);
});

test('pow is within 0.65 ulp of the true value where the result is normal', () => {
  const pairs = [
    ...ofEverySize(-12, 12, 3000).map((x) => [x, 80 * (random.uniform() - 0.5)]),
    ...ofEverySize(-1000, 1000).map((x) => [x, 2 * (random.uniform() - 0.5)]),
    ...ofEverySize(-52, -6).map((small) => [1 + small, 300 / small]),
    ...ofEverySize(-52, -6).map((small) => [1 - small, 300 / small]),
    ...range(2, 30).flatMap((x) => range(2, 30).map((y) => [x, 1 / y])),
  ];
  for (const [x, y] of pairs) expect(ulpsFrom(reference.pow(x, y), pow(x, y)), `${x} to the power ${y}`).toBeLessThan(0.65);
});

describe('what is exact', () => {
  test('2 to a whole number, written as ** and by pow, and its logarithm', () => {
    let power = 1;
    for (const n of range(0, 1023)) {
      expect([2 ** n, pow(2, n), log2(power)]).toEqual([power, power, n]);
      power *= 2;
    }
    power = 1;
    for (const n of range(0, 1074)) {
      expect([2 ** -n, pow(2, -n), log2(power)]).toEqual([power, power, -n + 0]);
      power /= 2;
    }
  });

  test('powers of whole numbers, and their roots', () => {
    for (const base of range(2, 40)) {
      for (let n = 0, power = 1; power < 2 ** 53 / base; n++, power *= base) {
        expect(pow(base, n), `${base} to the power ${n}`).toBe(power);
        expect(pow(-base, n)).toBe(n % 2 === 0 ? power : -power);
        if (n > 0) expect(pow(power * power, 0.5)).toBe(power);
      }
    }
    for (const n of range(0, 22)) expect(pow(10, n)).toBe(Number(`1e${n}`));
  });

  test('log₁₀ of powers of ten', () => {
    for (const n of range(-307, 308)) expect(log10(Number(`1e${n}`))).toBe(n);
  });

  test('even and odd, sign of zero included', () => {
    for (const x of [...between(0, 30), ...ofEverySize(-1070, 1023, 300), 0]) {
      expect(cos(-x)).toBe(cos(x));
      for (const odd of [sin, tanh, sinh, asinh]) expect(odd(-x)).toBe(-odd(x));
    }
    for (const odd of [sin, tanh, sinh, asinh]) expect(odd(-0)).toBe(-0);
  });

  test('norm is √(a² + b²), at any size', () => {
    expect(norm([])).toBe(0);
    expect(norm([-0, 0])).toBe(0);
    expect(norm([3, -4])).toBe(5);
    expect(norm([3 * 2 ** 1000, 4 * 2 ** 1000])).toBe(5 * 2 ** 1000);
    expect(norm([3 * 2 ** -1074, 4 * 2 ** -1074])).toBe(5 * 2 ** -1074);
    expect(norm([Number.MAX_VALUE])).toBe(Number.MAX_VALUE);
    expect(norm([NaN, -Infinity])).toBe(Infinity);
    expect(norm([1, NaN])).toBeNaN();
  });
});

test.each([
  ['exp', exp, between(-30, 30)],
  ['log', log, between(0, 30)],
  ['log2', log2, between(0, 30)],
  ['log10', log10, between(0, 30)],
  ['tanh', tanh, between(-15, 15)],
  ['sinh', sinh, between(-30, 30)],
  ['asinh', asinh, between(-30, 30)],
  ['pow', (x: number) => pow(x, 1.5), between(0, 30)],
])('%s never falls from one float64 to a later one', (_name, f, places) => {
  for (const x of [...places, ...octaves.filter((octave) => octave > 0 && octave < 15)]) {
    let last = f(neighbour(x, -3));
    for (const steps of [-2, -1, 0, 1, 2, 3]) {
      const next = f(neighbour(x, steps));
      expect(x < 0 ? next <= last : next >= last, `at ${x} and ${steps}`).toBe(true);
      last = next;
    }
  }
});

describe('special values are those of Math', () => {
  const one = [0, -0, 1, -1, Infinity, -Infinity, NaN, 1e308, -1e308, 1000, -1000, 710, -746];

  test.each(['exp', 'log', 'log2', 'log10', 'sin', 'cos', 'tanh', 'sinh', 'asinh'] as const)('%s', (name) => {
    const finite = (value: number) => (Number.isFinite(value) && value !== 0 && Math.abs(value) !== 1 ? 'a number' : value);
    for (const x of one) expect(finite(elementary[name](x)), `at ${x}`).toBe(finite(Math[name](x)));
  });

  test('pow', () => {
    const values = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 2 ** 53 + 2, -(2 ** 53) - 2, 1e300, 1e-300, Infinity, -Infinity, NaN];
    for (const x of values) {
      for (const y of values) {
        const [own, engine] = [pow(x, y), x ** y];
        const special = !Number.isFinite(engine) || engine === 0 || Math.abs(engine) === 1;
        if (special) expect(own, `${x} to the power ${y}`).toBe(engine);
        else expect(own / engine).toBeCloseTo(1, 12);
      }
    }
  });

  test('the ends of what float64 holds', () => {
    expect(exp(709.782712893384)).toBeLessThan(Infinity);
    expect(exp(709.7827128933841)).toBe(Infinity);
    expect(exp(-745.1332191019411)).toBe(Number.MIN_VALUE);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(pow(2, 1024)).toBe(Infinity);
    expect(pow(2, -1075)).toBe(0);
    expect(pow(2, -1074)).toBe(Number.MIN_VALUE);
    expect(sinh(710.4758600739439)).toBeLessThan(Infinity);
    expect(sinh(710.475860073944)).toBe(Infinity);
  });
});

test('erf is that of a table of 15 digits (Abramowitz and Stegun, table 7.1), odd, and 1 from afar', () => {
  const table = { 0.1: 0.112462916018285, 0.5: 0.520499877813047, 1: 0.842700792949715, 1.5: 0.966105146475311, 2: 0.995322265018953 };
  for (const [x, value] of Object.entries(table)) {
    expect(Math.abs(erf(Number(x)) - value)).toBeLessThan(1e-15);
    expect(erf(-Number(x))).toBe(-erf(Number(x)));
  }
  expect([erf(0), erf(-0), erf(7), erf(-Infinity), erf(NaN)]).toEqual([0, -0, 1, -1, NaN]);
});
