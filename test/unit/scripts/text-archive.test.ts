/** The commands that compress and expand a text, as a person calls them. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { withTextOf } from '../../../scripts/lib/own-text.mjs';
import { importLab } from '../../../scripts/lib/study-in-node.mjs';
import { compressCommand, expandCommand } from '../../../scripts/lib/text-archive.mjs';
import { resolveStudy, runStudy } from '../../../scripts/study.mjs';
import { encodeNetwork } from '../../../src/coding/network-file.ts';
import { descriptionOf } from '../../../src/data/text-archive/text-network.ts';
import { networkOf, textOf } from '../data/text-archive/texts.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const text = textOf(2000, 11);

/** One job of a second, about a novel. */
const study = {
  name: 'Small',
  job: {
    data: { name: 'moby-dick', length: 16, order: 'shuffled' },
    model: { name: 'transformer', dim: 8, blocks: 1, heads: 2 },
    training: { batchSize: 16, roundSteps: 5, minEpochs: 1, maxEpochs: 1, fineTuneMin: 0, fineTuneMax: 0, bestState: 'last' },
    compression: { method: 'vanilla' },
  },
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parsimony-text-'));
  const { model, tensors } = networkOf({ symbols: 11, dim: 8, blocks: 1, heads: 2, length: 8, faithful: false });
  const { bytes } = await encodeNetwork({ model: descriptionOf(model), tensors }, { codec: 'entropy' });
  await writeFile(at('text'), text);
  await writeFile(at('net'), bytes);
  await writeFile(at('study.json'), JSON.stringify(study));
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
  await expect(run(at('text'), '--network', at('net'), '--out', folder)).rejects.toThrow('is a folder');
  await expect(run(at('text'), '--network', at('net'), '--out', '/dev/null')).rejects.toThrow('is there already');
  await expect(run(at('nothing'), '--network', at('net'), '--out', at('c'))).rejects.toThrow(/There is no file .*nothing/u);
  await expect(run(folder, '--network', at('net'), '--out', at('c'))).rejects.toThrow('is no file');
  await expect(compress('none/a.parsimony-text')).rejects.toThrow('There is no folder');
  await expect(compress('c', '--bits', '4')).rejects.toThrow('32, 16 or 8');
  await expect(run(at('text'), '--out', at('c'))).rejects.toThrow('--network');
  await expect(run(at('text'), '--network', at('text'), '--out', at('c'))).rejects.toThrow('no network file');
  await expect(run(at('net'), '--network', at('net'), '--out', at('c'), '--quiet')).rejects.toThrow('byte values');
  await writeFile(at('damaged'), (await readFile(at('a.parsimony-text'))).subarray(0, 900));
  await expect(expandCommand([at('damaged'), '--out', at('c'), '--quiet'])).rejects.toThrow('cut off or changed');
  expect((await readdir(folder)).sort()).toEqual(['a.parsimony-text', 'again', 'b.parsimony-text', 'damaged', 'net', 'study.json', 'text']);
});

/** Standard error of a command is its own: what a study says is looked at, not shown. */
const quiet = () => undefined;

test('a study trains the network on the very file, and the archive gives it back', { timeout: 120_000 }, async () => {
  const said = vi.spyOn(console, 'log').mockImplementation(quiet);
  const compress = (out: string, ...more: string[]) =>
    compressCommand([at('text'), '--study', at('study.json'), '--out', at(out), '--quiet', ...more], resolveStudy);
  expect(await compress('own.parsimony-text')).toBe(0);
  expect(await expandCommand([at('own.parsimony-text'), '--out', at('back'), '--quiet'])).toBe(0);
  said.mockRestore();
  expect(Buffer.compare(await readFile(at('back')), text)).toBe(0);
  await expect(compress('d', '--set', 'seed=1,2')).rejects.toThrow('--set seed=1');
  await expect(compress('d', '--set', 'model.dim=7')).rejects.toThrow('divisor');
  const onImages = compressCommand([at('text'), '--study', 'dtc-quick', '--out', at('d'), '--quiet'], resolveStudy);
  await expect(onImages).rejects.toThrow(/“text” cannot be used.*takes no such data/u);
});

test('a study on somebody’s own text runs with its file, and says which is missing without it', { timeout: 120_000 }, async () => {
  const lab = await importLab(quiet);
  const file = await lab.readTextFile(at('text'));
  const { study: small } = await resolveStudy(at('study.json'), [], quiet);
  const { study: onText, textFile } = await withTextOf(lab, small, at('text'), quiet);
  expect(onText.job).toMatchObject({ data: { name: 'own-text', split: 'none' }, text: { name: 'text', bytes: 2000, values: 11 } });
  // One that is on the text already keeps what it calls it.
  const named = { ...onText, job: { ...onText.job, text: { ...file.text, name: 'Another name' } } };
  expect((await withTextOf(lab, named, at('text'), quiet)).study).toEqual(named);
  const options = { backend: 'wasm' as const, jobs: 1, quiet: true, browser: false, references: [] };
  const { result } = await runStudy(onText, options, quiet, { textFile });
  expect(result.records).toMatchObject([{ status: 'finished', job: { text: file.text } }]);
  const without = await runStudy(onText, options, quiet);
  expect(without.result.records).toMatchObject([
    { status: 'failed', error: { kind: 'dataset', message: expect.stringMatching(/“text” is not here: .*--text FILE/u) } },
  ]);
});
