import { expect, test } from 'vitest';
import { jobSchema, type JobInput } from '../../../src/study/schema.ts';
import { networkCaption, totalsOf } from '../../../src/ui/network/caption.ts';

const facts = (job: JobInput, shapes: readonly (readonly number[])[], isChain = true) => ({
  model: { job: jobSchema.parse(job) },
  isChain,
  tensors: shapes.map((shape, index) => {
    const size = shape.reduce((product, side) => product * side, 1);
    return { name: `layer ${index}`, shape, hasBias: false, size, nonzero: size, rows: shape[0], columns: size / shape[0] };
  }),
});

const dtc = { model: { hidden: [512] }, compression: { method: 'dtc' } };
const lenet = { model: { name: 'lenet-300-100' }, compression: { method: 'drr' } };

test('neurons that are gone are not counted, and it is said how many there were', () => {
  expect(
    networkCaption(
      facts(dtc, [
        [9, 784],
        [10, 9],
      ]),
    ),
  ).toBe('9 hidden neurons (512 before the first prune)');
  expect(
    networkCaption(
      facts({ ...dtc, model: { hidden: [64, 32] } }, [
        [7, 784],
        [5, 7],
        [10, 5],
      ]),
    ),
  ).toBe('7-5 hidden neurons (64-32 before the first prune)');
  expect(
    networkCaption(
      facts(dtc, [
        [512, 784],
        [10, 512],
      ]),
    ),
  ).toBe('512 hidden neurons');
});

test('a network with a name has the widths that are left beside it, where it is dense', () => {
  expect(
    networkCaption(
      facts(lenet, [
        [120, 784],
        [41, 120],
        [10, 41],
      ]),
    ),
  ).toBe('LeNet-300-100, 120-41 hidden neurons');
  const lenet5 = { model: { name: 'lenet-5' }, compression: { method: 'drr' } };
  expect(
    networkCaption(
      facts(lenet5, [
        [20, 1, 5, 5],
        [50, 20, 5, 5],
        [500, 800],
        [10, 500],
      ]),
    ),
  ).toBe('LeNet-5 (Caffe)');
});

test('a network of which neurons are gone is compressed against the one that it was built as', () => {
  // 9 of 64 neurons of a network for images of 28 × 28 and ten classes, all of their weights left.
  const { model } = facts({ model: { hidden: [64] }, compression: { method: 'dtc' } }, []);
  const left = 9 * (784 + 10);
  expect(totalsOf({ model, parameters: left, nonzero: left })).toEqual({
    nonzero: left,
    parameters: left,
    built: 64 * (784 + 10),
    compressionRate: 64 / 9,
  });
  const whole = 300 * 785 + 100 * 301 + 10 * 101;
  const { model: dense } = facts(lenet, []);
  expect(totalsOf({ model: dense, parameters: whole, nonzero: whole / 10 })).toMatchObject({ built: null, compressionRate: 10 });
  expect(totalsOf({ model: dense, parameters: whole, nonzero: 0 }).compressionRate).toBeNull();
});
