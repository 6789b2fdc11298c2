/** Lines of equal description length in the plane of size and test loss (arXiv 2505.17469, Figs. 1 and 4). */
import { pow } from '../../math/elementary.ts';
import { bytesFollowCount, isolineLevels, lengthAt, lossOnIsoline } from '../../study/families/l0/length.ts';
import type { L0Job } from '../../study/families/l0/types.ts';
import type { Trace } from '../draw.ts';
import { tickText, type Span } from '../log-axis.ts';
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

/** Where something lies in the plot, as shares of its width and height. */
interface Spot {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

/** The plot of the smallest figure in pixels, on a phone and where two stand side by side, and what a letter, a line and a marker take of it. */
const PLOT = { width: 240, height: 220, letter: 6, line: 15, marker: 5 };
/** Shares of a line at which its name may stand: not at its very beginning, which for a steep one lies at the upper edge. */
const PLACES_OF_NAMES = [0.06, 0.14, 0.22, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

const meet = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.low < b.high && b.low < a.high;

/** The box of a name beside a place of its line; null where it does not fit into the plot. */
function boxOf({ x, y }: Spot, letters: number, isLeft: boolean): Box | null {
  const width = (letters * PLOT.letter) / PLOT.width;
  const half = PLOT.line / 2 / PLOT.height;
  const box = { left: isLeft ? x - width : x, right: isLeft ? x : x + width, low: y - half, high: y + half };
  return box.left >= 0 && box.right <= 1 && box.low >= 0 && box.high <= 1 ? box : null;
}

/**
 * The names of the lines beside them, where they meet neither each other nor what is drawn; a line without such a place goes without. They are
 * a trace of their own: of a trace in which some points have a text and others none, Plotly forgets the texts of points that had none in the
 * drawing before.
 * @param placed where points of the plane lie in the plot
 * @param drawn markers that names keep clear of
 */
export function isolineNames(
  lines: readonly Isocurve[],
  placed: (x: number, y: number) => Spot,
  drawn: readonly { readonly x: number; readonly y: number }[],
  theme: L0Input['options']['theme'],
): Trace[] {
  if (lines.length === 0) return [];
  const [across, up] = [PLOT.marker / PLOT.width, PLOT.marker / PLOT.height];
  const taken = drawn.map((point): Box => {
    const { x, y } = placed(point.x, point.y);
    return { left: x - across, right: x + across, low: y - up, high: y + up };
  });
  const named = lines.flatMap(({ bytes, x, y }) => {
    const text = isolineName(Number(bytes.toPrecision(2)));
    for (const share of PLACES_OF_NAMES) {
      const at = Math.floor(share * x.length);
      for (const isLeft of [false, true]) {
        const box = boxOf(placed(x[at], y[at]), text.length, isLeft);
        if (!box || taken.some((other) => meet(box, other))) continue;
        taken.push(box);
        return [{ x: x[at], y: y[at], text, isLeft }];
      }
    }
    return [];
  });
  return [
    {
      type: 'scatter',
      uid: 'isolines/names',
      mode: 'text',
      x: named.map(({ x }) => x),
      y: named.map(({ y }) => y),
      text: named.map(({ text }) => text),
      textposition: named.map(({ isLeft }) => (isLeft ? 'middle left' : 'middle right')) as Trace['textposition'],
      textfont: { size: 10.5, color: palettes[theme].muted },
      hoverinfo: 'skip',
      showlegend: false,
    },
  ];
}

/** “1,600 B”, “11 kB”, with a gap between it and its line. */
const isolineName = (bytes: number): string =>
  `\u00A0${bytes < 1e4 ? `${whole(bytes)} ` : tickText(bytes).replace(/(?=[kM]$)/, ' ')}B\u00A0`;
