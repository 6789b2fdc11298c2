import { reconstructs } from '../../study/families/dtc/methods.ts';
import { curvesOf, publishedCurve } from './curve.ts';
import type { Figure } from '../figure.ts';
import { groupsOf } from './groups.ts';
import { axisTitle, figureLayout } from '../layout.ts';
import { measuredAt, measuredPublished, type MeasuredCycle } from '../../study/families/dtc/measured.ts';
import { worded } from '../notes.ts';
import { raysTopic } from '../topics.ts';
import { drawCurve } from './draw-curve.ts';
import type { DtcInput, DtcMaker } from './input.ts';
import { sparsityAxis } from './sparsity-axis.ts';
import { captionOf, emptyText, publishedData, sourceNotes } from './notes.ts';
import { curveTable } from './curve-table.ts';

/** Mean absolute entry of the ray, the dual sum of the two LASSO solutions, against sparsity. */
export const weightRays: DtcMaker = {
  name: 'weight-rays',
  title: 'Weight rays',
  topic: raysTopic,
  about: {
    shows:
      'The mean size of the entries of the ray at each prune. The ray is the sum of what LASSO reconstructs from the measurements of the incoming and of the outgoing weights; DTC scores neurons by it.',
    read: 'A step up means larger entries, so larger weights behind them. At the right few neurons are left, and each entry weighs more in the mean.',
    source: `Ours; the paper shows it divided once more by the length of the ray. ${publishedData}`,
  },
  make: (input) =>
    rayFigure(input, {
      caption: 'mean |r| behind each prune',
      quantity: 'mean |r|',
      axis: 'mean |r| (units of the weights)',
      format: '.3f',
      read: ({ rayMeanAbs }) => rayMeanAbs,
    }),
};

interface RayQuantity {
  readonly caption: string;
  readonly note?: string;
  readonly quantity: string;
  readonly axis: string;
  readonly format: string;
  read(cycle: MeasuredCycle): number | null;
}

export function rayFigure(input: DtcInput, { caption, note = '', quantity, axis, format, read }: RayQuantity): Figure {
  const { options, published } = input;
  const groups = groupsOf(input);
  const curves = [
    ...(published && options.layer === 0 ? [publishedCurve(published, 'dtc', measuredPublished(published).map(read))] : []),
    ...curvesOf(groups, (trajectory, index) => {
      const measured = measuredAt(trajectory, index, options.layer);
      return measured && read(measured);
    }),
  ].filter(({ points }) => points.length > 0);
  const data = curves.flatMap((curve) => drawCurve(curve, { options, quantity, format, line: 'steps' }));
  return {
    ...worded(captionOf(input, caption), note, 'DTC only', ...sourceNotes(input, { published: options.layer === 0 ? undefined : null })),
    data,
    layout: figureLayout({
      theme: options.theme,
      x: sparsityAxis(
        options,
        curves.flatMap(({ points }) => points.map(({ sparsity }) => sparsity)),
      ),
      y: { title: axisTitle(axis), rangemode: 'tozero' },
    }),
    table: curveTable(curves, { value: quantity }),
    empty: data.length > 0 ? null : emptyRays(input),
  };
}

/** What is said while no ray is there to be drawn. */
export function emptyRays(input: DtcInput): string {
  const runs = input.own.length > 0 ? input.own : input.shared;
  return runs.length === 0 || runs.some(({ job }) => reconstructs(job.compression.method))
    ? emptyText(input, 'the rays of DTC')
    : 'Only DTC reconstructs rays: compare with the method DTC to see them.';
}
