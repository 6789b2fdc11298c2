/** Archives that are written here, read by others. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zipOf, type ZipFile } from '../../../src/coding/zip.ts';
import { filesInZip } from '../../../src/data/own/zip.ts';

const date = new Date('2026-11-30T12:34:56Z');
const file = (name: string, content: string): ZipFile => ({ name, bytes: new TextEncoder().encode(content) });

async function readBack(blob: Blob): Promise<readonly (readonly [string, string])[]> {
  const { files } = await filesInZip({ path: 'a.zip', blob });
  return Promise.all(
    files.map(async ({ path, open }) => {
      const bytes: number[] = [];
      for await (const piece of open!()) bytes.push(...piece);
      return [path.slice(2), new TextDecoder().decode(Uint8Array.from(bytes))] as const;
    }),
  );
}

test('the reader of the lab finds every file with its bytes, deflated or stored', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.stringMatching(/^[a-zé日][a-z0-9-]{0,8}$/u), fc.string({ unit: 'grapheme' })), {
        selector: ([name]) => name,
      }),
      async (entries) => {
        const files = entries.map(([name, content]) => file(`f/${name}`, content.repeat(20)));
        expect(await readBack(await zipOf(files, date))).toEqual(files.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]));
      },
    ),
    { numRuns: 30 },
  );
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

test.skipIf(!hasPython)('Python reads it, with its date, and finds no fault (needs python3)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parsimony-zip-'));
  try {
    const blob = await zipOf([file('a/b.txt', 'x'.repeat(1000)), file('ü.csv', '')], date);
    writeFileSync(join(folder, 'a.zip'), new Uint8Array(await blob.arrayBuffer()));
    const script = `import zipfile;z=zipfile.ZipFile('a.zip');print(z.testzip(),[(i.filename,i.file_size,i.date_time,i.compress_type) for i in z.infolist()])`;
    expect(
      execFileSync('python3', ['-c', script], { cwd: folder, encoding: 'utf8', env: { ...process.env, PYTHONIOENCODING: 'utf8' } }),
    ).toBe("None [('a/b.txt', 1000, (2026, 11, 30, 12, 34, 56), 8), ('ü.csv', 0, (2026, 11, 30, 12, 34, 56), 0)]\n");
    expect(readFileSync(join(folder, 'a.zip')).length).toBe(blob.size);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('two files of one name are refused', async () => {
  await expect(zipOf([file('a', ''), file('a', '')], date)).rejects.toThrow(/two files of one name/u);
});
