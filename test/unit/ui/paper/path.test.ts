/** Paths of SVG as curves, against points that are known of them. */
import { describe, expect, it } from 'vitest';
import { segmentsOf, type Segment } from '../../../../src/ui/paper/path.ts';

/** Points along a path, 20 on each piece. */
function along(segments: readonly Segment[]): (readonly [number, number])[] {
  let [x, y] = [0, 0];
  return segments.flatMap((segment) => {
    if (segment.kind === 'close') return [];
    const { points } = segment;
    const [toX = 0, toY = 0] = points.slice(-2);
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = segment.kind === 'curve' ? points : [x, y, toX, toY];
    const own = Array.from({ length: 21 }, (_, step): readonly [number, number] => {
      const t = step / 20;
      const u = 1 - t;
      const at = (a: number, b: number, c: number, d: number): number => u ** 3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t ** 3 * d;
      return [at(x, x1, x2, toX), at(y, y1, y2, toY)];
    });
    [x, y] = [toX, toY];
    return segment.kind === 'move' ? [[x, y] as const] : own;
  });
}

describe('paths', () => {
  it('are the same in absolute and in relative letters, with what is left out between numbers', () => {
    const absolute = segmentsOf('M10,20 L30,20 H40 V50 C50,60 60,60 70,50 Q80,40 90,50 Z');
    expect(segmentsOf('m10 20l20 0h10v30c10,10,20,10,30,0q10-10 20,0z')).toEqual(absolute);
    expect(absolute.map(({ kind }) => kind)).toEqual(['move', 'line', 'line', 'line', 'curve', 'curve', 'close']);
    expect(segmentsOf('M1.5.5-1-2')).toEqual([
      { kind: 'move', points: [1.5, 0.5] },
      { kind: 'line', points: [-1, -2] },
    ]);
    expect(segmentsOf('M0 0l1e1-1E-1z m1 1h1').at(-1)).toEqual({ kind: 'line', points: [2, 1] });
  });

  it('a circle of Plotly is one, to three in ten thousand of its radius', () => {
    const points = along(segmentsOf('M3,0A3,3 0 1,1 0,-3A3,3 0 0,1 3,0Z'));
    for (const [x, y] of points) expect(Math.abs(Math.hypot(x, y) - 3)).toBeLessThan(0.001);
    for (const [x, y] of [
      [3, 0],
      [-3, 0],
      [0, 3],
      [0, -3],
    ])
      expect(points.some(([px, py]) => Math.hypot(px - x, py - y) < 0.2)).toBe(true);
  });

  it('an arc of a turned ellipse lies on it, from its first angle to its last, whichever way round', () => {
    const [cx, cy, rx, ry, turn] = [7, -2, 5, 2, Math.PI / 6];
    const place = (angle: number): readonly [number, number] => {
      const [a, b] = [rx * Math.cos(angle), ry * Math.sin(angle)];
      return [cx + Math.cos(turn) * a - Math.sin(turn) * b, cy + Math.sin(turn) * a + Math.cos(turn) * b];
    };
    for (const [from, span] of [
      [0.3, 1],
      [0.3, 5],
      [2, -1.2],
      [2, -4],
    ]) {
      const flags = `${Math.abs(span) > Math.PI ? 1 : 0} ${span > 0 ? 1 : 0}`;
      const points = along(segmentsOf(`M${place(from).join()}A5,2 30 ${flags} ${place(from + span).join()}`)).slice(1);
      const angles = points.map(([x, y]) => {
        const a = (Math.cos(turn) * (x - cx) + Math.sin(turn) * (y - cy)) / rx;
        const b = (Math.cos(turn) * (y - cy) - Math.sin(turn) * (x - cx)) / ry;
        expect(Math.hypot(a, b)).toBeCloseTo(1, 3);
        return Math.atan2(b, a);
      });
      const turned = angles
        .slice(1)
        .reduce((sum, angle, index) => sum + Math.atan2(Math.sin(angle - angles[index]), Math.cos(angle - angles[index])), 0);
      expect(turned).toBeCloseTo(span, 6);
    }
  });

  it('refuses what it does not read', () => expect(() => segmentsOf('M0 0S1 1 2 2')).toThrow(RangeError));
});
