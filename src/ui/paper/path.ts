/** Paths of SVG (https://www.w3.org/TR/SVG11/paths.html) as lines and cubic curves between absolute points. */

import { cos, sin } from '../../math/elementary.ts';

export type Segment =
  | { readonly kind: 'move' | 'line'; readonly points: readonly [x: number, y: number] }
  | { readonly kind: 'curve'; readonly points: readonly [x1: number, y1: number, x2: number, y2: number, x: number, y: number] }
  | { readonly kind: 'close' };

/** Numbers after each letter; flags of arcs among them. */
const COUNTS: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };

/** The letters of a path with the numbers of each, split where one letter stands for several. */
function* commandsOf(path: string): Generator<readonly [letter: string, numbers: readonly number[]]> {
  for (const [, letter, rest] of path.matchAll(/([MLHVCSQTAZ])([^MLHVCSQTAZ]*)/giu)) {
    const numbers = Array.from(rest.matchAll(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/giu), ([number]) => Number(number));
    const count = COUNTS[letter.toUpperCase()];
    if (count === 0) {
      yield [letter, []];
      continue;
    }
    for (let at = 0; at + count <= numbers.length; at += count) {
      // What follows the first pair of a move are lines.
      const own = at > 0 && letter === 'M' ? 'L' : at > 0 && letter === 'm' ? 'l' : letter;
      yield [own, numbers.slice(at, at + count)];
    }
  }
}

/** @throws RangeError for smooth curves, which nothing here draws */
export function segmentsOf(path: string): Segment[] {
  const segments: Segment[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  for (const [letter, numbers] of commandsOf(path)) {
    const isRelative = letter === letter.toLowerCase();
    const [dx, dy] = isRelative ? [x, y] : [0, 0];
    const absolute = numbers.map((value, index) => value + (index % 2 === 0 ? dx : dy));
    switch (letter.toUpperCase()) {
      case 'M':
        [x, y] = absolute;
        [startX, startY] = [x, y];
        segments.push({ kind: 'move', points: [x, y] });
        break;
      case 'L':
        [x, y] = absolute;
        segments.push({ kind: 'line', points: [x, y] });
        break;
      case 'H':
        x = numbers[0] + dx;
        segments.push({ kind: 'line', points: [x, y] });
        break;
      case 'V':
        y = numbers[0] + dy;
        segments.push({ kind: 'line', points: [x, y] });
        break;
      case 'C':
        segments.push({ kind: 'curve', points: absolute as unknown as [number, number, number, number, number, number] });
        [x, y] = absolute.slice(4);
        break;
      case 'Q':
        segments.push(quadratic(x, y, absolute));
        [x, y] = absolute.slice(2);
        break;
      case 'A': {
        const end: readonly [number, number] = [numbers[5] + dx, numbers[6] + dy];
        segments.push(...arc([x, y], numbers, end));
        [x, y] = end;
        break;
      }
      case 'Z':
        segments.push({ kind: 'close' });
        [x, y] = [startX, startY];
        break;
      default:
        throw new RangeError(`A path has “${letter}”, which is not read here.`);
    }
  }
  return segments;
}

/** Two thirds of the way to its control point from either end. */
function quadratic(x: number, y: number, [cx, cy, toX, toY]: readonly number[]): Segment {
  return {
    kind: 'curve',
    points: [x + (2 / 3) * (cx - x), y + (2 / 3) * (cy - y), toX + (2 / 3) * (cx - toX), toY + (2 / 3) * (cy - toY), toX, toY],
  };
}

const square = (value: number): number => value * value;

/** An arc of an ellipse as curves of a quarter turn at most (SVG 1.1, appendix F.6). */
function arc([x1, y1]: readonly [number, number], numbers: readonly number[], [x2, y2]: readonly [number, number]): Segment[] {
  const [givenX, givenY, degrees, large, sweep] = numbers;
  if (givenX === 0 || givenY === 0) return [{ kind: 'line', points: [x2, y2] }];
  const turn = (degrees * Math.PI) / 180;
  const [c, s] = [cos(turn), sin(turn)];
  const [halfX, halfY] = [(x1 - x2) / 2, (y1 - y2) / 2];
  const [px, py] = [c * halfX + s * halfY, c * halfY - s * halfX];
  // Radii that do not reach are made longer.
  const grown = Math.max(1, Math.sqrt(square(px / givenX) + square(py / givenY)));
  const [rx, ry] = [Math.abs(givenX) * grown, Math.abs(givenY) * grown];
  const full = square(rx * py) + square(ry * px);
  const rest = Math.max(0, square(rx * ry) - full) / full;
  const root = (large === sweep ? -1 : 1) * Math.sqrt(rest);
  const [cx, cy] = [(root * rx * py) / ry, (-root * ry * px) / rx];
  // Its ends on the unit circle, and a quarter turn the way it goes.
  const end: Point = [(-px - cx) / rx, (-py - cy) / ry];
  const quarter = ([x, y]: Point): Point => (sweep === 1 ? [-y, x] : [y, -x]);
  const corners: Point[] = [[(px - cx) / rx, (py - cy) / ry]];
  for (let at = corners[0]; corners.length < 4 && !isWithin(at, quarter(at), end);) corners.push((at = quarter(at)));
  corners.push(end);
  const place = (ux: number, uy: number): [number, number] => [
    c * (rx * ux + cx) - s * (ry * uy + cy) + (x1 + x2) / 2,
    s * (rx * ux + cx) + c * (ry * uy + cy) + (y1 + y2) / 2,
  ];
  return corners.slice(1).map((to, index): Segment => {
    const from = corners[index];
    const reach = (4 / 3) * quarterTangent(from[0] * to[0] + from[1] * to[1]);
    const [ahead, behind] = [quarter(from), quarter(to)];
    return {
      kind: 'curve',
      points: [
        ...place(from[0] + reach * ahead[0], from[1] + reach * ahead[1]),
        ...place(to[0] - reach * behind[0], to[1] - reach * behind[1]),
        ...place(...to),
      ],
    };
  });
}

type Point = readonly [x: number, y: number];

/** Whether a direction is between two at a right angle. */
const isWithin = (from: Point, to: Point, direction: Point): boolean =>
  from[0] * direction[0] + from[1] * direction[1] > -1e-9 && to[0] * direction[0] + to[1] * direction[1] > -1e-9;

/** tan φ/4 of an angle of half a turn at most. @param cosine of φ */
function quarterTangent(cosine: number): number {
  const half = Math.sqrt(Math.max(0, 1 - cosine) / (1 + cosine));
  return half / (1 + Math.sqrt(1 + half * half));
}
