import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alphaHull, ratioHull } from '../../../src/math/alpha-hull.ts';
import type { Point } from '../../../src/math/delaunay.ts';
import { hullFrontier, toUnitSquare } from '../../../src/math/hull-frontier.ts';
import { stream } from '../../../src/math/random.ts';

const clouds = fc
  .tuple(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 3, max: 60 }), fc.constantFrom(5, 1000))
  .map(([seed, count, side]): Point[] => {
    const random = stream(seed, 'cloud');
    return Array.from({ length: count }, () => [random.integer(side), random.integer(side)]);
  });

/** Andrew's monotone chain, upper half. */
function convexUpperChain(points: readonly Point[]): Point[] {
  const chain: Point[] = [];
  for (const p of points.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    // Of points above one another only the uppermost is on the upper chain.
    if (chain.at(-1)?.[0] === p[0]) chain.pop();
    for (let [a, b] = chain.slice(-2); chain.length >= 2; [a, b] = chain.slice(-2)) {
      if ((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) < 0) break;
      chain.pop();
    }
    chain.push(p);
  }
  return chain;
}

describe('hullFrontier', () => {
  it('is the upper convex chain at infinite radius', () => {
    fc.assert(
      fc.property(clouds, (cloud) => {
        const rings = alphaHull(cloud, Infinity);
        fc.pre(rings.length > 0);
        const [chain] = hullFrontier(cloud, rings).map((indices) => indices.map((i) => cloud[i]));
        // The hull keeps points on straight edges; the monotone chain does not.
        expect(convexUpperChain(chain)).toEqual(convexUpperChain(cloud));
        expect(chain[0]).toEqual(convexUpperChain(cloud)[0]);
        expect(chain.at(-1)).toEqual(convexUpperChain(cloud).at(-1));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('runs over a dent, from the upper left to the upper right corner', () => {
    const points: Point[] = [
      [0, 0],
      [4, 0],
      [4, 3],
      [2, 1],
      [0, 3],
    ];
    expect(hullFrontier(points, [[0, 1, 2, 3, 4]])).toEqual([[4, 3, 2]]);
  });

  it('has a chain per part, and none for a hole', () => {
    const square: Point[] = [
      [0, 0],
      [4, 0],
      [4, 4],
      [0, 4],
      [1, 1],
      [1, 3],
      [3, 3],
      [3, 1],
    ];
    expect(
      hullFrontier(square, [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
      ]),
    ).toEqual([[3, 2]]);
    expect(
      hullFrontier(square, [
        [4, 7, 6, 5],
        [0, 1, 2, 3],
      ]),
    ).toEqual([
      [5, 6],
      [3, 2],
    ]);
    expect(hullFrontier(square, [])).toEqual([]);
  });

  it('stays on the boundary of concave hulls and joins their leftmost to their rightmost point', () => {
    fc.assert(
      fc.property(clouds, fc.constantFrom(0, 0.3, 0.7), (cloud, ratio) => {
        const rings = ratioHull(cloud, ratio);
        hullFrontier(cloud, rings).forEach((chain, at) => {
          const xs = rings[at].map((i) => cloud[i][0]);
          expect([cloud[chain[0]][0], cloud[chain.at(-1)][0]]).toEqual([Math.min(...xs), Math.max(...xs)]);
          expect(chain.every((i) => rings[at].includes(i))).toBe(true);
        });
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});

describe('toUnitSquare', () => {
  it('scales each axis by itself', () => {
    expect(
      toUnitSquare([
        [10, -1],
        [30, 3],
        [20, 0],
      ]),
    ).toEqual([
      [0, 0],
      [1, 1],
      [0.5, 0.25],
    ]);
    expect(
      toUnitSquare([
        [5, 1],
        [5, 2],
      ]),
    ).toEqual([
      [0, 0],
      [0, 1],
    ]);
    expect(toUnitSquare([])).toEqual([]);
  });
});
