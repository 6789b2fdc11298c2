/** The commands that compress and expand a text, as a person calls them. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { compressCommand, expandCommand } from '../../../scripts/lib/text-archive.mjs';
import { encodeNetwork } from '../../../src/coding/network-file.ts';
import { descriptionOf } from '../../../src/data/text-archive/text-network.ts';
import { networkOf, textOf } from '../data/text-archive/texts.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const text = textOf(2000, 11);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parsimony-text-'));
  const { model, tensors } = networkOf({ symbols: 11, dim: 8, blocks: 1, heads: 2, length: 8, faithful: false });
  const { bytes } = await encodeNetwork({ model: descriptionOf(model), tensors }, { codec: 'entropy' });
  await writeFile(at('text'), text);
  await writeFile(at('net'), bytes);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a text comes back, and nothing that is there is replaced', async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const run = (...args: string[]) => compressCommand(args, () => Promise.reject(new Error('no study was asked for')));
  const compress = (out: string, ...more: string[]) => run(at('text'), '--network', at('net'), '--out', at(out), '--quiet', ...more);
  expect(await compress('a.parsimony-text')).toBe(0);
  expect(await compress('b.parsimony-text', '--bits', '32')).toBe(0);
  expect(await expandCommand([at('a.parsimony-text'), '--out', at('again'), '--quiet'])).toBe(0);
  const words = said.mock.calls.flat().join('\n');
  said.mockRestore();
  expect(Buffer.compare(await readFile(at('again')), text)).toBe(0);
  expect(words).toMatch(/2,000 bytes of text, [\d,]+ bytes of archive/u);
  expect(words).toContain('8 bits each');

  await expect(compress('a.parsimony-text')).rejects.toThrow('is there already');
  await expect(compress('none/a.parsimony-text')).rejects.toThrow('There is no folder');
  await expect(compress('c', '--bits', '4')).rejects.toThrow('32, 16 or 8');
  await expect(run(at('text'), '--out', at('c'))).rejects.toThrow('--network');
  await expect(run(at('text'), '--network', at('text'), '--out', at('c'))).rejects.toThrow('no network file');
  await expect(run(at('net'), '--network', at('net'), '--out', at('c'), '--quiet')).rejects.toThrow('byte values');
  await writeFile(at('damaged'), (await readFile(at('a.parsimony-text'))).subarray(0, 900));
  await expect(expandCommand([at('damaged'), '--out', at('c'), '--quiet'])).rejects.toThrow('cut off or changed');
  expect((await readdir(folder)).sort()).toEqual(['a.parsimony-text', 'again', 'b.parsimony-text', 'damaged', 'net', 'text']);
});
