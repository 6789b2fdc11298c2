/** Lines of equal description length in the plane of size and test loss (arXiv 2505.17469, Figs. 1 and 4). */
import { log10, pow } from '../../math/elementary.ts';
import { bytesFollowCount, isolineLevels, lengthAt, lossOnIsoline } from '../../study/families/l0/length.ts';
import type { L0Job } from '../../study/families/l0/types.ts';
import type { Trace } from '../draw.ts';
import { shareOf, tickText, type Span } from '../log-axis.ts';
import { mix, palettes } from '../style.ts';
import type { L0Input } from './input.ts';
import { lengthByTestLoss, type EndedRun } from './points.ts';
import { whole } from './runs.ts';

export interface Isocurve {
  readonly bytes: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Places of an isoline along each axis: enough for a smooth bend. */
const PLACES = 40;

/** Eight lines, geometrically spaced over the description lengths of the runs, where they cross the figure. */
export function isolines(job: L0Job, runs: readonly EndedRun[], sizes: Span, heights: Span, byRate: boolean): Isocurve[] {
  const [first] = runs;
  if (!first || (byRate && !bytesFollowCount(job))) return [];
  const levels = isolineLevels(runs.map(lengthByTestLoss));
  const bytesAt = (x: number): number => (byRate ? (4 * first.summary.parameters) / x : x);
  const between = ({ low, high }: Span, share: number): number => low * pow(high / low, share);
  return levels
    .map((bytes): Isocurve => {
      const places = Array.from({ length: PLACES }, (_, index) => index / (PLACES - 1));
      // Where a line is flat, places along the sizes make it smooth; where it is steep, places along the losses do.
      const flat = places.map((share) => {
        const x = between(sizes, share);
        return { x, y: lossOnIsoline(job, { bytes, modelBytes: bytesAt(x) }) };
      });
      const steep = places.map((share) => {
        const y = heights.low > 0 ? between(heights, share) : heights.low + share * (heights.high - heights.low);
        return { x: bytesAt(bytes - lengthAt(job, { modelBytes: 0, testLoss: y })), y };
      });
      const inside = [...flat, ...steep].filter(({ x, y }) => x >= sizes.low && x <= sizes.high && y >= heights.low && y <= heights.high);
      const ordered = inside.toSorted((a, b) => a.x - b.x || b.y - a.y);
      return { bytes, x: ordered.map(({ x }) => x), y: ordered.map(({ y }) => y) };
    })
    .filter(({ x }) => x.length > 1);
}

export function isolineTrace(
  { bytes, x, y }: Isocurve,
  [index, count]: readonly [number, number],
  theme: L0Input['options']['theme'],
): Trace {
  const [low, high] = palettes[theme].scale;
  const color = mix(low, high, index / Math.max(1, count - 1));
  return {
    type: 'scatter',
    uid: `isoline/${index}`,
    name: `${whole(bytes)} B`,
    mode: 'lines',
    x: [...x],
    y: [...y],
    line: { color, width: 1.2, dash: 'dot' },
    hovertemplate: `description length ${whole(bytes)} B<extra></extra>`,
    showlegend: false,
  };
}

/**
 * The names of the lines beside them, a trace of their own: of a trace in which some points have a text and others none, Plotly forgets the
 * texts of points that had none in the drawing before.
 */
export function isolineNames(lines: readonly Isocurve[], sizes: Span | null, theme: L0Input['options']['theme']): Trace[] {
  if (lines.length === 0) return [];
  // Lines over a short axis, as around a single run, are too close for a name at each.
  const every = sizes && log10(sizes.high / sizes.low) < 0.3 ? 2 : 1;
  const named = lines.flatMap(({ bytes, x, y }, index) => {
    if (index % every !== 0) return [];
    // Not at its very beginning, which for a steep line lies at the upper edge; and not beside the name of its neighbour.
    const place = (from: number): number => Math.floor((from + 0.08 * (Math.floor(index / every) % 3)) * x.length);
    // Beside a line near the right edge there is room on its left alone, where the names of others may end: it stands below those.
    const isLate = sizes !== null && shareOf(sizes, x[place(0.06)]) > 0.75;
    const at = place(isLate ? 0.3 : 0.06);
    return [{ x: x[at], y: y[at], text: isolineName(Number(bytes.toPrecision(2))), isLate }];
  });
  return [
    {
      type: 'scatter',
      uid: 'isolines/names',
      mode: 'text',
      x: named.map(({ x }) => x),
      y: named.map(({ y }) => y),
      text: named.map(({ text }) => text),
      textposition: named.map(({ isLate }) => (isLate ? 'middle left' : 'middle right')) as Trace['textposition'],
      textfont: { size: 10.5, color: palettes[theme].muted },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

/** “1,600 B”, “11 kB”, with a gap between it and its line. */
const isolineName = (bytes: number): string =>
  `\u00A0${bytes < 1e4 ? `${whole(bytes)} ` : tickText(bytes).replace(/(?=[kM]$)/, ' ')}B\u00A0`;
