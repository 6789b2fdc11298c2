/**
 * The step table: one row per cycle, one accuracy per series (jobs that differ in their seeds only make one series, and their mean is
 * shown), and what was measured in one series, DTC where there is one.
 */
import { dtcMethodOf } from '../../../compression/dtc/methods.ts';
import { seriesTitle } from '../../text/labels.ts';
import type { Study } from '../../../study/schema.ts';
import { allNeuronsBefore, type DtcRun } from '../../../study/families/dtc/run.ts';

export interface Series {
  readonly title: string;
  readonly method: string;
  readonly trajectories: readonly DtcRun[];
}

/** A cycle: neurons of all hidden layers before and after its prune. */
interface Rung {
  readonly cycle: number;
  readonly neuronsBefore: number;
  readonly neurons: number;
  readonly sparsity: number;
}

export interface StepRow extends Rung {
  /** Mean accuracy of each series; null where it has not come so far. */
  readonly accuracies: readonly (number | null)[];
  /** Of the measured series: entropies in bits, mean |ray|/m, and the largest duality gap of a LASSO. */
  readonly g1: number | null;
  readonly g2: number | null;
  readonly ray: number | null;
  readonly gap: number | null;
}

export interface StepRows {
  readonly series: readonly Series[];
  /** The series that the measured columns are of. */
  readonly measured: Series | null;
  /** The newest cycle first. */
  readonly rows: readonly StepRow[];
}

export function stepRows(study: Study, trajectories: readonly DtcRun[], layer: number): StepRows {
  const byTitle = new Map<string, DtcRun[]>();
  for (const trajectory of trajectories) {
    const title = seriesTitle(study, trajectory.job);
    byTitle.set(title, [...(byTitle.get(title) ?? []), trajectory]);
  }
  const series = [...byTitle].map(([title, members]) => ({ title, method: members[0].job.compression.method, trajectories: members }));
  const measured = series.find((one) => dtcMethodOf(one.trajectories[0].job).reconstructs) ?? series[0] ?? null;
  const cycles = new Map<number, Rung>();
  // Of a network that nothing is taken from the widths say nothing of a prune.
  const [whole, pruned] = [true, false].map((kept) => trajectories.filter(({ job }) => (dtcMethodOf(job).keepsAll === true) === kept));
  for (const trajectory of [...pruned, ...whole]) {
    for (const [index, { cycle, neurons, sparsity }] of trajectory.points.entries()) {
      if (!cycles.has(cycle)) cycles.set(cycle, { cycle, neuronsBefore: allNeuronsBefore(trajectory, index), neurons, sparsity });
    }
  }
  const rows = [...cycles.values()].sort((a, b) => b.cycle - a.cycle).map((rung) => rowOf(rung, series, measured, layer));
  return { series, measured, rows };
}

function rowOf(rung: Rung, series: readonly Series[], measured: Series | null, layer: number): StepRow {
  const { cycle } = rung;
  const mean = (one: Series | null, read: (trajectory: DtcRun, index: number) => number | null) => meanOver(one, cycle, read);
  return {
    ...rung,
    accuracies: series.map((one) => mean(one, ({ points }, index) => points[index].testAccuracy)),
    g1: mean(measured, (trajectory, index) => entropy(trajectory, index, layer, 'previous')),
    g2: mean(measured, (trajectory, index) => entropy(trajectory, index, layer, 'next')),
    ray: mean(measured, (trajectory, index) => rayOverLength(trajectory, index, layer)),
    gap: largestGap(measured, cycle),
  };
}

/** The mean of a reading over the trajectories of a series at one cycle; null where none has it. */
function meanOver(series: Series | null, cycle: number, read: (trajectory: DtcRun, index: number) => number | null): number | null {
  const values: number[] = [];
  for (const trajectory of series?.trajectories ?? []) {
    const index = trajectory.points.findIndex((point) => point.cycle === cycle);
    const value = index < 0 ? null : read(trajectory, index);
    if (value !== null) values.push(value);
  }
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function entropy({ steps, points }: DtcRun, index: number, layer: number, which: 'previous' | 'next'): number | null {
  const measured = steps?.[index].layers[layer]?.gibbsEntropy;
  return (measured ?? points[index].gibbsEntropy)[which];
}

function rayOverLength({ steps, points }: DtcRun, index: number, layer: number): number | null {
  const measured = steps?.[index].layers[layer];
  const mean = measured ? measured.rayMeanAbs : points[index].rayMeanAbs;
  return mean === null ? null : mean / (measured?.neuronsBefore ?? points[index].neuronsBefore);
}

function largestGap(series: Series | null, cycle: number): number | null {
  const gaps = (series?.trajectories ?? []).flatMap(({ steps }) => {
    const step = steps?.find((candidate) => candidate.cycle === cycle);
    return (step?.layers ?? []).flatMap(({ lasso }) => (lasso ? [lasso.previous.dualityGap, lasso.next.dualityGap] : []));
  });
  return gaps.length === 0 ? null : Math.max(...gaps);
}
