/** The unpruned network that runs are compared with: training without a penalty, nothing taken out (arXiv 2505.17469, section 9 of ours). */
import { median } from '../../math/quantile.ts';
import { l0MethodOf } from '../../study/families/l0/methods.ts';
import { gathered } from '../series.ts';
import { shownRuns, type NamedRun } from './runs.ts';
import type { L0Shown } from './runs.ts';

export interface Baseline {
  /** Medians over the seeds. Accuracy is null for regressions. */
  readonly testLoss: number;
  readonly testAccuracy: number | null;
  readonly parameters: number;
  readonly seeds: number;
  /** Whether it was measured on unpruned runs, or else on others before their pruning. */
  readonly from: 'unpruned' | 'before pruning';
}

interface Unpruned {
  readonly seed: number;
  readonly testLoss: number;
  readonly testAccuracy: number | null;
  readonly parameters: number;
}

/**
 * Of this machine's runs, or else the shared ones: those of the method “Unpruned”; where there are none, what was measured before pruning
 * in runs that train plainly until then, which those with α = 0 and ρ = 0 do. Null where there are neither.
 */
export function baselineOf(input: L0Shown): Baseline | null {
  for (const source of ['own', 'shared'] as const) {
    const runs = shownRuns(input).filter((run) => run.source === source);
    const plain = runs.flatMap(unprunedEnd);
    if (plain.length > 0) return summed(plain, 'unpruned');
    const before = runs.flatMap(beforePruning);
    if (before.length > 0) return summed(before, 'before pruning');
  }
  return null;
}

function unprunedEnd({ run: { job, summary } }: NamedRun): Unpruned[] {
  if (!summary || !l0MethodOf(job).traits.unpruned) return [];
  return [{ seed: job.seed, testLoss: summary.testLoss, testAccuracy: summary.testAccuracy, parameters: summary.parameters }];
}

function beforePruning({ run: { job, summary } }: NamedRun): Unpruned[] {
  const { alpha, rho } = job.compression;
  const { rewinds, plainFirst } = l0MethodOf(job).traits;
  if (!summary?.before || rho > 0 || rewinds || !(alpha === 0 || plainFirst)) return [];
  return [{ seed: job.seed, ...summary.before, parameters: summary.parameters }];
}

/** One value a seed: plain training is the same under every method. */
function summed(all: readonly Unpruned[], from: Baseline['from']): Baseline {
  const runs = [...gathered(all, ({ seed }) => seed).values()].map(([first]) => first);
  const accuracies = runs.map(({ testAccuracy }) => testAccuracy).filter((accuracy) => accuracy !== null);
  return {
    testLoss: median(runs.map(({ testLoss }) => testLoss)),
    testAccuracy: accuracies.length > 0 ? median(accuracies) : null,
    parameters: runs[0].parameters,
    seeds: runs.length,
    from,
  };
}

/** Where it is from: “trained without a penalty, measured before pruning, 1 seed”. */
export function baselineNote(baseline: Baseline | null): string {
  if (!baseline) return 'no unpruned run in this study: add α = 0 or the method Unpruned to have one';
  const seeds = baseline.seeds === 1 ? '1 seed' : `median of ${baseline.seeds} seeds`;
  return baseline.from === 'unpruned' ? `runs of that method, ${seeds}` : `trained without a penalty, measured before pruning, ${seeds}`;
}
