/** Every step of a result as CSV (RFC 4180): one row a step, and in front what tells its job from the others. */
import type { DtcStep, L0Step, Result } from '../study/records.ts';
import { familyOf, settingOf } from '../study/schema.ts';
import { cellOf, csvText, type Cell } from './csv.ts';

type Column<Step> = readonly [name: string, cell: (step: Step) => Cell];

/** Entropies in bits, times in seconds, accuracies and sparsity as shares; the layer is the first hidden one. */
const dtcColumns: readonly Column<DtcStep>[] = [
  ['cycle', (step) => step.cycle],
  ['neurons', (step) => step.neurons],
  ['sparsity', (step) => step.sparsity],
  ['testAccuracy', (step) => step.testAccuracy],
  ['testAccuracyBeforePrune', (step) => step.testAccuracyBeforePrune],
  ['testCorrect', (step) => step.testCorrect],
  ['testCorrectBeforePrune', (step) => step.testCorrectBeforePrune],
  ['trainLoss', (step) => step.trainLoss],
  ['gibbsEntropyPrevious', (step) => step.gibbsEntropy.previous],
  ['gibbsEntropyNext', (step) => step.gibbsEntropy.next],
  ['rayMeanAbs', (step) => step.rayMeanAbs],
  ['neuronsBefore', (step) => step.layers[0].neuronsBefore],
  ['measurements', (step) => step.layers[0].measurements.next.length],
  ['inRangePrevious', (step) => step.layers[0].inRange.previous],
  ['inRangeNext', (step) => step.layers[0].inRange.next],
  ['weightNormPrevious', (step) => step.layers[0].weightNorm.previous],
  ['weightNormNext', (step) => step.layers[0].weightNorm.next],
  ['seconds', (step) => step.seconds],
];

/** Losses as they were trained, without penalties. */
const l0Columns: readonly Column<L0Step>[] = [
  ['phase', (step) => step.phase],
  ['epoch', (step) => step.epoch],
  ['trainLoss', (step) => step.trainLoss],
  ['validationLoss', (step) => step.validationLoss],
  ['testLoss', (step) => step.testLoss],
  ['validationAccuracy', (step) => step.validationAccuracy],
  ['testAccuracy', (step) => step.testAccuracy],
  ['nonzero', (step) => step.nonzero],
  ['sparsity', (step) => step.sparsity],
  ['threshold', (step) => step.threshold],
  ['sigma', (step) => step.sigma],
  ['undecided', (step) => step.undecided],
  ['seconds', (step) => step.seconds],
];

export function stepsCsv({ study, records }: Result): string {
  // All jobs of a study are of one family.
  const isL0 = familyOf(study.job).family.name === 'l0';
  const names = (isL0 ? l0Columns : dtcColumns).map(([name]) => name);
  const paths = [...new Set(['compression.method', 'seed', ...study.axes.map((axis) => axis.path)])];
  const head = ['job', ...paths, 'status', ...names];
  const rows = records.flatMap((record, index) =>
    record.steps.map((step) => [
      index,
      ...paths.map((path) => cellOf(settingOf(record.job, path))),
      record.status,
      ...(step.kind === 'l0' ? l0Columns.map(([, cell]) => cell(step)) : dtcColumns.map(([, cell]) => cell(step))),
    ]),
  );
  return csvText([head, ...rows]);
}
