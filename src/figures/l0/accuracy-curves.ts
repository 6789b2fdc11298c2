import { taskOf } from '../../study/job-data.ts';
import { epochFigure, type EpochLine } from './epochs.ts';
import type { L0Maker } from './input.ts';

const validation: EpochLine = { name: 'validation accuracy', dash: 'dash', shade: 0, read: ({ validationAccuracy }) => validationAccuracy };
const test: EpochLine = { name: 'test accuracy', dash: 'solid', shade: 0, read: ({ testAccuracy }) => testAccuracy };

/** Accuracies of one run over its epochs. */
export const accuracyCurves: L0Maker = {
  name: 'accuracy-curves',
  title: 'Accuracy by epoch',
  applies: ({ job: base, own }) => [base, ...own.map(({ job }) => job)].some((job) => taskOf(job).isRightOrWrong),
  make: (input) =>
    epochFigure(input, {
      what: 'its accuracies by epoch',
      lines: [test, validation],
      context: test,
      axis: 'accuracy (share of images)',
      log: false,
    }),
};
