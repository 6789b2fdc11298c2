import type { Curve } from './curve.ts';
import { curvesOf, publishedCurve } from './curve.ts';
import { groupsOf } from './groups.ts';
import { axisTitle, figureLayout, wholeTicks } from '../layout.ts';
import { logAxis, spanOf, widened } from '../log-axis.ts';
import { worded } from '../notes.ts';
import { networkTopic } from '../topics.ts';
import { drawCurve } from './draw-curve.ts';
import type { DtcMaker } from './input.ts';
import { captionOf, emptyText, inPaper, publishedData, sourceNotes } from './notes.ts';
import { curveTable } from './curve-table.ts';

/** Hidden neurons that are left after each cycle, over all hidden layers. */
export const neuronsAlive: DtcMaker = {
  name: 'neurons-alive',
  title: 'Neurons alive',
  topic: networkTopic,
  about: {
    shows: 'How many hidden neurons are left after each prune, over all hidden layers.',
    read: 'On this axis a straight line means the same share at every prune. Methods with the same settings take away equally many: they differ in which ones.',
    source: `${inPaper('The ladder of Table 1')} ${publishedData}`,
  },
  make(input) {
    const { options, published } = input;
    const groups = groupsOf(input);
    const curves: Curve[] = [
      ...(published
        ? [
            publishedCurve(
              published,
              'dtc',
              published.ladder.map(({ neurons }) => neurons),
            ),
          ]
        : []),
      ...curvesOf(groups, ({ points }, index) => points[index].neurons),
    ]
      .filter(({ points }) => points.length > 0)
      // All seeds have the same ladder, so there is no band.
      .map((curve) => ({ ...curve, points: curve.points.map((point) => ({ ...point, low: null, high: null })) }));
    const last = Math.max(0, ...curves.flatMap(({ points }) => points.map(({ cycle }) => cycle)));
    const widths = spanOf(curves.flatMap(({ points }) => points.map(({ value }) => value)).filter((value) => value > 0));
    const data = curves.flatMap((curve) =>
      drawCurve(curve, {
        options,
        quantity: 'neurons',
        format: ',d',
        line: curve.source === 'published' ? 'none' : 'steps',
        x: ({ cycle }) => cycle,
      }),
    );
    return {
      ...worded(
        captionOf(input, 'after each prune'),
        'over all hidden layers',
        'methods with the same settings have the same ladder',
        ...sourceNotes(input, { band: 'the one ladder', published: 'hollow' }),
      ),
      data,
      layout: figureLayout({
        theme: options.theme,
        x: { title: axisTitle('cycle (from 0)'), ...wholeTicks(last) },
        y: widths ? logAxis('neurons, log scale', widened(widths, 0.04)) : { title: axisTitle('neurons') },
      }),
      table: curveTable(curves, { value: 'neurons alive' }),
      empty: data.length > 0 ? null : emptyText(input, 'how many neurons are left'),
    };
  },
};
