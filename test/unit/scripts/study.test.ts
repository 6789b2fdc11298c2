import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectDir } from '../../../scripts/lib/paths.mjs';
import { ProgressLine, progressText } from '../../../scripts/lib/progress.mjs';
import { exitCodeOf, parseStudyArguments, studySource } from '../../../scripts/study.mjs';
import type { Result } from '../../../src/study/records.ts';
import { presets } from '../../../src/study/presets.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'study-'));
  await writeFile(join(folder, 'study.json'), '{ "name": "mine", "job": { "compression": { "lambda": -1 } } }');
});

afterAll(() => rm(folder, { recursive: true }));

test('arguments are read', () => {
  expect(
    parseStudyArguments([
      'dtc-quick',
      '--set',
      'seed=1,2',
      '--set=model.hidden=8',
      '--out',
      '/x/r.json',
      '--backend',
      'cpu',
      '--jobs',
      '3',
      '--quiet',
    ]),
  ).toEqual({
    spec: 'dtc-quick',
    list: false,
    changes: ['seed=1,2', 'model.hidden=8'],
    out: '/x/r.json',
    backend: 'cpu',
    jobs: 3,
    quiet: true,
    fresh: false,
  });
  expect(parseStudyArguments(['--list']).list).toBe(true);
});

test.each([
  [[], 'Name a study to run'],
  [['a', 'b'], '“b” is one argument too many'],
  [['a', '--backend', 'gpu'], 'There is no backend “gpu”. The backends are auto, webgpu, wasm, wasm-relaxed, cpu.'],
  [['a', '--jobs', '0'], '--jobs takes a whole number from 1 to 64'],
  [['a', '--sett', 'x=1'], "Unknown option '--sett'"],
])('%j is refused', (args, message) => {
  expect(() => parseStudyArguments(args)).toThrow(message);
});

describe('where a study comes from', () => {
  test('a link, with or without what stands before its fragment', async () => {
    const link = { kind: 'link', fragment: '#r=1.abc' };
    expect(await studySource('https://example.org/lab/#r=1.abc')).toEqual(link);
    expect(await studySource('#r=1.abc')).toEqual(link);
    expect(await studySource('r=1.abc')).toEqual({ kind: 'link', fragment: 'r=1.abc' });
  });

  test('a file, or else the name of a preset', async () => {
    expect(await studySource(join(folder, 'study.json'))).toMatchObject({ kind: 'file', name: 'study.json' });
    expect(await studySource('dtc-quick')).toEqual({ kind: 'preset', name: 'dtc-quick' });
    await expect(studySource(join(folder, 'missing.json'))).rejects.toThrow('There is no file');
  });
});

describe('the command', () => {
  /** Runs it in a process of its own, as a person does. */
  async function command(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const run = promisify(execFile)(process.execPath, [join(projectDir, 'scripts', 'study.mjs'), ...args], { cwd: folder });
    return run.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  }

  test('lists the presets', async () => {
    const { code, stdout } = await command('--list');
    expect(code).toBe(0);
    for (const { name, title } of presets) expect(stdout).toContain(`${name}\n    ${title}`);
  });

  test.each([
    [['no-such-preset'], /There is no preset “no-such-preset”/],
    [['study.json', '--set', 'seed=1'], /study\.json holds no study that can be run: job\.compression\.lambda/],
    [['dtc-quick', '--out', 'no/such/folder/result.json'], /there is no folder .*no.such.folder/],
  ])('%j ends with one clear line and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await command(...args);
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('the exit code says whether every job finished', () => {
  const resultWith = (...statuses: string[]) => ({ records: statuses.map((status) => ({ status })) }) as unknown as Result;
  expect(exitCodeOf(resultWith('finished', 'finished'), false)).toBe(0);
  expect(exitCodeOf(resultWith('finished', 'failed'), false)).toBe(1);
  expect(exitCodeOf(resultWith('finished', 'cancelled'), false)).toBe(1);
  expect(exitCodeOf(resultWith('finished', 'cancelled'), true)).toBe(130);
});

describe('progress', () => {
  const progress = { share: 0.426, jobs: 3, finishedJobs: 1, phases: ['dtc 7: cycle 3 of 34'], stepsPerSecond: 41.7, secondsLeft: 75 };

  test('says how far, what, how fast and how long', () => {
    expect(progressText(progress)).toBe(' 42 % · 1 of 3 jobs done · dtc 7: cycle 3 of 34 · 42 steps/s · 1 min 15 s left');
    expect(progressText({ ...progress, share: 0, phases: [], stepsPerSecond: 0, secondsLeft: null })).toBe('  0 % · 1 of 3 jobs done');
  });

  function written(isTTY: boolean, columns: number, quiet = false) {
    let text = '';
    const stream = { isTTY, columns, write: (piece: string) => ((text += piece), true) };
    const line = new ProgressLine(stream, quiet);
    return { line, text: () => text };
  }

  test('rewrites one line of a terminal, never wider than it', () => {
    const { line, text } = written(true, 10);
    line.show('0123456789abc');
    line.show('x');
    line.end();
    line.end();
    expect(text()).toBe('\r012345678\u001B[K\rx\u001B[K\n');
  });

  test('in a log, writes a line now and then and whenever a job is done', () => {
    const { line, text } = written(false, 80);
    line.show('first');
    line.show('too soon');
    line.show('a job is done', true);
    line.end();
    expect(text()).toBe('first\na job is done\n');
  });

  test('is quiet if that is wanted', () => {
    const { line, text } = written(true, 80, true);
    line.show('x', true);
    line.end();
    expect(text()).toBe('');
  });
});
