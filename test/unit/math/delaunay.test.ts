import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { delaunay, type Point } from '../../../src/math/delaunay.ts';
import { inCircle, orientation } from '../../../src/math/grid-geometry.ts';
import { stream } from '../../../src/math/random.ts';
import reference from '../../reference/hulls.json';

const trianglesOf = (points: readonly Point[]): number[][] => {
  const corners = [...delaunay(points)];
  return Array.from({ length: corners.length / 3 }, (_, t) => corners.slice(3 * t, 3 * t + 3));
};
const circleSign = (a: Point, b: Point, c: Point, d: Point): number =>
  Math.sign(inCircle(a[0] - d[0], a[1] - d[1], b[0] - d[0], b[1] - d[1], c[0] - d[0], c[1] - d[1]));

/** The sign of the same determinant in integers of any size. */
function exactCircleSign(a: Point, b: Point, c: Point, d: Point): number {
  const [[ax, ay], [bx, by], [cx, cy]] = [a, b, c].map((p) => [BigInt(p[0] - d[0]), BigInt(p[1] - d[1])] as const) as [
    readonly [bigint, bigint],
    readonly [bigint, bigint],
    readonly [bigint, bigint],
  ];
  const value =
    (ax * ax + ay * ay) * (bx * cy - by * cx) + (bx * bx + by * by) * (cx * ay - cy * ax) + (cx * cx + cy * cy) * (ax * by - ay * bx);
  return value > 0n ? 1 : value < 0n ? -1 : 0;
}

describe('inCircle', () => {
  const coordinate = fc.integer({ min: 0, max: 2 ** 24 });
  const point = fc.tuple(coordinate, coordinate);

  it('has the exact sign for any four grid points', () => {
    fc.assert(
      fc.property(point, point, point, point, (a, b, c, d) => {
        expect(circleSign(a, b, c, d)).toBe(exactCircleSign(a, b, c, d));
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('has the exact sign next to a circle, where doubles alone have not', () => {
    // Rectangles are cocircular; moving one corner by one grid step changes the determinant in its last digits only.
    const step = fc.integer({ min: -1, max: 1 });
    const size = fc.integer({ min: 2 ** 22, max: 2 ** 23 });
    fc.assert(
      fc.property(size, size, step, step, (w, h, dx, dy) => {
        const corners: [Point, Point, Point, Point] = [
          [1, 1],
          [1 + w, 1],
          [1 + w, 1 + h],
          [1 + dx, 1 + h + dy],
        ];
        expect(circleSign(...corners)).toBe(exactCircleSign(...corners));
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
});

describe('delaunay', () => {
  it('has the reference triangles', () => {
    const found = trianglesOf(reference.points as [number, number][]).map((t) => t.sort((a, b) => a - b));
    expect(found.sort((s, t) => s[0] - t[0] || s[1] - t[1] || s[2] - t[2])).toEqual(reference.delaunay_triangles);
  });

  it('covers the hull with counter-clockwise triangles whose circles are empty, also on grids and lines', () => {
    const clouds = fc.tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 0, max: 50 }), fc.constantFrom(3, 8, 2 ** 24));
    fc.assert(
      fc.property(clouds, ([seed, count, side]) => {
        const random = stream(seed, 'points');
        // The corners fix the scale, so that the coordinates are grid coordinates already.
        const corners: Point[] = [
          [0, 0],
          [2 ** 24, 0],
          [0, 2 ** 24],
          [2 ** 24, 2 ** 24],
        ];
        const unit = 2 ** 24 / side;
        const points = [
          ...corners,
          ...Array.from({ length: count }, (): Point => [Math.floor(random.integer(side) * unit), Math.floor(random.integer(side) * unit)]),
        ];
        const triangles = trianglesOf(points);
        let twiceArea = 0;
        for (const [i, j, k] of triangles) {
          const [a, b, c] = [points[i], points[j], points[k]];
          const turn = orientation(...a, ...b, ...c);
          expect(turn).toBeGreaterThan(0);
          twiceArea += turn;
          for (const p of points) expect(exactCircleSign(a, b, c, p)).toBeLessThanOrEqual(0);
        }
        expect(twiceArea).toBe(2 ** 49);
      }),
      { seed: 3, numRuns: 150 },
    );
  });

  it('takes ten thousand points at random, on a grid, and on a circle, with the number of triangles Euler prescribes', () => {
    const random = stream(0, 'ten thousand');
    const grid = Array.from({ length: 10_000 }, (_, i): Point => [i % 100, Math.floor(i / 100)]);
    expect(trianglesOf(grid)).toHaveLength(2 * 99 * 99);
    const framed: Point[] = [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ];
    for (let i = 4; i < 10_000; i++) framed.push([0.001 + 0.998 * random.uniform(), 0.001 + 0.998 * random.uniform()]);
    expect(trianglesOf(framed)).toHaveLength(2 * 10_000 - 2 - 4);
    const circle = Array.from({ length: 1000 }, (_, i): Point => [Math.cos((i * Math.PI) / 500), Math.sin((i * Math.PI) / 500)]);
    expect(trianglesOf(circle).length).toBeGreaterThan(990);
  });

  it('takes points of any scale', () => {
    for (const scale of [1e-320, 1e-200, 1e-9, 1e9, 1e300]) {
      expect(
        delaunay([
          [0, 0],
          [scale, 0],
          [0, scale],
        ]),
      ).toEqual(Int32Array.of(0, 1, 2));
    }
  });

  it('has no triangles for fewer than three points, equal points, and points on a line', () => {
    expect(delaunay([])).toHaveLength(0);
    expect(
      delaunay([
        [1, 2],
        [3, 4],
      ]),
    ).toHaveLength(0);
    expect(delaunay(Array.from({ length: 9 }, (): Point => [1, 2]))).toHaveLength(0);
    expect(delaunay(Array.from({ length: 9 }, (_, i): Point => [i, 3 * i]))).toHaveLength(0);
    expect(delaunay(Array.from({ length: 9 }, (_, i): Point => [5, i % 4]))).toHaveLength(0);
  });
});
