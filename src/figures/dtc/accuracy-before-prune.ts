import { besideLadder } from '../../study/families/dtc/control.ts';
import type { DtcRun } from '../../study/families/dtc/run.ts';
import type { Place } from '../../study/families/dtc/measured.ts';
import { curvesOf } from './curve.ts';
import { groupsOf } from './groups.ts';
import { axisTitle, figureLayout, shareTicks } from '../layout.ts';
import { worded } from '../notes.ts';
import { accuracyTopic } from '../topics.ts';
import { drawCurve } from './draw-curve.ts';
import type { DtcMaker } from './input.ts';
import { sparsityAxis } from './sparsity-axis.ts';
import { captionOf, emptyText, sourceNotes } from './notes.ts';
import { pointCells, pointColumns } from './curve-table.ts';
import { controlLines } from './unpruned.ts';

/**
 * Test accuracy right before each prune, at the sparsity of the network that is tested, and lighter the same network when it had just been
 * pruned to that width. It separates what a width costs from what the prune costs that the next cycle trains away again.
 */
export const accuracyBeforePrune: DtcMaker = {
  name: 'accuracy-before-prune',
  title: 'Accuracy just before each prune',
  topic: accuracyTopic,
  about: {
    shows:
      'The test accuracy of each width after it has trained for a cycle, and lighter that of the same width right after the prune that made it.',
    read: 'The gap between the two at one sparsity is what the prune broke and training mended. What the upper curve loses to the right is the price of fewer neurons.',
    source: 'Ours: the published runs did not record the accuracy before a prune.',
  },
  make(input) {
    const { options } = input;
    const groups = groupsOf(input);
    const before = curvesOf(groups, ({ points }, index) => points[index].testAccuracyBeforePrune, placeBefore);
    const after = curvesOf(groups, ({ points }, index) => points[index].testAccuracy);
    const draw = { options, format: '.4f', line: 'straight' } as const;
    const drawn = [
      ...after.flatMap((curve) =>
        drawCurve(
          { ...curve, points: curve.points.map((point) => ({ ...point, low: null, high: null })) },
          {
            ...draw,
            quantity: 'just pruned',
            role: 'after',
            style: { opacity: curve.source === 'own' ? 0.35 : 0.2, lineWidth: 1, markerSize: 4 },
          },
        ),
      ),
      ...before.flatMap((curve) => drawCurve(curve, { ...draw, quantity: 'trained', role: 'before' })),
    ];
    const sparsities = [...before, ...after].flatMap(({ points }) => points.map(({ sparsity }) => sparsity));
    const control = controlLines(input, { place: besideBefore });
    const data = drawn.length > 0 ? [...control.traces, ...drawn] : drawn;
    return {
      ...worded(
        captionOf(input, 'after training at each width', control.caption),
        'lighter: right after the prune to that width',
        control.note,
        ...sourceNotes(input, { published: null }),
        'the published runs did not record it',
      ),
      data,
      layout: figureLayout({
        theme: options.theme,
        x: sparsityAxis(options, sparsities),
        y: { title: axisTitle('test accuracy (share of images)'), tickformatstops: shareTicks },
      }),
      table: {
        columns: [...pointColumns, 'when', 'test accuracy', 'lowest', 'highest', 'seeds'],
        rows: [
          ...[...before, ...control.curves].map((curve) => [curve, 'before prune'] as const),
          ...after.map((curve) => [curve, 'after prune'] as const),
        ].flatMap(([curve, when]) =>
          curve.points.map((point) => [...pointCells(curve, point), when, point.value, point.low, point.high, point.count]),
        ),
      },
      empty: data.length > 0 ? null : emptyText(input, 'the accuracy before each prune'),
    };
  },
};

/** The network that a prune is about to cut: what the previous one left, or the whole network. */
function placeBefore({ job, points }: DtcRun, index: number): Place {
  if (index > 0) return points[index - 1];
  return { neurons: job.model.hidden.reduce((sum, width) => sum + width, 0), sparsity: 0 };
}

/** The networks that have trained as long, before the prune that a network that nothing is taken from goes without. */
const besideBefore = (trajectory: DtcRun, index: number): Place =>
  index > 0 ? besideLadder(trajectory, index - 1) : placeBefore(trajectory, index);
