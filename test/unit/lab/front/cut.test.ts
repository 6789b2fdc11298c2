/** Cutting a network, what is reached then, and what that weighs: against plainer ways to say the same, on random small networks. */
import { describe, expect, test } from 'vitest';
import { matrixBytes } from '../../../../src/coding/codec-size.ts';
import { Base } from '../../../../src/lab/front/base.ts';
import {
  applyCut,
  atRandom,
  byMagnitude,
  cutOfAll,
  cutOfLayer,
  goingOf,
  keptBy,
  moveCut,
  totalOf,
} from '../../../../src/lab/front/going.ts';
import { binsOf, countBins, magnitudeAt, magnitudeAxis, shareOf } from '../../../../src/lab/front/histogram.ts';
import { denseNetwork, denseShape, type DenseShape } from '../../../../src/lab/front/network.ts';
import { aliveUnits } from '../../../../src/lab/front/reach.ts';
import { cutSize } from '../../../../src/lab/front/size.ts';
import { stream } from '../../../../src/math/random.ts';

const shapes = [denseShape([5, 4, 3, 2]), denseShape([3, 6, 2]), denseShape([4, 3, 5, 4, 3])];

/** Numbers of either sign, of which some are 0. */
function numbersFor({ size }: DenseShape, seed: number, zeros: number): Float32Array {
  const random = stream(seed, 'test/front');
  return Float32Array.from({ length: size }, () => (random.uniform() < zeros ? 0 : random.uniform() * 2 - 1));
}

/** Every way from an input to an output, walked one by one. */
function unitsOnWays(shape: DenseShape, numbers: Float32Array): number[][] {
  const { layers } = shape;
  const on = layers.slice(0, -1).map(({ outputs }) => Array.from({ length: outputs }, () => 0));
  const walk = (layer: number, unit: number, way: readonly number[]): void => {
    if (layer === layers.length) {
      for (const [hidden, own] of way.slice(0, -1).entries()) on[hidden][own] = 1;
      return;
    }
    const { inputs, outputs, weights } = layers[layer];
    for (let to = 0; to < outputs; to++) if (numbers[weights + to * inputs + unit] !== 0) walk(layer + 1, to, [...way, to]);
  };
  for (let input = 0; input < layers[0].inputs; input++) walk(0, input, []);
  return on;
}

test('units are alive that lie on a way from an input to an output, and no others', () => {
  let dead = 0;
  for (const shape of shapes) {
    for (let seed = 0; seed < 40; seed++) {
      const numbers = numbersFor(shape, seed, 0.3 + 0.015 * seed);
      const alive = aliveUnits(shape, numbers).map((units) => [...units]);
      expect(alive).toEqual(unitsOnWays(shape, numbers));
      dead += alive.flat().filter((value) => value === 0).length;
    }
  }
  expect(dead).toBeGreaterThan(200);
});

describe.each([0, 0.3])('with a share of %d that is 0 already', (zeros) => {
  const [shape] = shapes;
  const numbers = numbersFor(shape, 7, zeros);

  test('smallest first takes those below a threshold, and no others', () => {
    const sequence = byMagnitude(numbers);
    const going = goingOf(shape, sequence);
    const into = new Float32Array(shape.size);
    const gone = numbers.filter((value) => value === 0).length;
    for (let total = 0; total <= shape.size; total++) {
      const cut = cutOfAll('smallest', going, total);
      expect(totalOf(cut)).toBe(total);
      applyCut(shape, numbers, going, cut, into);
      // What is left is counted by what has gone, where zeros have.
      if (total >= gone)
        expect(keptBy(shape, cut)).toEqual(
          shape.layers.map(({ weights, end }) => into.slice(weights, end).filter((value) => value !== 0).length),
        );
      const magnitudes = [...numbers].map(Math.abs).sort((a, b) => a - b);
      const threshold = total === shape.size ? Infinity : magnitudes[total];
      expect([...into]).toEqual([...numbers].map((value) => (Math.abs(value) < threshold ? 0 : value)));
    }
  });

  test('moving from one cut to another leaves what the other leaves', () => {
    const going = goingOf(shape, byMagnitude(numbers));
    const [moved, applied] = [new Float32Array(shape.size), new Float32Array(shape.size)];
    let before = cutOfAll('smallest', going, 0);
    applyCut(shape, numbers, going, before, moved);
    const random = stream(3, 'test/front/moves');
    for (let move = 0; move < 60; move++) {
      const all = cutOfAll('smallest', going, Math.floor(random.uniform() * (shape.size + 1)));
      const next = move % 3 === 0 ? cutOfLayer(before, 1, Math.floor(random.uniform() * 10)) : all;
      moveCut(numbers, going, before, next, moved);
      applyCut(shape, numbers, going, next, applied);
      expect(moved).toEqual(applied);
      before = next;
    }
  });

  test('at random as many go, zeros first, each number once', () => {
    const sequence = atRandom(numbers);
    expect([...sequence].toSorted((a, b) => a - b)).toEqual(Array.from({ length: shape.size }, (_value, index) => index));
    const gone = [...numbers].filter((value) => value === 0).length;
    expect([...sequence.subarray(0, gone)].every((index) => numbers[index] === 0)).toBe(true);
    const going = goingOf(shape, sequence);
    const into = new Float32Array(shape.size);
    applyCut(shape, numbers, going, cutOfAll('random', going, gone + 5), into);
    expect(into.filter((value) => value === 0)).toHaveLength(gone + 5);
  });

  test('a layer is cut alone', () => {
    const base = new Base({ shape, numbers: numbers.slice() }, false);
    const { weights, end } = shape.layers[1];
    const into = new Float32Array(shape.size);
    applyCut(shape, numbers, base.going('smallest'), cutOfLayer(cutOfAll('smallest', base.going('smallest'), 0), 1, end - weights), into);
    expect([...into]).toEqual([...numbers].map((value, index) => (index >= weights && index < end ? 0 : value)));
    expect(base.ascending(1)).toEqual(numbers.slice(weights, end).map(Math.abs).sort());
    expect(base.gone('all')).toBe([...numbers].filter((value) => value === 0).length);
  });

  test('what is kept is counted as the lab’s formats write it', () => {
    const counts = shape.layers.map(({ weights, end }) => numbers.slice(weights, end).filter((value) => value !== 0).length);
    const { kept, bytes, before, times } = cutSize(shape, counts);
    expect(kept).toBe([...numbers].filter((value) => value !== 0).length);
    expect(before).toBe(4 * shape.size);
    const least = shape.layers.map(({ inputs, outputs }, layer) => {
      const nonzero = counts[layer];
      const formats = ['dense', 'coo', 'csr', 'csc', 'lil', 'bitmask', 'entropy'] as const;
      return Math.min(...formats.map((codec) => matrixBytes(codec, { rows: outputs, columns: inputs + 1, nonzero })));
    });
    // A byte a layer says which format it is.
    expect(bytes).toBeCloseTo(zeros === 0 ? before : least.reduce((sum, own) => sum + own + 1, 0), 9);
    expect(times).toBe(before / bytes);
  });

  test('bins count every number once, by its magnitude', () => {
    const axis = magnitudeAxis(Float32Array.from(numbers.map(Math.abs)).sort());
    const binOf = binsOf(numbers, axis, 8);
    const cut = numbers.map((value) => (Math.abs(value) < 0.5 ? 0 : value));
    const [all, left] = [numbers, cut].map((own) => countBins(binOf, own, 8, 0, shape.size));
    for (let bin = 0; bin < 8; bin++) {
      const [from, to] = [magnitudeAt(axis, bin / 8), bin === 7 ? Infinity : magnitudeAt(axis, (bin + 1) / 8)];
      const own = [...numbers].map(Math.abs).filter((value) => value > from && value <= to);
      expect([all[bin], left[bin]]).toEqual([own.length, own.filter((value) => value >= 0.5).length]);
    }
    expect(shareOf(axis, magnitudeAt(axis, 0.37))).toBeCloseTo(0.37, 12);
    expect([shareOf(axis, 0), shareOf(axis, 1e9)]).toEqual([0, 1]);
  });
});

test('a network is a chain of dense layers with biases, and nothing else', () => {
  const layer = (name: string, outputs: number, inputs: number, bias = true) => ({
    name,
    shape: [outputs, inputs],
    values: new Float32Array(outputs * inputs).fill(1),
    bias: bias ? new Float32Array(outputs).fill(2) : null,
  });
  expect([...denseNetwork([layer('a', 2, 3), layer('b', 1, 2)]).numbers]).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 2]);
  expect(() => denseNetwork([layer('a', 2, 3), layer('b', 1, 3)])).toThrow('“b” is no dense layer');
  expect(() => denseNetwork([layer('a', 2, 3, false)])).toThrow('“a” is no dense layer');
});
