/**
 * Stored runs of any family in one figure, each in a colour of its own: how right their networks are against what is left of them. What
 * that is, each family says of its runs (`Family.standing`).
 */
import { markup } from '../math/foreign-text.ts';
import { bytesShort, percent } from '../math/number-text.ts';
import type { Hue } from '../study/families/index.ts';
import type { Standing } from '../study/family.ts';
import type { Run } from '../study/job-record.ts';
import { families, familyOf, settingsOf, type Job } from '../study/schema.ts';
import type { Trace } from './draw.ts';
import type { Figure, FigureInput, FigureMaker } from './figure.ts';
import { axisTitle, figureLayout, shareTicks } from './layout.ts';
import { logAxis, spanOf, widened } from './log-axis.ts';
import { worded } from './notes.ts';
import { differingPaths, settingText } from './series.ts';
import { methodTitle, palettes, type MarkerSymbol, type Theme } from './style.ts';
import { tableOf } from './table.ts';

/** A stored run: what the jobs of its study came to. */
export interface StoredRun {
  readonly id: string;
  readonly name: string;
  readonly runs: readonly Run[];
}

export interface StandingView {
  readonly stored: readonly StoredRun[];
}

export type StandingInput = FigureInput<Run, unknown, StandingView>;

const hues: readonly Hue[] = ['blue', 'orange', 'green', 'purple', 'ochre', 'grey'];
const symbols: readonly MarkerSymbol[] = ['circle', 'square', 'diamond', 'triangle-up', 'x', 'star', 'pentagon', 'triangle-down'];

/** How the stored run at a place is drawn: no two of 24 alike. */
export const standingLook = (place: number, theme: Theme): { readonly color: string; readonly symbol: MarkerSymbol } => ({
  color: palettes[theme].hues[hues[place % hues.length]],
  symbol: symbols[place % symbols.length],
});

/** A network of a job, with a share that is right. */
interface Placed extends Standing {
  readonly accuracy: number;
  readonly job: Job;
  /** What sets the job apart from the others of its run. */
  readonly who: string;
}

/** What is left of a network, on an axis. */
interface Left {
  readonly name: string;
  readonly title: string;
  readonly axis: string;
  /** To follow “against”. */
  readonly about: string;
  of(standing: Standing): number;
  text(standing: Standing): string;
}

/** Of the last numbers of a network some thousandths of a per cent are told apart. */
const shareText = (share: number): string => `${Number((100 * share).toPrecision(3))} %`;

const share: Left = {
  name: 'standing-share',
  title: 'Accuracy against the share of weights left',
  axis: 'numbers left, share of the whole network',
  about: 'the share of its numbers that a network has left',
  of: (standing) => standing.share,
  text: (standing) => `${shareText(standing.share)} of the numbers left`,
};

const size: Left = {
  name: 'standing-bytes',
  title: 'Accuracy against bytes',
  axis: 'bytes of the network',
  about: 'the bytes of the network alone, 4 for each number left unless another codec was chosen for its job',
  of: (standing) => standing.bytes,
  text: (standing) => bytesShort(standing.bytes),
};

export const standingFigures: readonly FigureMaker<StandingInput>[] = [share, size].map((left) => ({
  name: left.name,
  title: left.title,
  about: {
    shows: `How many of the test samples the networks of these runs get right, against ${left.about}. Each stored run has its colour and its marker.`,
    read: 'A line follows one job as it loses neurons; a dot is the network with which a job has ended. Higher and further to the left is better. Where networks or data differ between runs, so does what their accuracies mean.',
    source: 'No figure of a paper: runs of all methods in one.',
  },
  make: (input) => figureOf(left, input),
}));

function figureOf(left: Left, { options }: StandingInput): Figure {
  const { theme, stored } = options;
  const placed = stored.map(({ runs }) => placedOf(runs));
  const span = spanOf(placed.flat(2).map(left.of));
  const traces = stored.flatMap((run, place) => traceOf(run, placed[place], standingLook(place, theme), left) ?? []);
  return {
    ...worded('lines: while neurons go; dots: in the end'),
    data: traces,
    layout: figureLayout({
      theme,
      x: span ? logAxis(left.axis, widened(span, 0.05)) : { title: axisTitle(left.axis) },
      y: { title: axisTitle('test accuracy (share of samples)'), tickformatstops: shareTicks },
    }),
    table: tableOf(['run', 'method', 'job', 'seed', 'network', 'share of numbers left', 'bytes', 'test accuracy'], () =>
      stored.flatMap(({ name }, place) =>
        placed[place]
          .flat()
          .map((one) => [
            name,
            methodTitle(one.job.compression.method),
            one.who,
            one.job.seed,
            one.label,
            one.share,
            one.bytes,
            one.accuracy,
          ]),
      ),
    ),
    empty: traces.length > 0 ? null : 'None of these runs has come to a network with an accuracy: a regression has none.',
  };
}

/** Of each job, in the order in which they came. */
function placedOf(runs: readonly Run[]): Placed[][] {
  const jobs = runs.map(({ job }) => job);
  const paths = jobs.length > 0 ? [...settingsOf(familyOf(jobs[0])).keys()].filter((path) => path !== 'compression.method') : [];
  const differing = differingPaths(jobs, paths);
  return runs.map((run) =>
    families
      .get(run.kind)
      .standing(run)
      // On an axis of logarithms nothing left has no place.
      .flatMap((standing) => {
        const { accuracy } = standing;
        if (accuracy === null || standing.share <= 0 || standing.bytes <= 0) return [];
        const who = [methodTitle(run.job.compression.method), ...differing.map((path) => settingText(run.job, path))].join(', ');
        return [{ ...standing, accuracy, job: run.job, who }];
      }),
  );
}

/** Whether a stored run has a place in these figures. */
export const standsAnywhere = ({ runs }: StoredRun): boolean => placedOf(runs).some((own) => own.length > 0);

/** All jobs of a stored run, those that are a line apart from each other; null where none has come to anything. */
function traceOf(
  { id, name }: StoredRun,
  jobs: readonly (readonly Placed[])[],
  { color, symbol }: ReturnType<typeof standingLook>,
  left: Left,
): Trace | null {
  const points = jobs.filter((own) => own.length > 0).flatMap((own, index): (Placed | null)[] => (index === 0 ? [...own] : [null, ...own]));
  if (points.length === 0) return null;
  return {
    type: 'scatter',
    uid: id,
    name,
    showlegend: true,
    mode: jobs.some((own) => own.length > 1) ? 'lines+markers' : 'markers',
    x: points.map((point) => point && left.of(point)),
    y: points.map((point) => point && point.accuracy),
    marker: { color, symbol, size: 7 },
    line: { color, width: 1.5 },
    text: points.map((point) =>
      point ? markup`${point.who}<br>${point.label}: ${percent(point.accuracy)} right, ${left.text(point)}` : '',
    ),
    hovertemplate: markup`<b>${name}</b><br>%{text}<extra></extra>`,
  };
}
