/** What a link carries of the curves of ℓ0 jobs, thinned, and what they are again. Where they have their points jobs share. */
import { l0Phases, type L0Step } from '../../../compression/l0/record.ts';
import { z } from '../../../data/zod.ts';
import type { Fail } from '../../checked.ts';
import { differences, lossOver, over, quantise, quantiseLoss, sums } from '../../digest-numbers.ts';
import { fieldWords } from '../../field-words.ts';
import { MAX_JOBS } from '../../job.ts';
import { mapped, placeOf } from './digest-tables.ts';
import { packedSamples, packSamples, sampleAt } from './sample-digest.ts';

/** Of the logarithm of a loss, and of one unit of accuracy: to 0.5 % and 10⁻³. */
const LOSS_STEPS = 100;
const ACCURACY_STEPS = 1e3;

const MAX_POINTS = 10_000;
export const packedSeries = z.array(z.int().min(-1e12).max(1e12).nullable()).max(MAX_POINTS);

/** Fields of a digest. */
export const packedCurves = {
  /** Where curves have their points, shared by jobs. */
  grids: z.array(z.strictObject({ phases: z.array(z.enum(l0Phases)).max(MAX_POINTS), epochs: packedSeries })).max(MAX_JOBS),
  curves: z
    .array(
      z
        .strictObject({
          grid: z.int().min(0),
          train: packedSeries,
          validation: packedSeries,
          test: packedSeries,
          accuracy: packedSeries.optional(),
          nonzero: packedSeries,
          samples: packedSamples.optional(),
        })
        .nullable(),
    )
    .max(MAX_JOBS),
};
const curvesSchema = z.strictObject(packedCurves);
type Curves = z.output<typeof curvesSchema>;

/**
 * @param grids those so far, which get another one where a curve has points of its own
 * @param steps that are carried
 * @param jobs of the study
 */
export function packCurve(grids: Curves['grids'], steps: readonly L0Step[], jobs: number): Curves['curves'][number] {
  const grid = { phases: steps.map(({ phase }) => phase), epochs: differences(steps.map(({ epoch }) => epoch)) };
  const losses = (read: (step: L0Step) => number) => differences(steps.map((step) => quantiseLoss(read(step), LOSS_STEPS)));
  const accuracies = steps.map(({ testAccuracy }) => mapped(testAccuracy, (accuracy) => quantise(accuracy, ACCURACY_STEPS)));
  return {
    grid: placeOf(grids, grid),
    train: losses(({ trainLoss }) => trainLoss),
    validation: losses(({ validationLoss }) => validationLoss),
    test: losses(({ testLoss }) => testLoss),
    ...(accuracies.every((accuracy) => accuracy === null) ? {} : { accuracy: differences(accuracies) }),
    nonzero: differences(steps.map(({ nonzero }) => nonzero)),
    ...packSamples(steps, jobs),
  };
}

/** The steps of the job at a place, to be checked by their schema. Of what a link does not carry: null where a step may lack it. */
export function stepsOf(format: Curves, index: number, parameters: number | null, threshold: number | null, fail: Fail): unknown[] {
  const curve = format.curves[index];
  if (!curve) return [];
  const grid = format.grids[curve.grid] ?? fail(`the grid of curve ${index + 1} is not there.`);
  const { length } = grid.phases;
  const read = (values: readonly (number | null)[], name: string): (number | null)[] => {
    if (values.length !== length) fail(`${fieldWords(['curves', index, name])} holds ${values.length} values where ${length} are needed.`);
    return sums(values);
  };
  const losses = (values: readonly (number | null)[], name: string) =>
    read(values, name).map((value) => mapped(value, (own) => lossOver(own, LOSS_STEPS)));
  const epochs = read(grid.epochs, 'epochs');
  const [train, validation, test] = [losses(curve.train, 'train'), losses(curve.validation, 'validation'), losses(curve.test, 'test')];
  const accuracy = curve.accuracy && read(curve.accuracy, 'accuracy');
  const nonzero = read(curve.nonzero, 'nonzero');
  // A job that was stopped has no summary to tell its size; what it had at first is all of it, as good as always.
  const all = parameters ?? Math.max(1, ...nonzero.map((count) => count ?? 0));
  return grid.phases.map((phase, at) => ({
    kind: 'l0',
    phase,
    epoch: epochs[at],
    trainLoss: train[at],
    validationLoss: validation[at],
    testLoss: test[at],
    validationAccuracy: null,
    testAccuracy: accuracy ? over(accuracy[at], ACCURACY_STEPS) : null,
    nonzero: nonzero[at],
    sparsity: 1 - (nonzero[at] ?? 0) / all,
    threshold: phase === 'pruning' ? threshold : null,
    search: null,
    sigma: null,
    undecided: null,
    ...sampleAt(curve.samples, at),
    seconds: 0,
  }));
}
