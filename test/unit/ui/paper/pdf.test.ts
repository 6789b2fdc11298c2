/** The frame of a PDF file, read as a reader of PDF does: from its end. */
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pdfOf } from '../../../../src/ui/paper/pdf.ts';

test('every object is where the table says, and its stream as long as it says', async () => {
  const bytes = await pdfOf({
    width: 238.11,
    height: 150,
    content: '0 0 10 10 re f\n/F1 Do /I1 Do',
    forms: [{ content: '0 0 m 1 1 l S', box: [0, 0, 1, 1] }],
    pictures: [{ width: 1, height: 2, rgb: Uint8Array.from([0xff, 0, 0, 0, 0xff, 0]) }],
    opacities: [[0.5, 1]],
  });
  const text = Buffer.from(bytes).toString('latin1');
  const table = Number(/startxref\n(\d+)\n%%EOF\n$/u.exec(text)![1]);
  const [, count] = /^xref\n0 (\d+)\n/u.exec(text.slice(table))!;
  const places = Array.from(text.slice(table).matchAll(/^(\d{10}) 00000 n $/gmu), ([, place]) => Number(place));
  expect(places).toHaveLength(Number(count) - 1);
  const streams = places.flatMap((place, index) => {
    const object = text.slice(place);
    expect(object.startsWith(`${index + 1} 0 obj\n`)).toBe(true);
    const length = /^[^\n]*\n[^\n]*\/Length (\d+)/u.exec(object)?.[1];
    if (length === undefined) return [];
    const start = place + object.indexOf('stream\n') + 7;
    expect(text.slice(start + Number(length)).startsWith('\nendstream')).toBe(true);
    return [inflateSync(bytes.subarray(start, start + Number(length))).toString('latin1')];
  });
  expect(streams).toEqual(['0 0 10 10 re f\n/F1 Do /I1 Do', '0 0 m 1 1 l S', '\u00FF\u0000\u0000\u0000\u00FF\u0000']);
  expect(text).toContain('/MediaBox [0 0 238.11 150]');
  expect(text).toContain('/F1 5 0 R');
  expect(text).toContain('/I1 6 0 R');
});
