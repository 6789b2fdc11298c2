/** Whether methods that are compared were trained as long as each other. */
import { grouped } from '../../../math/number-text.ts';
import { median } from '../../../math/quantile.ts';
import { l0MethodOf } from './methods.ts';
import type { L0Run } from './run.ts';

/** Shares by which training may differ and still be the same: one method stops a few batches before another. */
const SAME = 0.05;

/** How long methods were trained, in words, where some were trained longer than others; empty where all were alike. */
export function budgetWords(runs: readonly Pick<L0Run, 'job' | 'summary'>[]): string {
  const byMethod = new Map<string, number[]>();
  for (const { job, summary } of runs) {
    if (!summary) continue;
    const { title } = l0MethodOf(job);
    byMethod.set(title, [...(byMethod.get(title) ?? []), summary.trainingSteps]);
  }
  const spans = [...byMethod].map(([title, steps]) => ({
    title,
    least: Math.min(...steps),
    most: Math.max(...steps),
    usual: median(steps),
  }));
  // Jobs that end where they converge differ among themselves.
  const usual = spans.map((span) => span.usual);
  if (spans.length < 2 || Math.max(...usual) <= Math.min(...usual) * (1 + SAME)) return '';
  const steps = (span: (typeof spans)[number]): string =>
    span.least === span.most ? grouped(span.most) : `${grouped(span.least)} to ${grouped(span.most)}`;
  return `not trained as long as each other, which favours the longer: ${spans.map((span) => `${span.title} ${steps(span)}`).join(', ')} steps`;
}
