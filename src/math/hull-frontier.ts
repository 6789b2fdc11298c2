/** The part of a hull that faces the best of both axes: the frontier of a cloud of runs (arXiv 2505.17469, Fig. 3). */
import type { Point } from './delaunay.ts';

/**
 * Points moved and scaled, each axis by itself, into the unit square, so that a hull's radius or edge length means the
 * same along both. An axis without extent becomes 0.
 */
export function toUnitSquare(points: readonly Point[]): Point[] {
  const scale = (axis: 0 | 1): ((point: Point) => number) => {
    let [least, most] = [Infinity, -Infinity];
    for (const point of points) {
      least = Math.min(least, point[axis]);
      most = Math.max(most, point[axis]);
    }
    const extent = most - least;
    return (point) => (extent > 0 ? (point[axis] - least) / extent : 0);
  };
  const [x, y] = [scale(0), scale(1)];
  return points.map((point) => [x(point), y(point)]);
}

/**
 * The upper chain of each outer ring of a hull, from its leftmost to its rightmost vertex (of several, the uppermost).
 * Holes have none.
 * @param rings boundary as `alphaHull` and `ratioHull` give it: outer rings counter-clockwise, holes clockwise.
 * @returns one chain of point indices per outer ring, in the order of the rings.
 */
export function hullFrontier(points: readonly Point[], rings: readonly (readonly number[])[]): number[][] {
  return rings.filter((ring) => twiceArea(points, ring) > 0).map((ring) => upperChain(points, ring));
}

function upperChain(points: readonly Point[], ring: readonly number[]): number[] {
  const extreme = (side: 1 | -1): number =>
    ring.reduce((best, point, at) => {
      const [a, b] = [points[ring[best]], points[point]];
      return (b[0] - a[0]) * side > 0 || (b[0] === a[0] && b[1] > a[1]) ? at : best;
    }, 0);
  const [left, right] = [extreme(-1), extreme(1)];
  // Counter-clockwise the upper side runs from right to left, so it is read backwards.
  const steps = (left - right + ring.length) % ring.length;
  return Array.from({ length: steps + 1 }, (_, k) => ring[(left - k + ring.length) % ring.length]);
}

function twiceArea(points: readonly Point[], ring: readonly number[]): number {
  const origin = points[ring[0]];
  return ring.reduce((sum, index, at) => {
    const [a, b] = [points[index], points[ring[(at + 1) % ring.length]]];
    return sum + (a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0]);
  }, 0);
}
