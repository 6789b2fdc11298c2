/** The optimiser of a job, and going back to its start. */
import { ADAM, ADAMW, Optimizer } from '../../nn/optimizer.ts';
import type { Rule } from '../../nn/optimizer/hyper.ts';
import type { Course } from './course.ts';
import type { L0Job } from './job.ts';
import { assignValues } from './network.ts';

/** Of the ImageNet runs. */
const MOMENTUM: Rule = { kind: 'momentum', momentum: 0.9 };

const rules: Readonly<Record<L0Job['training']['optimiser'], Rule>> = { adam: ADAM, adamw: ADAMW, momentum: MOMENTUM };

export const newOptimizer = ({ training: { optimiser, learningRate, decay, clip } }: L0Job): Optimizer =>
  new Optimizer(rules[optimiser], {
    learningRate,
    ...(optimiser === 'adamw' && decay > 0 ? { weightDecay: decay } : {}),
    ...(clip > 0 ? { clipNorm: clip } : {}),
  });

/** Initial weights under the present masks, and an optimiser that remembers nothing. */
export async function rewind(course: Course, initial: readonly Float32Array[]): Promise<void> {
  const { parameters } = course.network;
  const masks = await Promise.all(parameters.map(async ({ mask }) => mask && (await mask.data())));
  assignValues(
    parameters,
    initial.map((values, index) => values.map((value, i) => (masks[index]?.[i] === 0 ? 0 : value))),
  );
  course.optimizer.dispose();
  course.optimizer = newOptimizer(course.job);
}
