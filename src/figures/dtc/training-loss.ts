import { markup } from '../../math/foreign-text.ts';
import { grouped } from '../../math/number-text.ts';
import { LOSS_EVERY } from '../../study/records.ts';
import type { DtcRun } from '../../study/families/dtc/run.ts';
import { traceGroup, type Trace } from '../draw.ts';
import { allGroupsOf, type Group } from './groups.ts';
import { axisTitle, figureLayout, wholeTicks } from '../layout.ts';
import { logAxis, spanOf, widened } from '../log-axis.ts';
import { worded } from '../notes.ts';
import { trainingTopic } from '../topics.ts';
import { seriesStyle, type Theme } from '../style.ts';
import { sourceCell } from '../table.ts';
import type { DtcInput, DtcMaker } from './input.ts';
import { captionOf, emptyText, endedWithout, sourceNotes } from './notes.ts';

/** Training loss while the jobs run: every tenth batch, one line per job. */
export const trainingLoss: DtcMaker = {
  name: 'training-loss',
  title: 'Training loss',
  topic: trainingTopic,
  about: {
    shows: 'The loss on the training images while the network is trained, one line for each job. Training makes it small.',
    read: 'It jumps at each prune, and how fast it falls back says how much the prune broke. Where it no longer comes down, the network has become too small for the task.',
    source: 'Ours: the paper does not show its training losses.',
  },
  make(input) {
    const { theme } = input.options;
    const series = allGroupsOf(input).flatMap((group) => group.trajectories.flatMap((trajectory) => lossSeries(group, trajectory)));
    const last = Math.max(0, ...series.map(({ points }) => points.at(-1)?.step ?? 0));
    const losses = spanOf(series.flatMap(({ points }) => points.map(({ loss }) => loss)));
    const thinned = series.some(({ points, trajectory }) => points.length < trajectory.losses.length);
    return {
      ...worded(
        captionOf(input, 'one line per job'),
        `every ${LOSS_EVERY}th batch`,
        thinned ? `lowest and highest of each stretch, ${grouped(MOST_POINTS)} points a line` : '',
        ...sourceNotes({ ...input, shared: [] }, { band: 'one line for each', published: null }),
        'it jumps at each prune',
      ),
      data: series.map((one) => lossTrace(one, theme)),
      layout: figureLayout({
        theme,
        x: { title: axisTitle('training step (batches)'), rangemode: 'tozero', ...wholeTicks(last) },
        y: losses ? logAxis('training loss (nats), log scale', widened(losses, 0.04)) : { title: axisTitle('training loss (nats)') },
      }),
      table: {
        columns: ['source', 'series', 'seed', 'training step', 'cycle', 'loss (nats)'],
        rows: series.flatMap(({ group, trajectory, points }) =>
          points.map(({ step, cycle, loss }) => [sourceCell(group.source), group.label, trajectory.job.seed, step, cycle, loss]),
        ),
      },
      empty: series.length > 0 ? null : emptyReason(input),
    };
  },
};

/** The same of a run that goes on: it moves from the tenth batch on. */
export const trainingLossNow: DtcMaker = { ...trainingLoss, name: 'training-loss-now', title: 'Now: training loss' };

/** A line of more points is slower to draw and looks the same: a figure is at most some 1,100 pixels wide. */
const MOST_POINTS = 1500;

interface LossSeries {
  readonly group: Group;
  readonly trajectory: DtcRun;
  readonly points: readonly { readonly step: number; readonly cycle: number; readonly loss: number }[];
}

function lossSeries(group: Group, trajectory: DtcRun): LossSeries[] {
  const { losses, job } = trajectory;
  const points = thin(losses, MOST_POINTS)
    .filter((index) => losses[index] > 0)
    .map((index) => {
      const step = (index + 1) * LOSS_EVERY;
      return { step, cycle: Math.floor((step - 1) / job.compression.batchesPerCycle), loss: losses[index] };
    });
  return points.length > 0 ? [{ group, trajectory, points }] : [];
}

/** Indices to draw: all, or the lowest and the highest of equal stretches, so that no peak is lost. */
function thin(values: readonly number[], most: number): number[] {
  if (values.length <= most) return values.map((_, index) => index);
  const stretches = most / 2;
  return Array.from({ length: stretches }, (_, stretch) => {
    const from = Math.floor((stretch * values.length) / stretches);
    const to = Math.floor(((stretch + 1) * values.length) / stretches);
    let lowest = from;
    let highest = from;
    for (let index = from + 1; index < to; index++) {
      if (values[index] < values[lowest]) lowest = index;
      if (values[index] > values[highest]) highest = index;
    }
    return lowest === highest ? [lowest] : [Math.min(lowest, highest), Math.max(lowest, highest)];
  }).flat();
}

function lossTrace({ group, trajectory, points }: LossSeries, theme: Theme): Trace {
  const { color, opacity, dash } = seriesStyle(group.method, group.source, theme, group.variant);
  const legendgroup = traceGroup(group.source, group.label);
  return {
    type: 'scatter',
    uid: `${legendgroup}${trajectory.job.seed}`,
    legendgroup,
    name: group.label,
    showlegend: trajectory === group.trajectories[0],
    mode: 'lines',
    x: points.map(({ step }) => step),
    y: points.map(({ loss }) => loss),
    line: { color, width: 1, dash },
    opacity: 0.85 * opacity,
    customdata: points.map(({ cycle }) => cycle),
    hovertemplate: markup`<b>${group.label}</b>, seed ${trajectory.job.seed}, cycle %{customdata}<br>step %{x:,d}<br>loss %{y:.4g}<extra></extra>`,
  };
}

function emptyReason({ own, shared }: DtcInput): string {
  if (own.length === 0) return emptyText({ own, shared }, 'the training loss');
  return (
    endedWithout(own, `the first loss, which comes after ${LOSS_EVERY} batches`) ??
    `The first loss appears here after ${LOSS_EVERY} batches.`
  );
}
