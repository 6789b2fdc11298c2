import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphaHull, ratioHull, triangulated } from '../../../src/math/alpha-hull.ts';
import type { Point } from '../../../src/math/delaunay.ts';
import { stream } from '../../../src/math/random.ts';
import reference from '../../reference/hulls.json';
import { expectClose } from './close.ts';

const points = reference.points as [number, number][];
const sorted = (edges: number[][]): number[][] =>
  edges.map((edge) => edge.toSorted((a, b) => a - b)).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
const edgesOf = (rings: number[][]): number[][] =>
  sorted(rings.flatMap((ring) => ring.map((point, i) => [point, ring[(i + 1) % ring.length]])));
/** Outer rings count positive, holes negative. */
const areaOf = (cloud: readonly Point[], rings: number[][]): number =>
  rings
    .flatMap((ring) => ring.map((i, k) => [cloud[i], cloud[ring[(k + 1) % ring.length]]] as const))
    .reduce((sum, [a, b]) => sum + (a[0] * b[1] - a[1] * b[0]) / 2, 0);

/** Area of the convex hull by Andrew's monotone chain. */
function convexArea(cloud: readonly Point[]): number {
  const order = cloud.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (from: Point[]): Point[] => {
    const hull: Point[] = [];
    for (const p of from) {
      for (let [a, b] = hull.slice(-2); hull.length >= 2; [a, b] = hull.slice(-2)) {
        if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) > 0) break;
        hull.pop();
      }
      hull.push(p);
    }
    return hull.slice(0, -1);
  };
  const hull = [...chain(order), ...chain(order.toReversed())];
  return areaOf(hull, [[...hull.keys()]]);
}

const clouds = fc
  .tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 3, max: 80 }), fc.constantFrom(4, 12, 1000))
  .map(([seed, count, side]): Point[] => {
    const random = stream(seed, 'cloud');
    return Array.from({ length: count }, () => [random.integer(side), random.integer(side)]);
  });

describe('alphaHull', () => {
  it.each(Object.entries(reference.alpha_shape_by_radius))('has the reference boundary at radius %s', (alpha, expected) => {
    const rings = alphaHull(points, Number(alpha));
    expect(edgesOf(rings)).toEqual(sorted(expected.boundary_edges));
    expectClose([areaOf(points, rings)], [expected.area], 1e-9);
  });

  it('is the convex hull at infinite radius', () => {
    fc.assert(
      fc.property(clouds, (cloud) => {
        expect(areaOf(cloud, alphaHull(cloud, Infinity))).toBeCloseTo(convexArea(cloud), 6);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('runs clockwise around a hole, and gives parts that touch in a point a ring each', () => {
    const holed = Array.from({ length: 25 }, (_, i): Point => [i % 5, Math.floor(i / 5)]).filter((_, i) => i !== 12);
    const rings = alphaHull(holed, 0.8);
    expect(rings.map((ring) => areaOf(holed, [ring])).sort((a, b) => a - b)).toEqual([-2, 16]);
    const bowTie: Point[] = [
      [0, 0],
      [0, 1],
      [1, 0.5],
      [2, 0],
      [2, 1],
    ];
    const parts = alphaHull(bowTie, 0.7);
    expect(parts).toHaveLength(2);
    expect(parts.every((ring) => ring.length === 3 && ring.includes(2) && areaOf(bowTie, [ring]) > 0)).toBe(true);
  });

  it('is empty where no triangle is small enough, or there is none', () => {
    expect(alphaHull(points, 0.01)).toEqual([]);
    expect(
      alphaHull(
        [
          [0, 0],
          [1, 1],
          [2, 2],
          [5, 5],
        ],
        10,
      ),
    ).toEqual([]);
    expect(
      alphaHull(
        [
          [0, 0],
          [0, 0],
          [0, 0],
        ],
        1,
      ),
    ).toEqual([]);
    expect(alphaHull([], 1)).toEqual([]);
  });

  it('counts repeated points once, under the smallest index', () => {
    expect(
      alphaHull(
        [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 0],
          [0, 0],
        ],
        5,
      ),
    ).toEqual([[0, 1, 2]]);
  });

  it('refuses what is no radius and no point', () => {
    for (const alpha of [0, -1, Number.NaN]) expect(() => alphaHull(points, alpha)).toThrow(/radius α > 0/);
    expect(() =>
      alphaHull(
        [
          [0, 0],
          [1, Number.NaN],
        ],
        1,
      ),
    ).toThrow(/Point 1 is \(1, NaN\)/);
    expect(() =>
      alphaHull(
        [
          [-1e308, 0],
          [1e308, 0],
        ],
        1,
      ),
    ).toThrow(/scale them down/);
  });
});

it('one triangulation serves for every hull of its cloud', () => {
  fc.assert(
    fc.property(clouds, (cloud) => {
      const mesh = triangulated(cloud);
      for (const part of [0.1, 0.4, 1]) {
        expect(ratioHull(mesh, part)).toEqual(ratioHull(cloud, part));
        expect(alphaHull(mesh, 20 * part)).toEqual(alphaHull(cloud, 20 * part));
      }
    }),
    { seed: 1, numRuns: 50 },
  );
});

describe('ratioHull', () => {
  it.each(Object.entries(reference.concave_hull_by_edge_ratio))('has the reference boundary at ratio %s', (ratio, expected) => {
    const rings = ratioHull(points, Number(ratio));
    expect(edgesOf(rings)).toEqual(sorted(expected.boundary_edges));
    expectClose([areaOf(points, rings)], [expected.area], 1e-9);
  });

  it('is one ring through distinct points, convex at ratio 1 and no larger below', () => {
    fc.assert(
      fc.property(clouds, fc.double({ min: 0, max: 1, noNaN: true }), (cloud, ratio) => {
        const convex = convexArea(cloud);
        expect(areaOf(cloud, ratioHull(cloud, 1))).toBeCloseTo(convex, 6);
        const rings = ratioHull(cloud, ratio);
        expect(rings).toHaveLength(convex > 0 ? 1 : 0);
        expect(areaOf(cloud, rings)).toBeLessThanOrEqual(convex + 1e-6);
        for (const ring of rings) expect(new Set(ring).size).toBe(ring.length);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('refuses what is no ratio', () => {
    for (const ratio of [-0.1, 1.1, Number.NaN]) expect(() => ratioHull(points, ratio)).toThrow(/ratio from 0 to 1/);
  });
});
