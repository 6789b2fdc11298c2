/** Steps and summaries of ℓ0 regularisation as columns. */
import type { L0Step, L0Summary } from '../../../compression/l0/record.ts';
import type { Column } from '../../family.ts';
import { multiplyAdds } from './multiply-adds.ts';
import type { L0Job } from './types.ts';

/** Losses as they were trained, without penalties. */
export const l0StepColumns: readonly Column<L0Step>[] = [
  { name: 'phase', cell: (step) => step.phase },
  { name: 'epoch', cell: (step) => step.epoch },
  { name: 'trainLoss', cell: (step) => step.trainLoss },
  { name: 'validationLoss', cell: (step) => step.validationLoss },
  { name: 'testLoss', cell: (step) => step.testLoss },
  { name: 'validationAccuracy', cell: (step) => step.validationAccuracy },
  { name: 'testAccuracy', cell: (step) => step.testAccuracy },
  { name: 'nonzero', cell: (step) => step.nonzero },
  { name: 'sparsity', cell: (step) => step.sparsity },
  { name: 'threshold', cell: (step) => step.threshold },
  { name: 'sigma', cell: (step) => step.sigma },
  { name: 'undecided', cell: (step) => step.undecided },
  { name: 'seconds', unit: 's', cell: (step) => step.seconds },
];

/** Losses are in the unit that was trained. */
export const l0JobColumns: readonly Column<L0Summary, L0Job>[] = [
  { name: 'parameters', cell: (summary) => summary.parameters },
  { name: 'nonzero', cell: (summary) => summary.nonzero },
  { name: 'effective', cell: (summary) => summary.effective ?? null },
  { name: 'compressionRate', cell: (summary) => summary.compressionRate },
  { name: 'multiplyAdds', cell: (summary, job) => multiplyAdds(job, summary)?.all ?? null },
  { name: 'multiplyAddsLeft', cell: (summary, job) => multiplyAdds(job, summary)?.left ?? null },
  { name: 'trainLoss', cell: (summary) => summary.trainLoss },
  { name: 'validationLoss', cell: (summary) => summary.validationLoss },
  { name: 'testLoss', cell: (summary) => summary.testLoss },
  { name: 'testAccuracy', cell: (summary) => summary.testAccuracy },
  { name: 'testLossBeforePruning', cell: (summary) => summary.before?.testLoss ?? null },
  { name: 'testAccuracyBeforePruning', cell: (summary) => summary.before?.testAccuracy ?? null },
  { name: 'testLossAfterPruning', cell: (summary) => summary.after?.testLoss ?? null },
  { name: 'testAccuracyAfterPruning', cell: (summary) => summary.after?.testAccuracy ?? null },
  { name: 'threshold', cell: (summary) => summary.threshold },
  { name: 'codec', cell: (summary) => summary.codec },
  { name: 'modelBytes', unit: 'bytes', cell: (summary) => summary.modelBytes },
  { name: 'dataBytes', unit: 'bytes', cell: (summary) => summary.dataBytes },
  { name: 'descriptionBytes', unit: 'bytes', cell: (summary) => summary.descriptionBytes },
  { name: 'epochsRegularised', cell: (summary) => summary.epochs.regularised },
  { name: 'epochsFineTuning', cell: (summary) => summary.epochs.fineTuning },
];
