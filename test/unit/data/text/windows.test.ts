/** What a network is shown of a text that is read outside of training. */
import { describe, expect, test } from 'vitest';
import { chunkCount, placesOf, writeChunk, type ChunkStart } from '../../../../src/data/text/chunks.ts';
import { chunksOver, windowsOver } from '../../../../src/data/text/windows.ts';

const text = Uint8Array.from({ length: 301 }, (_, i) => 1 + ((i * i + Math.floor(i / 3)) % 19));
const starts: ChunkStart[] = ['zero', 'carry', 'drop'];

describe.each(starts)('start of a chunk: %s', (start) => {
  test.each([64, 60, 7, 2])('chunks of %i are those of a job, whatever stretch is read', (length) => {
    const chunking = { length, start };
    const places = placesOf(chunking);
    const all = chunkCount(text.length, chunking);
    const [inputs, targets] = [new Int32Array(all * places), new Int32Array(all * places)];
    for (let chunk = 0; chunk < all; chunk++) writeChunk(text, chunk, chunking, { inputs, targets, at: chunk * places });
    for (const [from, to] of [
      [0, text.length],
      [64, 200],
      [299, 301],
    ]) {
      const windows = chunksOver(text, { from, to }, chunking);
      const first = Math.floor(from / length);
      expect([...windows.inputs]).toEqual([...inputs.subarray(first * places, (first + windows.count) * places)]);
      for (const [i, row] of windows.rows.entries()) {
        const isFirst = (from + i) % length === 0;
        if (start === 'drop' && isFirst) expect(row).toBe(-1);
        else expect(targets[first * places + row]).toBe(text[from + i]);
      }
    }
  });

  test.each([64, 60, 7, 2])(
    'windows of %i say every symbol by those before it, at least half a chunk of them, and the next one',
    (length) => {
      const chunking = { length, start };
      const places = placesOf(chunking);
      const { inputs, rows } = windowsOver(text, { from: 0, to: text.length + 1 }, chunking);
      for (const [at, row] of rows.entries()) {
        if (start === 'drop' && at === 0) {
          expect(row).toBe(-1);
          continue;
        }
        const window = Math.floor(row / places) * places;
        // Symbols of the text that the place looks back at; with `zero` the first input is none.
        const seen = [...inputs.subarray(window, row + 1)].slice(start === 'zero' || (start === 'carry' && window === 0) ? 1 : 0);
        expect(seen).toEqual([...text.subarray(at - seen.length, at)]);
        expect(seen.length).toBeGreaterThanOrEqual(Math.min(at, Math.ceil(length / 2) - (start === 'drop' ? 0 : 1)));
      }
      // One symbol alone is shown as among all.
      for (const at of [1, length - 1, length, length + 1, 300, 301]) {
        if (at > text.length || at < 1) continue;
        const one = windowsOver(text, { from: at, to: at + 1 }, chunking);
        expect(one.count).toBe(1);
        const window = Math.floor(rows[at] / places);
        expect(one.rows[0]).toBe(rows[at] % places);
        expect([...one.inputs]).toEqual([...inputs.subarray(window * places, (window + 1) * places)]);
      }
    },
  );
});
