import { lossOf, predictedOf } from '../../study/job-data.ts';
import { markerOf } from '../draw.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { trainingTopic } from '../topics.ts';
import { palettes } from '../style.ts';
import { logAxis, spanOf, widened } from '../log-axis.ts';
import { upright, uprightLabel } from './frontier.ts';
import { emptyRun, lookInto, titleOf } from './looked-into.ts';
import { dataNote } from './notes.ts';
import { seriesLook } from './points.ts';
import { short, type NamedRun } from './runs.ts';
import type { L0Job, L0Step } from '../../study/families/l0/types.ts';
import type { L0Maker } from './input.ts';

type Search = NonNullable<L0Step['search']>;

/** The thresholds that the bisection (TAMADE) tried, with the loss at each: what it walked until it stopped. */
export const thresholdSearch: L0Maker = {
  name: 'threshold-search',
  filledBy: 'job',
  title: 'Search of the threshold',
  topic: trainingTopic,
  about: {
    shows:
      'How one run found the threshold below which its weights became zero: each marker is a threshold that was tried, with the loss that the network then had.',
    read: 'Filled markers were accepted, hollow ones cost too much. Each try lies halfway between the largest accepted and the smallest refused one, so that the markers close in on the threshold that was taken.',
    source: 'The search (TAMADE) of arXiv 2505.17469 (Barth and von Petersenn 2025); the figure is ours.',
  },
  make(input) {
    const { options } = input;
    const into = lookInto(input, (run) => searched(run) !== null);
    const step = into && searched(into.run);
    const search = step?.search ?? [];
    const { muted } = palettes[options.theme];
    const points = search.map((one, index) => ({ ...one, order: index + 1 })).filter(({ threshold }) => threshold > 0);
    const inOrder = points.toSorted((a, b) => a.threshold - b.threshold);
    const known = inOrder.filter(({ loss }) => loss !== null);
    const style = into ? seriesLook(into.series, options) : null;
    const places = spanOf(points.map(({ threshold }) => threshold));
    const limit = into && step ? limitOf(into.run.run.job, search, into.run.run.steps, step) : null;
    const what = into ? searchedLoss(into.run.run.job) : 'loss';
    const uirevision = into?.run.id ?? 'none';
    const losses = [...known.flatMap(({ loss }) => loss ?? []), ...(limit === null ? [] : [limit])];
    const heights = losses.every((loss) => loss > 0) ? spanOf(losses) : null;
    const emptied = points.length - known.length;
    const side = (accepted: boolean) => known.filter((one) => one.accepted === accepted);
    return {
      ...worded(
        into ? titleOf(into) : dataNote(input),
        search.length > 0 ? `${search.length} halvings` : '',
        'filled: accepted, hollow: too much',
        emptied > 0 ? `${emptied} of them would have emptied a layer` : '',
        limit === null ? '' : 'dashed: the tolerance',
        dataNote(input),
      ),
      data:
        style && known.length > 0
          ? [
              {
                type: 'scatter',
                uid: 'search/line',
                mode: 'lines',
                x: known.map(({ threshold }) => threshold),
                y: known.map(({ loss }) => loss),
                line: { color: style.color, width: 1.3 },
                hoverinfo: 'skip',
                showlegend: false,
              },
              ...[true, false].map((accepted) => ({
                type: 'scatter' as const,
                uid: `search/${accepted ? 'accepted' : 'refused'}`,
                legendgroup: `search/${accepted ? 'accepted' : 'refused'}`,
                name: accepted ? 'accepted' : 'too much',
                mode: 'markers' as const,
                x: side(accepted).map(({ threshold }) => threshold),
                y: side(accepted).map(({ loss }) => loss),
                marker: accepted ? markerOf({ ...style, symbol: 'circle' }, 8) : markerOf({ ...style, symbol: 'circle-open' }, 8),
                text: side(accepted).map(({ order }) => `try ${order} of ${search.length}, ${accepted ? 'accepted' : 'too much'}`),
                hovertemplate: 'threshold %{x:.4g}<br>loss %{y:.5g}<br>%{text}<extra></extra>',
              })),
            ]
          : [],
      layout: figureLayout({
        theme: options.theme,
        x: places ? logAxis('threshold, log scale', widened(places, 0.04)) : { title: axisTitle('threshold') },
        y: heights ? logAxis(`${what}, log scale`, widened(heights, 0.05), { uirevision }) : { title: axisTitle(what), uirevision },
        extra: {
          shapes: [
            ...(step?.threshold ? [upright(step.threshold, muted)] : []),
            ...(limit === null
              ? []
              : [
                  {
                    type: 'line',
                    x0: 0,
                    x1: 1,
                    xref: 'paper',
                    y0: limit,
                    y1: limit,
                    line: { color: muted, width: 1.2, dash: 'dash' },
                    layer: 'below',
                  } as const,
                ]),
          ],
          annotations:
            step?.threshold && places
              ? [uprightLabel(step.threshold, `taken: ${short(step.threshold)}`, muted, widened(places, 0.04))]
              : [],
        },
      }),
      table: {
        columns: ['try', 'threshold', 'loss', 'accepted'],
        rows: search.map(({ threshold, loss, accepted }, index) => [index + 1, threshold, loss, accepted ? 'yes' : 'no']),
      },
      empty: known.length > 0 ? null : emptyRun(input, 'the search of its threshold', 'no threshold was searched for it'),
    };
  },
};

const searched = ({ run }: NamedRun): L0Step | null =>
  run.steps.findLast(({ search }) => search !== null && search.some(({ loss }) => loss !== null)) ?? null;

/** What the search compared, with its unit; with the Gaussian loss it is the squared error. */
function searchedLoss(job: L0Job): string {
  if (job.compression.tamade === 'accuracy') return `accuracy lost (share of ${predictedOf(job)})`;
  const loss = lossOf(job);
  return (loss.judgedBy ?? loss).axis;
}

/**
 * The loss up to which a threshold was accepted, as far as the record tells: for accuracies the tolerance; for losses that of the last epoch
 * before the pruning with the tolerance, if every decision of the search agrees with it (the search starts from the state that was kept,
 * which can be an earlier one).
 */
export function limitOf(job: L0Job, search: Search, steps: readonly L0Step[], pruning: L0Step): number | null {
  const { tamade, tolerance, accuracyTolerance, tamadeData } = job.compression;
  const last = steps.slice(0, steps.indexOf(pruning)).at(-1);
  if (tamade !== 'accuracy' && (!last || tamadeData === 'train' || lossOf(job).judgedBy)) return null;
  const limit = tamade === 'accuracy' ? accuracyTolerance : (1 + tolerance) * (last?.validationLoss ?? Number.NaN);
  return search.every(({ loss, accepted }) => loss === null || accepted === loss <= limit) ? limit : null;
}
