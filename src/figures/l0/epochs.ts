/** Figures over the epochs of a run: its phases, its prunings, and what was measured. */

import { markup } from '../../math/foreign-text.ts';
import type { Unit } from '../../study/family.ts';
import type { Trace } from '../draw.ts';
import type { Figure } from '../figure.ts';
import { axisTitle, figureLayout, wholeTicks } from '../layout.ts';
import { worded } from '../notes.ts';
import { mix, palettes, type Theme } from '../style.ts';
import { logAxis, spanOf, widened } from '../log-axis.ts';
import { emptyRun, lookInto, titleOf, type LookedInto } from './looked-into.ts';
import { dataNote } from './notes.ts';
import { seriesGroup, seriesLook } from './points.ts';
import { alphaOf, runTitle, seriesOf, shownTask, whole } from './runs.ts';
import type { L0Job, L0Phase, L0Step } from '../../study/families/l0/types.ts';
import { l0Unit } from '../../study/families/l0/unit.ts';
import type { L0Input } from './input.ts';

/** One quantity of a step, as a line. */
export interface EpochLine {
  readonly name: string;
  readonly dash: 'solid' | 'dash' | 'dot';
  /** Share of the way from the method's colour to that of the text. */
  readonly shade: number;
  read(step: L0Step): number | null;
}

export interface EpochFigure {
  readonly what: string;
  readonly lines: readonly EpochLine[];
  /** The one that is drawn, thin, of the other runs as well. */
  readonly context: EpochLine;
  readonly axis: string;
  readonly log: boolean;
}

/** Other runs are drawn behind while they are no more than these. */
const MOST_BEHIND = 24;

function phaseTitle(phase: L0Phase, job: L0Job): string {
  if (phase !== 'regularised') return phase === 'admm' ? 'ADMM' : phase;
  return alphaOf(job) ? 'training with the penalty' : 'training';
}

export function epochFigure(input: L0Input, { what, lines, context, axis, log }: EpochFigure): Figure {
  const { options } = input;
  const unit = unitOf(input);
  const into = lookInto(input, ({ run }) => run.steps.length > 0);
  const others = seriesOf(input)
    .flatMap((series) => series.runs.map((run) => ({ run, series })))
    .filter(({ run }) => run.id !== into?.run.id && run.run.steps.length > 0);
  const behind = into && others.length <= MOST_BEHIND ? others : [];
  const data = into
    ? [...behind.map((other) => contextTrace(other, context, options)), ...lines.flatMap((line) => lineTrace(into, line, options))]
    : [];
  const steps = into?.run.run.steps ?? [];
  // A link has no accuracies on the validation set.
  const told = lines.filter(({ read }) => !into || steps.some((step) => read(step) !== null));
  const last = Math.max(1, ...steps.map(({ epoch }) => epoch), ...behind.flatMap(({ run }) => run.run.steps.at(-1)?.epoch ?? 0));
  const values = spanOf(data.flatMap(({ y }) => (y as (number | null)[]).filter((value) => value !== null)));
  return {
    ...worded(
      into ? titleOf(into) : dataNote(input),
      told.map(({ name, dash }) => `${dashWords[dash]}: ${name}`).join(', '),
      behind.length > 0 ? `thin: ${context.name} of the other runs` : '',
      dataNote(input),
    ),
    data,
    layout: figureLayout({
      theme: options.theme,
      x: {
        title: axisTitle(`${unit.one} of training${unit.of === undefined ? '' : `, ${unit.of} each`}`),
        range: [0, 1.02 * last],
        ...wholeTicks(last),
        uirevision: into?.run.id ?? 'none',
      },
      y:
        log && values
          ? logAxis(`${axis}, log scale`, widened(values, 0.04), { uirevision: into?.run.id ?? 'none' })
          : { title: axisTitle(axis) },
      extra: eventsOf(into, options.theme),
    }),
    table: {
      columns: ['series', 'seed', 'phase', unit.one, ...lines.map(({ name }) => name), 'non-zero', 'threshold'],
      rows: into
        ? steps.map((step) => [
            titleOf(into),
            into.run.run.job.seed,
            step.phase,
            step.epoch,
            ...lines.map(({ read }) => read(step)),
            step.nonzero,
            step.threshold,
          ])
        : [],
    },
    empty: into && data.length > 0 ? null : emptyRun(input, what, `it has measured no ${unit.one}`, into !== null),
  };
}

/** What the runs that are shown are counted in. */
export const unitOf = (input: L0Input): Unit => l0Unit(shownTask(input)?.job ?? input.job);

const dashWords = { solid: 'solid', dash: 'dashed', dot: 'dotted' } as const;

function lineTrace({ run, series }: LookedInto, { name, dash, shade, read }: EpochLine, options: L0Input['options']): Trace[] {
  const { color } = seriesLook(series, options);
  const steps = run.run.steps.filter((step) => read(step) !== null);
  if (steps.length === 0) return [];
  return [
    {
      type: 'scatter',
      uid: `looked into/${name}`,
      legendgroup: seriesGroup(series),
      name,
      mode: steps.length > 40 ? 'lines' : 'lines+markers',
      x: steps.map(({ epoch }) => epoch),
      y: steps.map(read),
      line: { color: mix(color, palettes[options.theme].text, shade), width: 2, dash },
      marker: { size: 4, color: mix(color, palettes[options.theme].text, shade) },
      customdata: steps.map(({ epoch }) => epoch),
      text: steps.map(({ phase, nonzero }) => `${phase}, ${whole(nonzero)} left`),
      hovertemplate: markup`<b>${name}</b> %{y:.4g}<br>${l0Unit(run.run.job).one} %{x:,d}, %{text}<extra></extra>`,
    },
  ];
}

function contextTrace({ run, series }: LookedInto, { name, read }: EpochLine, options: L0Input['options']): Trace {
  const { color } = seriesLook(series, options);
  const steps = run.run.steps.filter((step) => read(step) !== null);
  return {
    type: 'scatter',
    uid: seriesGroup(series, `${run.id} ${name}`),
    legendgroup: seriesGroup(series),
    mode: 'lines',
    x: steps.map(({ epoch }) => epoch),
    y: steps.map(read),
    line: { color, width: 1 },
    opacity: 0.35,
    hovertemplate: markup`${runTitle(run, series.label)}<br>${name} %{y:.4g}, ${l0Unit(run.run.job).one} %{x:,d}<extra></extra>`,
    showlegend: false,
  };
}

/** A phase that takes less of the axis has no room for its name. */
const SHORTEST_NAMED = 0.2;

/** Share of the axis that a letter of a name takes on a phone: “training with the penalty” takes 140 of 225 px there. */
const LETTER = 0.025;
/** Height of a line of names, as a share of the plot's. */
const LINE = 0.07;

/** Those in the midst of the first phase, of which there may be many, have a thin line and no words. */
const prunes = ({ phase }: L0Step): boolean => phase === 'pruning' || phase === 'shrinking';

/** A line at each pruning, with what it left, and the names of the phases between them. */
function eventsOf(into: LookedInto | null, theme: Theme): Pick<Figure['layout'], 'shapes' | 'annotations'> {
  if (!into) return {};
  const { job, steps } = into.run.run;
  const { muted } = palettes[theme];
  const prunings = steps.filter(prunes);
  const end = steps.at(-1)?.epoch ?? 0;
  const firsts = steps.filter(
    (step, index) => !prunes(step) && steps.slice(0, index).findLast((before) => !prunes(before))?.phase !== step.phase,
  );
  const named = firsts
    .map(({ phase, epoch }, index) => ({ phase, from: index === 0 ? 0 : epoch, to: firsts[index + 1]?.epoch ?? end }))
    .filter(({ from, to }) => to - from > SHORTEST_NAMED * end);
  const label = (x: number, y: number, text: string, side: 'left' | 'right') =>
    ({
      x,
      y,
      yref: 'paper',
      text,
      showarrow: false,
      xanchor: side === 'right' ? 'left' : 'right',
      yanchor: 'top',
      xshift: side === 'right' ? 4 : -4,
      font: { size: 11, color: muted },
    }) as const;
  return {
    shapes: prunings.map(({ epoch, phase }) => ({
      type: 'line',
      x0: epoch,
      x1: epoch,
      yref: 'paper',
      y0: 0,
      y1: 1,
      line: { color: muted, ...(phase === 'pruning' ? { width: 1.2, dash: 'dash' } : { width: 0.8, dash: 'dot' }) },
      layer: 'below',
    })),
    annotations: [
      ...named.map(({ phase, from }, index) => {
        const before = named[index - 1];
        // Below the name before it and what a pruning left, where that name would run into it.
        const isBeside = !before || LETTER * phaseTitle(before.phase, job).length * end <= from - before.from;
        return label(from, isBeside ? 1 : 1 - 2 * LINE, phaseTitle(phase, job), 'right');
      }),
      ...prunings
        .filter(({ phase }) => phase === 'pruning')
        .map(({ epoch, nonzero }) => {
          const text = `pruned: ${whole(nonzero)} left`;
          return label(epoch, 1 - LINE, text, LETTER * text.length * end <= epoch ? 'left' : 'right');
        }),
    ],
  };
}
