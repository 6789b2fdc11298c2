import { describe, expect, it } from 'vitest';
import { unchangedMarkers } from '../../../src/ui/chart/kept-markers.ts';

const x = [1, 2, 3];
const cloud = {
  uid: 'own-rl1-points',
  mode: 'markers',
  x,
  y: [4, 5, 6],
  marker: { size: 7, color: '#0072b2', line: { width: 0 } },
  opacity: 0.55,
} as const;
const hull = { uid: 'own-rl1-hull', mode: 'lines', x, y: [4, 5, 6] } as const;

describe('unchangedMarkers', () => {
  it('names traces of markers alone that are the same, wherever they stand among others', () => {
    expect(unchangedMarkers([cloud, hull], [hull, { ...cloud, marker: { size: 7, color: '#0072b2', line: { width: 0 } } }])).toEqual(
      new Set(['own-rl1-points']),
    );
  });

  it.each([
    ['places', { y: [4, 5, 7] }],
    ['their number', { x: [1, 2], y: [4, 5] }],
    ['a colour', { marker: { ...cloud.marker, color: '#d55e00' } }],
    ['a size each', { marker: { ...cloud.marker, size: [7, 12, 7] } }],
    ['what is inside of a part', { marker: { ...cloud.marker, line: { width: 1 } } }],
    ['the opacity', { opacity: 0.35 }],
    ['whether they are seen', { visible: false }],
    ['a line through them', { mode: 'lines+markers' }],
  ] as const)('leaves out one that differs in %s', (_, change) => {
    expect(unchangedMarkers([cloud], [{ ...cloud, ...change }])).toEqual(new Set());
    expect(unchangedMarkers([{ ...cloud, ...change }], [cloud])).toEqual(new Set());
  });

  it('leaves out what was not there before', () => {
    expect(unchangedMarkers([], [cloud])).toEqual(new Set());
  });
});
