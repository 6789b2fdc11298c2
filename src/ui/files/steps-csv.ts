/** Every step of a result as a row of a CSV file (RFC 4180): the settings that set its job apart, then what was measured. */
import { csvOf } from '../../figures/csv.ts';
import type { Result } from '../../study/records.ts';
import { settingOf } from '../../study/schema.ts';

const measured = [
  'cycle',
  'neurons',
  'sparsity',
  'test accuracy',
  'test accuracy before prune',
  'correct test images',
  'correct test images before prune',
  'training loss',
  'G1 (bits)',
  'G2 (bits)',
  'mean |ray|',
  'duality gap, previous layer',
  'duality gap, next layer',
  'seconds',
] as const;

export function stepsCsv({ study, records }: Result): string {
  const axes = study.axes.map((axis) => axis.path);
  const paths = ['compression.method', 'seed', ...axes.filter((path) => path !== 'compression.method' && path !== 'seed')];
  return csvOf({
    columns: [...paths, 'status', ...measured],
    rows: records.flatMap(({ job, status, steps }) =>
      steps.map((step) => {
        const lasso = step.layers[0].lasso;
        return [
          ...paths.map((path) => {
            const value = settingOf(job, path);
            return typeof value === 'object' && value !== null ? value.join(' ') : value;
          }),
          status,
          step.cycle,
          step.neurons,
          step.sparsity,
          step.testAccuracy,
          step.testAccuracyBeforePrune,
          step.testCorrect,
          step.testCorrectBeforePrune,
          step.trainLoss,
          step.gibbsEntropy.previous,
          step.gibbsEntropy.next,
          step.rayMeanAbs,
          lasso?.previous.dualityGap ?? null,
          lasso?.next.dualityGap ?? null,
          step.seconds,
        ];
      }),
    ),
  });
}
