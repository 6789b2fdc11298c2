/**
 * Points rounded to an integer grid of at most 2²⁴ steps, on which orientation and circle tests come out with the right sign,
 * always: products of coordinates fit the 53 bits of a double, and the circle test is summed in two digits.
 */
import { log2, pow } from './elementary.ts';

const GRID = 2 ** 24;
const DIGIT = 2 ** 25;

export interface GridPoints {
  /** Coordinates, integers from 0 to 2²⁴, sorted by x, then y; no two alike. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** The smallest index among the points that lie on each node. */
  readonly index: Int32Array;
}

/**
 * Rounds points to the grid, whose spacing is 2⁻²³ of the larger extent or less, and drops repetitions.
 * @throws RangeError if a coordinate is not finite, or they span more than a double holds.
 */
export function toGrid(points: readonly (readonly [number, number])[]): GridPoints {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  points.forEach(([x, y], i) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      throw new RangeError(`Point ${i} is (${x}, ${y}) and has no place in the plane: leave points that are not finite out.`);
    }
    minX = Math.min(minX, x);
    maxX = Math.max(maxX, x);
    minY = Math.min(minY, y);
    maxY = Math.max(maxY, y);
  });
  const extent = Math.max(maxX - minX, maxY - minY);
  if (extent === Infinity) throw new RangeError('The points span more than a number can hold: scale them down first.');
  // A power of two, so that integers and their like stay what they are, and points on a line stay on it.
  const spacing = Math.max(pow(2, Math.ceil(log2(extent / GRID))), Number.MIN_VALUE);
  const step = (value: number, min: number): number => Math.round((value - min) / spacing);
  // x·2²⁵ + y is at most 2⁴⁹ + 2²⁴, so exact, and sorts by x, then y.
  const keys = Float64Array.from(points, ([x, y]) => step(x, minX) * DIGIT + step(y, minY));
  const order = Int32Array.from(points, (_, i) => i).sort((a, b) => keys[a] - keys[b] || a - b);
  const index = order.filter((point, k) => k === 0 || keys[order[k - 1]] !== keys[point]);
  return {
    x: Float64Array.from(index, (point) => Math.floor(keys[point] / DIGIT)),
    y: Float64Array.from(index, (point) => keys[point] % DIGIT),
    index,
  };
}

/** Twice the signed area of the triangle abc, exactly: positive if it turns left. */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/**
 * The sign of the circle test for the origin: positive if it lies inside the circle through a, b, c, which are
 * differences of grid points, in counter-clockwise order; 0 if it lies on it. The sign is exact, the size is not.
 */
export function inCircle(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const a = ax * ax + ay * ay;
  const b = bx * bx + by * by;
  const c = cx * cx + cy * cy;
  const bc = bx * cy - by * cx;
  const ca = cx * ay - cy * ax;
  const ab = ax * by - ay * bx;
  const terms = [a * bc, b * ca, c * ab] as const;
  const sum = terms[0] + terms[1] + terms[2];
  // Three rounded products and two rounded sums are off by at most 4·2⁻⁵³ = 4.4e-16 of the terms' sizes.
  const size = Math.abs(terms[0]) + Math.abs(terms[1]) + Math.abs(terms[2]);
  return Math.abs(sum) > 1e-15 * size ? sum : exactSign(a, bc, b, ca, c, ab);
}

/** The sign of a·b + c·d + e·f for integers of at most 2⁴⁹ in size. */
function exactSign(a: number, b: number, c: number, d: number, e: number, f: number): number {
  let high = 0;
  let middle = 0;
  let low = 0;
  const accumulate = (p: number, q: number): void => {
    const pHigh = Math.floor(p / DIGIT);
    const qHigh = Math.floor(q / DIGIT);
    const pLow = p - pHigh * DIGIT;
    const qLow = q - qHigh * DIGIT;
    high += pHigh * qHigh;
    middle += pHigh * qLow + pLow * qHigh;
    low += pLow * qLow;
  };
  accumulate(a, b);
  accumulate(c, d);
  accumulate(e, f);
  const fromLow = Math.floor(low / DIGIT);
  middle += fromLow;
  low -= fromLow * DIGIT;
  const fromMiddle = Math.floor(middle / DIGIT);
  high += fromMiddle;
  middle -= fromMiddle * DIGIT;
  // What is left in the two lower digits is not negative and less than one unit of the highest.
  return high === 0 ? Math.sign(middle + low) : Math.sign(high);
}
