/** Outlines against shapes whose area and places are known. */
import { expect, test } from 'vitest';
import { contours, simplified, type Ring } from '../../../src/math/contours.ts';

/** The shoelace formula: positive one way round, negative the other. */
const area = (ring: Ring): number => {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    sum += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
  }
  return sum / 2;
};

/** How much of each pixel lies in a ring between two circles, by 16 × 16 samples, as anti-aliasing has it. */
function drawn(size: number, centre: number, outer: number, inner: number): Float64Array {
  return Float64Array.from({ length: size * size }, (_, index) => {
    let inside = 0;
    for (let sample = 0; sample < 256; sample++) {
      const x = (index % size) + ((sample % 16) + 0.5) / 16 - 0.5;
      const y = Math.floor(index / size) + (Math.floor(sample / 16) + 0.5) / 16 - 0.5;
      const radius = Math.hypot(x - centre, y - centre);
      if (radius <= outer && radius >= inner) inside++;
    }
    return (255 * inside) / 256;
  });
}

test('a ring has an outline and a hole, the other way round, to a hundredth of a pixel', () => {
  const size = 64;
  const rings = contours(drawn(size, 31.3, 24, 10), size, size, 127.5);
  const areas = rings.map(area).sort((a, b) => a - b);
  expect(areas).toHaveLength(2);
  expect(areas[0] * areas[1]).toBeLessThan(0);
  const [outer, inner] = areas.map(Math.abs).sort((a, b) => b - a);
  expect(Math.sqrt(outer / Math.PI)).toBeCloseTo(24, 1);
  expect(Math.sqrt(inner / Math.PI)).toBeCloseTo(10, 1);
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 2) {
      const radius = Math.hypot(ring[i] - 31.3, ring[i + 1] - 31.3);
      expect(Math.min(Math.abs(radius - 24), Math.abs(radius - 10))).toBeLessThan(0.1);
    }
});

test('what touches at corners stays apart, and what reaches the border is closed', () => {
  const chess = Uint8Array.from([0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0]);
  expect(contours(chess, 4, 4, 127.5)).toHaveLength(2);
  expect(contours(new Uint8Array(25).fill(255), 5, 5, 127.5)).toHaveLength(1);
  expect(contours(new Uint8Array(25), 5, 5, 127.5)).toEqual([]);
});

test('fewer points stay as near as was asked for', () => {
  const [ring] = contours(drawn(64, 31.3, 24, 0), 64, 64, 127.5);
  const fewer = simplified(ring, 0.15);
  expect(fewer.length).toBeLessThan(ring.length / 3);
  expect(Math.abs(area(fewer))).toBeCloseTo(Math.abs(area(ring)), -1.5);
  expect(simplified([0, 0, 1, 0, 2, 0, 2, 2, 0, 2], 0.01)).toEqual([0, 0, 2, 0, 2, 2, 0, 2]);
});
