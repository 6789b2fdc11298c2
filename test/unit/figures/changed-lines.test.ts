import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedLines } from '../../figures/changed-lines.ts';

test('lines of one text only are found in their order', () => {
  expect(changedLines('a\nb\nc', 'a\nc')).toEqual([{ kind: 'gone', line: 'b' }]);
  expect(changedLines('a\nc', 'a\nx\nc\ny').map(({ line }) => line)).toEqual(['x', 'y']);
  expect(changedLines('same', 'same')).toEqual([]);
});

test('taking away what is gone and what is new leaves the same lines of both', () => {
  const texts = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const found = changedLines(before.join('\n'), after.join('\n'));
      const without = (lines: readonly string[], kind: 'gone' | 'new') => {
        const left = found.filter((change) => change.kind === kind).map(({ line }) => line);
        return lines
          .join('\n')
          .split('\n')
          .toSorted()
          .filter((line) => {
            const at = left.indexOf(line);
            if (at >= 0) left.splice(at, 1);
            return at < 0;
          });
      };
      expect(without(before, 'gone')).toEqual(without(after, 'new'));
    }),
    { seed: 1 },
  );
});
