/** Figures of a family that has none of its own: one for each number of its steps, against the step. */
import { markup } from '../math/foreign-text.ts';
import type { Column, Family } from '../study/family.ts';
import type { Run, Step } from '../study/job-record.ts';
import { settingsOf } from '../study/settings.ts';
import { markerOf, sourceName, traceGroup, type Trace } from './draw.ts';
import type { Figure, FigureInput, FigureMaker } from './figure.ts';
import { axisTitle, figureLayout } from './layout.ts';
import { worded } from './notes.ts';
import { seriesFrom, type SeriesOf } from './series.ts';
import { seriesStyle } from './style.ts';
import { sourceCell, tableOf } from './table.ts';

const numbersOf = ({ steps, job }: Run, column: Column<Step>): (number | null)[] =>
  (steps ?? []).map((step) => {
    const cell = column.cell(step, job);
    return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
  });

const isKnown = (run: Run, column: Column<Step>): boolean => numbersOf(run, column).some((value) => value !== null);

/** @returns a maker for each column, in their order; those of words, or without any number in what is shown, do not apply */
export function columnFigures(family: Family): readonly FigureMaker[] {
  return family.columns.steps.map((column): FigureMaker => ({
    name: `column-${column.name}`,
    title: column.name,
    about: {
      shows: `“${column.name}” of each step, one line for each job.`,
      read: 'Steps go from left to right, in the order in which they were measured.',
      source: 'As the runs recorded it.',
    },
    applies({ own, shared }) {
      const begun = [...own, ...shared].filter(({ steps }) => steps && steps.length > 0);
      return begun.length === 0 || begun.some((run) => isKnown(run, column));
    },
    make: (input) => columnFigure(family, column, input),
  }));
}

function columnFigure(family: Family, column: Column<Step>, input: FigureInput): Figure {
  const { theme } = input.options;
  const paths = [...settingsOf(family).keys()].filter((path) => path !== 'compression.method' && path !== 'seed');
  const series = seriesFrom<Run, Run['job']>(input, { jobOf: ({ job }) => job, keyOf: keyBut('seed'), paths });
  const drawn = series.flatMap((one) => one.members.filter((run) => isKnown(run, column)).map((run) => ({ one, run })));
  const value = column.unit === undefined ? column.name : `${column.name} (${column.unit})`;
  return {
    ...worded('one point a step', input.shared.length > 0 ? 'faint and dotted: shared' : null),
    data: drawn.map(({ one, run }, index) => runTrace(one, run, column, theme, index)),
    layout: figureLayout({
      theme,
      x: { title: axisTitle('step'), rangemode: 'tozero' },
      y: { title: axisTitle(value) },
    }),
    table: tableOf(['source', 'series', 'seed', 'step', value], () =>
      drawn.flatMap(({ one, run }) =>
        numbersOf(run, column).map((cell, index) => [sourceCell(one.source), one.label, run.job.seed, index + 1, cell]),
      ),
    ),
    empty: drawn.length === 0 ? emptyText(input.own, column.name) : null,
  };
}

/** Equal for jobs that differ in one member at most. */
const keyBut =
  (left: string) =>
  (job: object): string =>
    JSON.stringify({ ...job, [left]: null });

function runTrace(series: SeriesOf<Run>, run: Run, column: Column<Step>, theme: FigureInput['options']['theme'], index: number): Trace {
  const style = seriesStyle(series.method, series.source, theme, series.variant);
  const values = numbersOf(run, column);
  const name = `${sourceName(series.source, series.label)}, seed ${run.job.seed}`;
  return {
    type: 'scatter',
    uid: traceGroup(series.source, series.label, String(index)),
    legendgroup: traceGroup(series.source, series.label),
    name,
    mode: 'lines+markers',
    x: values.map((_value, step) => step + 1),
    y: values,
    line: { color: style.color, width: style.lineWidth, dash: style.dash },
    marker: markerOf(style),
    opacity: style.opacity,
    hovertemplate: markup`<b>${name}</b>, step %{x}<br>${column.name} %{y}<extra></extra>`,
  };
}

function emptyText(own: readonly Run[], what: string): string {
  if (own.length === 0) return `Press Run to see ${what}.`;
  const isOver = own.every(({ status }) => status === 'finished' || status === 'failed' || status === 'cancelled');
  return isOver ? `No step of this run has ${what}.` : `No step yet: the first one shows ${what}.`;
}
