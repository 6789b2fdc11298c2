import { isChance } from '../../study/families/dtc/methods.ts';
import { meanInterval } from '../../math/statistics.ts';
import { publishedMethods, type Published, type PublishedMethod } from '../../study/families/dtc/published.ts';
import type { DtcRun } from '../../study/families/dtc/run.ts';
import type { Place } from '../../study/families/dtc/measured.ts';
import { curveHead, publishedCurve, type Curve } from './curve.ts';
import { groupsOf, pairKey, type Group } from './groups.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { worded } from '../notes.ts';
import { accuracyTopic } from '../topics.ts';
import { palettes } from '../style.ts';
import { drawCurve } from './draw-curve.ts';
import type { DtcInput, DtcMaker } from './input.ts';
import { sparsityAxis } from './sparsity-axis.ts';
import { captionOf, emptyText, publishedData, sourceNotes } from './notes.ts';
import { curveTable } from './curve-table.ts';

/** Test accuracy of each method minus that of random pruning under the same seed and settings, with its 95 % t-interval over seeds. */
export const differenceToRandom: DtcMaker = {
  name: 'difference-to-random',
  title: 'Difference to random',
  topic: accuracyTopic,
  about: {
    shows: 'How many more of 100 test images a method gets right than pruning at random does, at each prune.',
    read: 'Above the line at 0 the method is better than chance, below it is worse. Each run is paired with the random one of the same seed and settings. With several seeds a marker is the mean of these differences and the band its 95 % t-interval: where the band covers 0, the difference may be noise between seeds.',
    source: `Ours, by Student’s t over the seeds. The paper ran one seed. ${publishedData}`,
  },
  // Before anything was run it says what to compare.
  applies: ({ own, shared }) => own.length + shared.length === 0 || hasBoth([...own, ...shared]),
  make(input) {
    const { options, published } = input;
    const groups = groupsOf(input);
    const curves = [
      ...(published ? publishedMethods.filter((method) => !isChance(method)).map((method) => publishedDifference(published, method)) : []),
      ...groups.filter(({ method }) => !isChance(method)).map((group) => differenceCurve(group, groups)),
    ].filter(({ points }) => points.length > 0);
    const data = curves.flatMap((curve) =>
      drawCurve(curve, {
        options,
        quantity: 'difference',
        format: '+.2f',
        line: curve.source === 'published' ? 'none' : 'straight',
        band: '95 % interval',
      }),
    );
    return {
      ...worded(
        captionOf(input, 'points above random pruning'),
        'accuracy right after each prune minus that of random pruning under the same seed',
        ...sourceNotes(input, { band: 'mean and 95 % t-interval', published: 'hollow' }),
      ),
      data,
      layout: figureLayout({
        theme: options.theme,
        x: sparsityAxis(
          options,
          curves.flatMap(({ points }) => points.map(({ sparsity }) => sparsity)),
        ),
        y: {
          title: axisTitle('difference to random (percentage points)'),
          zeroline: true,
          zerolinecolor: palettes[options.theme].muted,
          zerolinewidth: 1,
        },
      }),
      table: curveTable(curves, { value: 'difference to random (percentage points)', band: ['95 % from', '95 % to'] }),
      empty: data.length > 0 ? null : emptyReason(input),
    };
  },
};

const hasBoth = (runs: readonly DtcRun[]): boolean => new Set(runs.map(({ job }) => isChance(job.compression.method))).size === 2;

const emptyReason = (input: DtcInput): string =>
  hasBoth([...input.own, ...input.shared])
    ? emptyText(input, 'the difference to random pruning')
    : 'Compare random pruning with another method under the same seeds: their difference appears here with the first prune of both.';

const PERCENT = 100;

/** Pairs each run with the random one of the same settings and seed, of this lab or of the link it came with. */
function differenceCurve(group: Group, groups: readonly Group[]): Curve {
  const randomRuns = new Map<string, DtcRun>();
  for (const { method, source, trajectories } of groups) {
    if (!isChance(method) || source !== group.source) continue;
    for (const trajectory of trajectories) randomRuns.set(pairKey(trajectory.job), trajectory);
  }
  const byCycle = new Map<number, Place & { readonly values: number[] }>();
  for (const trajectory of group.trajectories) {
    const random = new Map(randomRuns.get(pairKey(trajectory.job))?.points.map((point) => [point.cycle, point.testAccuracy]));
    for (const { cycle, neurons, sparsity, testAccuracy } of trajectory.points) {
      const other = random.get(cycle);
      if (other === undefined) continue;
      const at = byCycle.get(cycle) ?? { neurons, sparsity, values: [] };
      at.values.push(PERCENT * (testAccuracy - other));
      byCycle.set(cycle, at);
    }
  }
  const points = [...byCycle]
    .sort(([a], [b]) => a - b)
    .flatMap(([cycle, { neurons, sparsity, values }]) => {
      const { mean, halfWidth, count } = meanInterval(values);
      if (mean === null) return [];
      return [
        {
          cycle,
          neurons,
          sparsity,
          value: mean,
          low: halfWidth === null ? null : mean - halfWidth,
          high: halfWidth === null ? null : mean + halfWidth,
          count,
        },
      ];
    });
  return { ...curveHead(group), points };
}

function publishedDifference(published: Published, method: PublishedMethod): Curve {
  const { accuracy } = published;
  return publishedCurve(
    published,
    method,
    accuracy[method].map((value, index) => PERCENT * (value - accuracy.random[index])),
  );
}
