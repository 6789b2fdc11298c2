import { readdirSync, readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isResultFragment, linkFragment, LinkError, MAX_LINK_CHARACTERS, readLink } from '../../../src/lab/link.ts';
import { packDigest } from '../../../src/study/digest-format.ts';
import { digestOf } from '../../../src/study/digest-of.ts';
import type { Digest } from '../../../src/study/digest.ts';
import type { DtcRun } from '../../../src/study/families/dtc/run.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { noisyRecords, testEnvironment } from '../study/noisy-records.ts';

const fixtures = (version: number): URL => new URL(`../../reference/links/v${version}/`, import.meta.url);
const published = presetByName('dtc-as-published').study;

async function digest(seeds: readonly number[]): Promise<Digest> {
  const { study, records } = noisyRecords({ ...published, axes: [published.axes[0], { path: 'seed', values: [...seeds] }] }, 5);
  return digestOf(study, records, testEnvironment);
}

/** A link as anybody could make it, from any text. */
const forged = (text: string, version = '1'): string => `r=${version}.${deflateRawSync(Buffer.from(text)).toString('base64url')}`;

/** What a link holds in the form in which it was kept with the links of versions 1 and 2: the runs of each family in a field of their own. */
const asEarlier = ({ jobs, ...rest }: Digest): object => ({
  ...rest,
  jobs: jobs.map(({ run, fingerprint }) => {
    const { steps, summary } = run as L0Run;
    const isEmpty = run.kind !== 'l0' || (steps.length === 0 && summary === null);
    return {
      status: run.status,
      points: run.kind === 'dtc' ? (run as DtcRun).points : [],
      l0: isEmpty ? null : { steps, summary },
      fingerprint,
    };
  }),
});

/** Numbers to 12 digits: the links were kept when the engine's own sinh made losses of whole numbers, whose last bit was another. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === 'number' ? Number(part.toPrecision(12)) : part)));

async function refusal(fragment: string): Promise<LinkError> {
  const error: unknown = await readLink(fragment).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(LinkError);
  return error as LinkError;
}

describe('links', () => {
  it('are base64url of deflate-raw JSON, and are read back', async () => {
    const before = await digest([1]);
    const fragment = await linkFragment(before);
    expect(fragment).toMatch(/^r=3\.[\w-]+$/u);
    const json: unknown = JSON.parse(inflateRawSync(Buffer.from(fragment.slice(4), 'base64url')).toString());
    expect(json).toEqual(await packDigest(before));
    expect(await packDigest(await readLink(`#${fragment}`))).toEqual(json);
  });

  it('of three methods and 34 cycles stay below 2,000 characters, the address of the page included', async () => {
    const fragment = await linkFragment(await digest([42424242]));
    expect(`https://someone.github.io/parsimony/#${fragment}`.length).toBeLessThan(2000);
  });

  it('of nine jobs are still offered as a link, of 30 no more', async () => {
    expect((await linkFragment(await digest([1, 2, 3]))).length).toBeLessThan(5000);
    const long = await linkFragment(await digest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    expect(long.length).toBeGreaterThan(MAX_LINK_CHARACTERS);
    expect((await readLink(long)).jobs.length).toBe(30);
  });

  it('are told from other fragments', () => {
    expect(isResultFragment('#r=1.abc')).toBe(true);
    expect(isResultFragment('r=2.abc')).toBe(true);
    expect(isResultFragment('#figures')).toBe(false);
    expect(isResultFragment('')).toBe(false);
  });
});

describe.each([
  [1, 4],
  [2, 2],
])('links of version %s', (version, least) => {
  const names = readdirSync(fixtures(version)).filter((file) => file.endsWith('.txt'));

  it.each(names)('%s reads as it did', async (name) => {
    const text = readFileSync(new URL(name, fixtures(version)), 'utf8').trim();
    expect(text.startsWith(`r=${version}.`)).toBe(true);
    const expected: unknown = JSON.parse(readFileSync(new URL(name.replace('.txt', '.json'), fixtures(version)), 'utf8'));
    // Settings that a later version adds may be there as well.
    expect(rounded(asEarlier(await readLink(text)))).toMatchObject(rounded(expected) as object);
  });

  it('are all there', () => {
    expect(names.length).toBeGreaterThanOrEqual(least);
  });
});

describe('hostile links', () => {
  it('garbage', async () => {
    expect((await refusal('')).kind).toBe('format');
    expect((await refusal('#r=one.abc')).kind).toBe('format');
    expect((await refusal('#r=1')).kind).toBe('format');
    expect((await refusal('#r=1.')).kind).toBe('damaged');
    expect((await refusal('#r=1.!!!!')).kind).toBe('damaged');
    expect((await refusal('#r=1.AAAA')).kind).toBe('damaged');
    expect((await refusal(`#r=1.${Buffer.from('no deflate data at all').toString('base64url')}`)).kind).toBe('damaged');
    expect((await refusal(forged('no JSON'))).kind).toBe('content');
    expect((await refusal(forged('null'))).kind).toBe('content');
    expect((await refusal(forged('[]'))).kind).toBe('content');
  });

  it('cut off anywhere', async () => {
    const fragment = await linkFragment(await digest([1]));
    for (const length of [5, 40, fragment.length >> 1, fragment.length - 8, fragment.length - 2]) {
      const error = await refusal(fragment.slice(0, length));
      expect(error.kind).toBe('damaged');
      expect(error.message).toMatch(/cut off/u);
    }
  });

  it('from another version', async () => {
    const newer = await refusal(forged('{}', '4'));
    expect(newer.kind).toBe('version');
    expect(newer.message).toContain('newer version');
    expect((await refusal('r=999.whatever this will be')).kind).toBe('version');
    expect((await refusal(forged('{}', '0'))).kind).toBe('version');
  });

  it('too long, before anything is unpacked', async () => {
    const error = await refusal(`#r=1.${'A'.repeat(70_000)}`);
    expect(error.kind).toBe('size');
    expect(error.message).toContain('70,005 characters');
  });

  it('bombs of 5 MB', async () => {
    const bomb = forged(`{"study":"${' '.repeat(5_000_000)}"}`);
    expect(bomb.length).toBeLessThan(10_000);
    const error = await refusal(bomb);
    expect(error.kind).toBe('size');
    expect(error.message).toContain('1,048,576 bytes');
  });

  it('names that reach a prototype', async () => {
    const text = JSON.stringify(await packDigest(await digest([1])));
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      const error = await refusal(forged(text.replace('{"study":{', `{"study":{"${name}":{"polluted":1},`)));
      expect(error.kind).toBe('content');
      expect(error.message).toContain(name);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('out-of-range widths, unknown fields, another study', async () => {
    const text = JSON.stringify(await packDigest(await digest([1])));
    const wide = await refusal(forged(text.replace('{"study":{', '{"study":{"job":{"model":{"hidden":[1000000]}},')));
    expect([wide.kind, wide.message]).toEqual(['content', expect.stringContaining('study.job.model.hidden.0')]);
    const unknown = await refusal(forged(text.replace('{"study":{', '{"study":{"onload":"alert(1)",')));
    expect([unknown.kind, unknown.message]).toEqual(['content', expect.stringContaining('onload')]);
    const other = await refusal(forged(text.replace('"values":[1]', '"values":[2]')));
    expect([other.kind, other.message]).toEqual(['hash', expect.stringContaining('Ask for the link again')]);
  });
});
