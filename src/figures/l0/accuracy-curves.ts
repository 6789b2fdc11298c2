import { predictedOf, taskOf } from '../../study/job-data.ts';
import { trainingTopic } from '../topics.ts';
import { epochFigure, unitOf, type EpochLine } from './epochs.ts';
import type { L0Maker } from './input.ts';
import { shownTask } from './runs.ts';

const validation: EpochLine = { name: 'validation accuracy', dash: 'dash', shade: 0, read: ({ validationAccuracy }) => validationAccuracy };
const test: EpochLine = { name: 'test accuracy', dash: 'solid', shade: 0, read: ({ testAccuracy }) => testAccuracy };

/** Accuracies of one run over its epochs. */
export const accuracyCurves: L0Maker = {
  name: 'accuracy-curves',
  title: (input) => `Accuracy by ${unitOf(input).one}`,
  topic: trainingTopic,
  about: {
    shows:
      'Which share of the samples one run gets right at points of its training: of the test set, and of the validation set by which it is judged while it trains.',
    read: 'At a dashed line the network was pruned; how far the curve falls there and how soon it is back says what the pruning cost. Thin lines are the other runs.',
    source: 'Ours: the paper has no such figure.',
  },
  applies: ({ job: base, own }) => [base, ...own.map(({ job }) => job)].some((job) => taskOf(job).isRightOrWrong),
  make: (input) =>
    epochFigure(input, {
      what: `its accuracies by ${unitOf(input).one}`,
      lines: [test, validation],
      context: test,
      axis: `accuracy (share of ${predictedOf(shownTask(input)?.job ?? input.job)})`,
      log: false,
    }),
};
