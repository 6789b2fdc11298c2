import { lossOf } from '../../study/job-data.ts';
import { trainingTopic } from '../topics.ts';
import { epochFigure, type EpochLine } from './epochs.ts';
import { seriesOf, shownTask } from './runs.ts';
import type { L0Maker } from './input.ts';

const validation: EpochLine = { name: 'validation loss', dash: 'dash', shade: 0, read: ({ validationLoss }) => validationLoss };
const train: EpochLine = { name: 'training loss', dash: 'solid', shade: 0, read: ({ trainLoss }) => trainLoss };
const test: EpochLine = { name: 'test loss', dash: 'dot', shade: 0.55, read: ({ testLoss }) => testLoss };

/** Losses of one run over its epochs, without penalties: phases, prunings, and the other runs behind. */
export const lossCurves: L0Maker = {
  name: 'loss-curves',
  title: 'Loss by epoch',
  topic: trainingTopic,
  about: {
    shows: 'The losses of one run after each epoch of its training, without the penalty on its weights.',
    read: 'Training loss far below test loss means that the network has learned its training samples by heart. At a dashed line it was pruned: the loss jumps there, and fine-tuning brings it down again. Thin lines are the other runs.',
    source: 'Ours: the paper has no such figure.',
  },
  make: (input) => {
    const task = shownTask(input);
    const loss = task && lossOf(task.job);
    return epochFigure(input, {
      what: 'its losses by epoch',
      lines: [train, validation, test],
      context: validation,
      axis: loss?.axis ?? 'loss',
      // The Gaussian loss can be negative.
      log: loss?.isPositive ?? true,
    });
  },
};

/** The same of a job that is being trained at the moment, whichever run is looked into. */
export const lossNow: L0Maker = {
  ...lossCurves,
  name: 'loss-now',
  title: 'Now: loss by epoch',
  make(input) {
    const atWork = seriesOf(input)
      .flatMap(({ runs }) => runs)
      .filter(({ run }) => run.status === 'running');
    const now = atWork.find(({ run }) => run.steps.length > 0) ?? atWork[0];
    return lossCurves.make(now ? { ...input, options: { ...input.options, run: now.id } } : input);
  },
};
