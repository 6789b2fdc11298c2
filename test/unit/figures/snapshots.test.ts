/** Every figure as text, beside how it was accepted; `npm run figures` draws them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { snapshotCases } from './cases.ts';

it.each(snapshotCases)('$file', async ({ file, text }) => {
  await expect(text()).toMatchFileSnapshot(`snapshots/${file}`);
});

it('no snapshot is left of a figure that is gone', () => {
  const kept = readdirSync(join(import.meta.dirname, 'snapshots'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.txt'));
  expect(kept.sort()).toEqual(snapshotCases.map(({ file }) => file).sort());
});
