import { readdirSync, readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it, test } from 'vitest';
import { linkFragment, LinkError, MAX_LINK_CHARACTERS, readLink } from '../../../src/lab/link.ts';
import { meantAddress, readingsOf, resultFragment } from '../../../src/lab/link-text.ts';
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

/** What a link holds in the form in which it was kept with the links of versions 1 to 3: the runs of each family in a field of their own. */
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
    expect(resultFragment('#r=1.abc')).toBe('r=1.abc');
    expect(resultFragment('r=2.abc')).toBe('r=2.abc');
    expect(resultFragment('#figures')).toBeNull();
    expect(resultFragment('')).toBeNull();
    expect(resultFragment('https://example.org/lab/?x=y')).toBeNull();
    for (const sign of ['%23', '%2523', '&#35;']) expect(resultFragment(`https://example.org/lab/${sign}r=1.abc`)).toBe('r=1.abc');
  });
});

describe.each([
  [1, 4],
  [2, 2],
  [3, 3],
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
    const newer = await refusal(forged('{}', '5'));
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
    expect([wide.kind, wide.message]).toEqual([
      'content',
      expect.stringContaining('“Hidden neurons” (model.hidden), number 1 should be at most 4096 and is 1000000'),
    ]);
    const unknown = await refusal(forged(text.replace('{"study":{', '{"study":{"onload":"alert(1)",')));
    expect([unknown.kind, unknown.message]).toEqual(['content', expect.stringContaining('onload')]);
    const other = await refusal(forged(text.replace('"values":[1]', '"values":[2]')));
    expect([other.kind, other.message]).toEqual(['hash', expect.stringContaining('Ask for the link again')]);
  });
});

/** Seeded, so that what fails once fails again (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('an address whose # was escaped leads to where it was meant to', () => {
  const meant = 'https://example.org/lab/#r=1.abc_-';
  for (const start of ['%23r=', '%23r%3D', '%2523r%253D', '&#35;r&#61;'])
    expect(meantAddress(`https://example.org/lab/${start}1.abc_-`)).toBe(meant);
  for (const other of [meant, 'https://example.org/lab/nothing', 'https://example.org/%23/runs']) expect(meantAddress(other)).toBeNull();
});

describe('links that went through mail and chats', () => {
  const tails = [
    ['.', ',', ';', ':', '!', '?', '…', ')', ']', '}', '>', '"', "'", '”', '’', '»', '*', '~', '|', '\\', '/', '**', '...', '>.', '),'],
    ['_', '__', '-', '--', '&quot;', '&gt;', '&amp;utm_source=x', '?fbclid=IwAR0-x_y', '#:~:text=a'],
    [
      '%20',
      '%20see%20this',
      ' is my result',
      '\n\n-- \nNo Body',
      '%0A',
      '\u200B',
      '%E2%80%8B',
      '\uFEFF',
      '&nbsp;',
      '%29',
      '%E2%80%9D',
      '%E2',
    ],
  ].flat();
  const asBroken: Record<string, (text: string, at: number) => string> = {
    'line breaks': (text, at) => `${text.slice(0, at)}\r\n${text.slice(at)}`,
    'a quoted mail': (text, at) => `${text.slice(0, at)}\n> ${text.slice(at)}`,
    'quoted-printable': (text, at) => `${text.slice(0, at)}=\r\n${text.slice(at)}`.replace('r=', 'r=3D'),
    'spaces of an address': (text, at) => `${text.slice(0, at)}%20${text.slice(at)}`,
    'signs that are not seen': (text, at) => `${text.slice(0, at)}\u200B${text.slice(at)}`,
  };
  const escapes: Record<string, (text: string) => string> = {
    nothing: (text) => text,
    percents: (text) => text.replace('#', '%23').replace('=', '%3D'),
    'percents of percents': (text) => text.replace('#', '%2523'),
    entities: (text) => text.replace('#', '&#35;').replace('=', '&#x3d;').replaceAll('_', '&lowbar;'),
  };

  it('open the same study', async () => {
    const before = await digest([1]);
    const whole = `#${await linkFragment(before)}`;
    const expected = await packDigest(before);
    const pick = random(7);
    const garbled = [
      ...tails.map((tail) => whole + tail),
      ...Object.values(escapes).map((escape) => escape(whole)),
      ...Array.from({ length: 150 }, () => {
        const breaker = Object.values(asBroken)[Math.floor(pick() * Object.keys(asBroken).length)];
        const escape = Object.values(escapes)[Math.floor(pick() * Object.keys(escapes).length)];
        const at = 8 + Math.floor(pick() * (whole.length - 8));
        const tail = () => tails[Math.floor(pick() * tails.length)];
        return escape(breaker(whole, at)) + tail() + tail();
      }),
    ];
    for (const text of garbled) {
      const fragment = resultFragment(`https://example.org/lab/${text}`);
      expect(fragment, text).not.toBeNull();
      const read = await readLink(fragment!).catch((error: unknown) => error);
      expect(read instanceof Error ? read : await packDigest(read as Digest), text).toEqual(expected);
    }
  });

  it('open as they were seen in the wild', async () => {
    // Lines from chats: an l0 link with what was appended to it.
    const lines = readFileSync(new URL('../../reference/links/with-tails.txt', import.meta.url), 'utf8')
      .trimEnd()
      .split('\n');
    const [first, ...others] = await Promise.all(lines.map(async (line) => packDigest(await readLink(line))));
    expect(others.length).toBe(7);
    for (const other of others) expect(other).toEqual(first);
  });

  it('are refused wherever they were cut off, with and without a tail', async () => {
    const whole = await linkFragment(await digest([1]));
    const pick = random(11);
    for (let length = 5; length < whole.length; length += 1 + Math.floor(pick() * 12)) {
      for (const tail of ['', tails[Math.floor(pick() * tails.length)]]) {
        const error: unknown = await readLink(whole.slice(0, length) + tail).catch((cause: unknown) => cause);
        expect(error, `${length} ${tail}`).toBeInstanceOf(LinkError);
        expect((error as LinkError).message).toMatch(/cut off/u);
      }
    }
  });

  it('are read in so many ways only, where nothing of them can be read', async () => {
    for (const data of [`${'-'.repeat(60_000)}a`, 'a '.repeat(30_000), 'a= >'.repeat(15_000), 'a_ '.repeat(20_000)]) {
      expect([...readingsOf(data)].length).toBeLessThanOrEqual(256);
      await expect(readLink(`r=1.${data}`)).rejects.toThrow(LinkError);
    }
  });
});
