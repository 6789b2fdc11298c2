/** Networks on a text by their size: those of a method joined in order of size, dense ones as crosses. */
import { markup } from '../../../math/foreign-text.ts';
import { median } from '../../../math/quantile.ts';
import { markerOf, sourceName, traceGroup, type Trace } from '../../draw.ts';
import { gathered } from '../../series.ts';
import { methodTitle } from '../../style.ts';
import type { L0Input } from '../input.ts';
import { runTitle, whole } from '../runs.ts';
import { groupStyle, lengthsOf, type Lengths, type TextGroup, type TextRun } from './runs.ts';

export interface PlacedText extends Lengths {
  readonly run: TextRun;
  readonly group: TextGroup;
  readonly y: number;
}

/** Every run at its size, as the options count it. */
export function placedTexts(
  groups: readonly TextGroup[],
  input: L0Input,
  heightOf: (run: TextRun, lengths: Lengths) => number,
): PlacedText[] {
  return groups.flatMap((group) =>
    group.runs.flatMap((run) => {
      const lengths = lengthsOf(run, input.options);
      return lengths && lengths.model > 0 ? [{ run, group, ...lengths, y: heightOf(run, lengths) }] : [];
    }),
  );
}

/** A line through the medians of each method and its markers; methods that take nothing away have crosses and no line. */
export function textCurves(placed: readonly PlacedText[], input: L0Input, says: (one: PlacedText) => string): Trace[] {
  return [...gathered(placed, ({ group }) => `${group.source}/${group.method}`).values()].flatMap((some): Trace[] => {
    const [{ group }] = some;
    const { source, method, isDense } = group;
    const style = groupStyle(group, input);
    const title = methodTitle(method);
    const shared: Trace = {
      type: 'scatter',
      legendgroup: traceGroup(source, method, title),
      name: sourceName(source, title),
      opacity: style.opacity,
    };
    const ordered = [...gathered(some, ({ group: { key } }) => key).values()]
      .map((repeats) => ({ x: median(repeats.map(({ model }) => model)), y: median(repeats.map(({ y }) => y)) }))
      .toSorted((a, b) => a.x - b.x);
    const line: Trace = {
      ...shared,
      uid: `${source}/${method}/line`,
      mode: 'lines',
      x: ordered.map(({ x }) => x),
      y: ordered.map(({ y }) => y),
      line: { color: style.color, width: 1.4, dash: style.dash },
      hoverinfo: 'skip',
      showlegend: false,
    };
    const markers: Trace = {
      ...shared,
      uid: `${source}/${method}/runs`,
      mode: 'markers',
      x: some.map(({ model }) => model),
      y: some.map(({ y }) => y),
      marker: isDense ? { symbol: 'x', size: 9, color: style.color } : markerOf(style, 8),
      customdata: some.map(({ run }) => run.id),
      text: some.map((one) => describeText(one, says(one))),
      hovertemplate: '%{text}<extra></extra>',
    };
    return isDense || ordered.length < 2 ? [markers] : [line, markers];
  });
}

function describeText({ run, group, model, data, total }: PlacedText, says: string): string {
  return [
    markup`<b>${runTitle(run, group.label)}</b>${group.source === 'shared' ? ' (shared)' : ''}`,
    `${whole(run.summary.nonzero)} of ${whole(run.summary.parameters)} weights left`,
    `network ${whole(model)} B + text ${whole(data)} B = ${whole(total)} B`,
    says,
  ].join('<br>');
}
