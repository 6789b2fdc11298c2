import { publishedMethods } from '../../study/families/dtc/published.ts';
import { smooth } from '../../study/families/dtc/smooth.ts';
import { curvesOf, publishedCurve, type Curve } from './curve.ts';
import type { Figure } from '../figure.ts';
import { groupsOf } from './groups.ts';
import { axisTitle, figureLayout, shareTicks } from '../layout.ts';
import { worded } from '../notes.ts';
import { accuracyTopic } from '../topics.ts';
import { drawCurve } from './draw-curve.ts';
import type { DtcInput, DtcMaker } from './input.ts';
import { sparsityAxis } from './sparsity-axis.ts';
import { captionOf, emptyText, inPaper, publishedData, sourceNotes } from './notes.ts';
import { curveTable } from './curve-table.ts';
import { unprunedLines } from './unpruned.ts';

/** Test accuracy right after each prune against sparsity: points, LOWESS curves, bands over seeds (arXiv 2505.23869, Fig. 1). */
export const accuracy: DtcMaker = {
  name: 'accuracy',
  title: 'Accuracy against sparsity',
  topic: accuracyTopic,
  about: {
    shows: 'How many of the test images the network gets right after each prune, as more and more of its hidden neurons are gone.',
    read: 'Each marker is a network right after a prune, before it trains on. The further to the right a curve stays high, the more neurons can go. The lines are LOWESS curves through the markers. With several seeds a marker is their mean, and the band reaches from the lowest to the highest of them. The network goes on training between prunes, so the accuracy may rise at first: the dashed line of the network that nothing is taken from shows how much of that training alone does.',
    source: `${inPaper('Fig. 1')} ${publishedData}`,
  },
  make: (input) => accuracyFigure(input, [0, null]),
};

/**
 * The accuracy figure or a part of it. The curves are smoothed over all cycles in either case.
 * @param within sparsities that are shown; null for as far as the curves reach
 */
export function accuracyFigure(input: DtcInput, within: readonly [number, number | null]): Figure {
  const { options, published } = input;
  const [from, to] = within;
  const groups = groupsOf(input);
  const whole = [
    ...(published ? publishedMethods.map((method) => publishedCurve(published, method, published.accuracy[method])) : []),
    ...curvesOf(groups, ({ points }, index) => points[index].testAccuracy),
  ];
  const parts = whole.map((curve) => {
    const smoothed = smooth(curve.points);
    const shown = curve.points.map(({ sparsity }) => sparsity >= from && (to === null || sparsity <= to));
    return {
      curve: { ...curve, points: curve.points.filter((_, index) => shown[index]) },
      smoothed: smoothed.filter((_, index) => shown[index]),
    };
  });
  const smoothedOf = new Map<Curve, readonly number[]>(parts.map(({ curve, smoothed }) => [curve, smoothed]));
  const curves = parts.map(({ curve }) => curve);
  const drawn = parts.flatMap(({ curve, smoothed }) =>
    drawCurve(curve, { options, quantity: 'accuracy', format: '.4f', line: 'smoothed', smoothed }),
  );
  const x = sparsityAxis(
    options,
    curves.flatMap(({ points }) => points.map(({ sparsity }) => sparsity)),
    within,
  );
  const unpruned = drawn.length > 0 ? unprunedLines(input, groups, x.range as number[], { within }) : null;
  const data = [...(unpruned?.traces ?? []), ...drawn];
  return {
    ...worded(captionOf(input, 'after each prune', unpruned?.caption), 'lines: LOWESS', unpruned?.note ?? '', ...sourceNotes(input)),
    data,
    layout: figureLayout({
      theme: options.theme,
      x,
      y: { title: axisTitle('test accuracy (share of images)'), tickformatstops: shareTicks },
    }),
    table: curveTable([...curves, ...(unpruned?.curves ?? [])], {
      value: 'test accuracy',
      smoothed: (curve) => smoothedOf.get(curve) ?? [],
    }),
    empty: data.length > 0 ? null : emptyPart(input, from),
  };
}

function emptyPart(input: DtcInput, from: number): string {
  const pruned = input.own.some(({ points }) => points.length > 0);
  return pruned
    ? `No network of this study is that sparse yet: accuracies appear here from a sparsity of ${from} on.`
    : emptyText(input, from > 0 ? `the accuracy beyond a sparsity of ${from}` : 'the accuracy after each prune');
}
