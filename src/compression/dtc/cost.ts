/** What the cycles of a ladder cost, for times that are told before and while it runs. */
import { STEP_OVERHEAD } from '../step-overhead.ts';

/** Forward without backward, twice a cycle: a third of training on each test image. */
const TESTS_PER_CYCLE = 2 / 3;

/** Weights of dense layers without biases. @param widths inputs, hidden layers, outputs */
export const weightsBetween = (widths: readonly number[]): number =>
  widths.slice(1).reduce((sum, outputs, layer) => sum + outputs * widths[layer], 0);

/** Of a training step, in weights times images. @param widths inputs, hidden layers, outputs */
export const stepWork = (widths: readonly number[], images: number): number => images * (weightsBetween(widths) + STEP_OVERHEAD);

export interface CycleSize {
  readonly inputs: number;
  readonly classes: number;
  readonly batches: number;
  readonly batchSize: number;
  readonly testImages: number;
}

/** Of each cycle, in weights times images; only ratios matter. @param rungs widths of the hidden layers before each prune */
export function cycleWork(rungs: readonly (readonly number[])[], { inputs, classes, batches, batchSize, testImages }: CycleSize): number[] {
  const images = batches * batchSize + TESTS_PER_CYCLE * testImages;
  return rungs.map((hidden) => stepWork([inputs, ...hidden, classes], images));
}
