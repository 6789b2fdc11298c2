import { lossScale } from '../../study/families/l0/quality.ts';
import { trainingTopic } from '../topics.ts';
import { epochFigure, unitOf, type EpochLine } from './epochs.ts';
import { seriesOf, shownTask } from './runs.ts';
import type { L0Maker } from './input.ts';

const lossLines = (factor: number): Record<'train' | 'validation' | 'test', EpochLine> => ({
  train: { name: 'training loss', dash: 'solid', shade: 0, read: ({ trainLoss }) => factor * trainLoss },
  validation: { name: 'validation loss', dash: 'dash', shade: 0, read: ({ validationLoss }) => factor * validationLoss },
  test: { name: 'test loss', dash: 'dot', shade: 0.55, read: ({ testLoss }) => factor * testLoss },
});

/** Losses of one run over its epochs, without penalties: phases, prunings, and the other runs behind. */
export const lossCurves: L0Maker = {
  name: 'loss-curves',
  title: (input) => `Loss by ${unitOf(input).one}`,
  topic: trainingTopic,
  about: {
    shows: 'The losses of one run at points of its training, without the penalty on its weights.',
    read: 'Training loss far below test loss means that the network has learned its training samples by heart. At a dashed line it was pruned: the loss jumps there, and fine-tuning brings it down again. Thin lines are the other runs.',
    source: 'Ours: the paper has no such figure.',
  },
  make: (input) => {
    const job = shownTask(input)?.job ?? input.job;
    const { factor, axis, isLog } = lossScale(job);
    const { train, validation, test } = lossLines(factor);
    return epochFigure(input, {
      what: `its losses by ${unitOf(input).one}`,
      lines: [train, validation, test],
      context: validation,
      axis,
      log: isLog,
    });
  },
};

/** The same of a job that is being trained at the moment, whichever run is looked into. */
export const lossNow: L0Maker = {
  ...lossCurves,
  name: 'loss-now',
  title: (input) => `Now: loss by ${unitOf(input).one}`,
  make(input) {
    const atWork = seriesOf(input)
      .flatMap(({ runs }) => runs)
      .filter(({ run }) => run.status === 'running');
    const now = atWork.find(({ run }) => run.steps.length > 0) ?? atWork[0];
    return lossCurves.make(now ? { ...input, options: { ...input.options, run: now.id } } : input);
  },
};
