import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureNodeBundle } from '../../../scripts/lib/node-bundle.mjs';
import { projectDir } from '../../../scripts/lib/paths.mjs';
import { ProgressLine, progressText } from '../../../scripts/lib/progress.mjs';
import { DRIVER, softwareGpuFolder, withSoftwareGpu } from '../../../scripts/lib/software-gpu.mjs';
import { exitCodeOf, parseStudyArguments, studySource } from '../../../scripts/study.mjs';
import { resultSchema, type Result } from '../../../src/study/records.ts';
import { presets } from '../../../src/study/presets.ts';
import { mayBeSkipped } from '../support/webgpu.ts';

/** Where the software adapter of the tests in Node lies. */
const gpuFolder = await softwareGpuFolder();

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
    browser: false,
    references: [],
  });
  expect(parseStudyArguments(['--list']).list).toBe(true);
  expect(parseStudyArguments(['dtc-quick', '--browser']).browser).toBe(true);
  expect(parseStudyArguments(['dtc-quick', '--reference-kernels', 'ReluGrad,Sum']).references).toEqual(['ReluGrad', 'Sum']);
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
    expect(await studySource('<https://example.org/lab/%23r=1.abc>')).toEqual({ kind: 'link', fragment: '%23r=1.abc>' });
  });

  test('a file, or else the name of a preset', async () => {
    expect(await studySource(join(folder, 'study.json'))).toMatchObject({ kind: 'file', name: 'study.json' });
    expect(await studySource('dtc-quick')).toEqual({ kind: 'preset', name: 'dtc-quick' });
    await expect(studySource(join(folder, 'missing.json'))).rejects.toThrow('There is no file');
  });
});

describe('the command', () => {
  // It says when it bundles the lab, which is no part of what is looked at here.
  beforeAll(() => ensureNodeBundle(() => undefined).then(() => undefined));

  /** Runs it in a process of its own, as a person does. */
  const command = (...args: string[]) => commandIn(process.env, ...args);

  async function commandIn(env: NodeJS.ProcessEnv, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const run = promisify(execFile)(process.execPath, [join(projectDir, 'scripts', 'study.mjs'), ...args], { cwd: folder, env });
    return run.then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
  }

  /** A study of one cycle and a second. */
  const tiny = ['method=magnitude', 'stopWidth=3', 'batchesPerCycle=1'].map((set) => `compression.${set}`);
  const tinyStudy = [...tiny, 'model.hidden=4', 'training.batchSize=64', 'data.trainImages=64', 'data.testImages=64'];
  const runTiny = ['dtc-quick', ...tinyStudy.flatMap((set) => ['--set', set])];

  test('needs no browser and looks for none', async () => {
    // Looking for one fails at a variable that names none, and there is nothing on the path.
    const env = { PARSIMONY_CHROMIUM: '/no/such/browser', PATH: '', HOME: folder };
    const { code, stdout, stderr } = await commandIn(env, ...runTiny, '--out', 'tiny.json');
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/^magnitude +1 /m);
    const { environment } = resultSchema.parse(JSON.parse(await readFile(join(folder, 'tiny.json'), 'utf8')));
    expect(environment).toMatchObject({ backend: 'wasm', browser: `Node ${process.versions.node} (V8 ${process.versions.v8})` });
    const inBrowser = await commandIn(env, ...runTiny, '--browser');
    expect([inBrowser.code, inBrowser.stderr]).toEqual([1, expect.stringContaining('PARSIMONY_CHROMIUM names /no/such/browser')]);
  });

  test.each(['cpu', 'wasm-relaxed'])('computes on %s', async (backend) => {
    const { code, stderr } = await command(...runTiny, '--backend', backend);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(backend === 'cpu' ? 'on cpu (plain JavaScript)' : 'on wasm (WebAssembly');
  });

  test('says so where there is no WebGPU adapter', async () => {
    // The drivers that Vulkan's loader is to take; there are none under this name.
    const env = { ...process.env, VK_ICD_FILENAMES: '/no/such/driver.json', VK_DRIVER_FILES: '/no/such/driver.json' };
    const { code, stdout, stderr } = await commandIn(env, ...runTiny, '--backend', 'webgpu');
    expect([code, stdout.trim()]).toEqual([1, 'No job came as far as its first step.']);
    expect(stderr).toContain('Failed: magnitude, seed 42424242: No WebGPU adapter is offered here. Choose “Automatic” or WebAssembly');
  });

  test.runIf(mayBeSkipped(gpuFolder !== undefined))('computes on WebGPU where there is an adapter, by Dawn', async () => {
    const env = { ...(await withSoftwareGpu()), VK_ICD_FILENAMES: join(String(gpuFolder), DRIVER) };
    const { code, stderr } = await commandIn(env, ...runTiny, '--backend', 'webgpu');
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('1 of 1 jobs finished');
    expect(stderr).toMatch(/on webgpu \(SwiftShader/);
  });

  test.runIf(mayBeSkipped(gpuFolder !== undefined))('stops on WebGPU without breaking off, and writes what there is', async () => {
    const env = { ...(await withSoftwareGpu()), VK_ICD_FILENAMES: join(String(gpuFolder), DRIVER) };
    const out = join(folder, 'stopped.json');
    // Long enough for any machine.
    const long = runTiny.map((text) => text.replace('batchesPerCycle=1', 'batchesPerCycle=400'));
    const study = [join(projectDir, 'scripts', 'study.mjs'), ...long, '--backend', 'webgpu', '--out', out];
    const child = spawn(process.execPath, study, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // Within the seconds in which Dawn compiles shaders.
    await expect.poll(() => stderr, { timeout: 40_000 }).toContain('0 of 1 jobs done');
    setTimeout(() => child.kill('SIGINT'), 3000);
    const code = await new Promise((resolve) => {
      child.once('close', resolve);
    });
    expect(code, stderr).toBe(130);
    const [{ status }] = resultSchema.parse(JSON.parse(await readFile(out, 'utf8'))).records;
    expect(status).toBe('cancelled');
  });

  /** Takes longer than any test. */
  const runLong = runTiny.map((text) => text.replace('batchesPerCycle=1', 'batchesPerCycle=20000').replace('hidden=4', 'hidden=512'));

  /** A long study, asked to stop once it runs. */
  async function stopped(out: string, stop: (id: number) => void, env: NodeJS.ProcessEnv = process.env) {
    const child = spawn(process.execPath, [join(projectDir, 'scripts', 'study.mjs'), ...runLong, '--out', out], { env });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await expect.poll(() => stderr, { timeout: 40_000 }).toContain('0 of 1 jobs done');
    stop(Number(child.pid));
    return { code: await ended, stderr };
  }

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('on %s it keeps what there is, beside a result with more finished jobs', async (signal, expected) => {
    const out = join(folder, `${signal}.json`);
    const earlier = JSON.stringify({ study: { name: 'hours of work' }, records: [{ status: 'finished' }] });
    await writeFile(out, earlier);
    const { code, stderr } = await stopped(out, (id) => process.kill(id, signal));
    expect(code, stderr).toBe(expected);
    expect(stderr).toContain(`${signal}.json was left as it is`);
    expect(await readFile(out, 'utf8')).toBe(earlier);
    const [{ status }] = resultSchema.parse(JSON.parse(await readFile(join(folder, `${signal}-2.json`), 'utf8'))).records;
    expect(status).toBe('cancelled');
    expect((await readdir(folder)).filter((name) => /\.part$|\.lock$/u.test(name))).toEqual([]);
  });

  test('it stops as by TERM where npm, which has started it, is gone', async () => {
    const out = join(folder, 'orphan.json');
    const args = JSON.stringify([join(projectDir, 'scripts', 'study.mjs'), ...runLong, '--out', out]);
    const parent = spawn(process.execPath, ['-e', `require('child_process').spawn(process.execPath, ${args}, { stdio: 'inherit' })`], {
      env: { ...process.env, npm_lifecycle_event: 'study' },
    });
    let stderr = '';
    parent.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    await expect.poll(() => stderr, { timeout: 40_000 }).toContain('0 of 1 jobs done');
    parent.kill('SIGKILL');
    await expect.poll(() => readFile(out, 'utf8').catch(() => ''), { timeout: 20_000 }).toContain('"cancelled"');
  });

  test('lists the presets', async () => {
    const { code, stdout } = await command('--list');
    expect(code).toBe(0);
    for (const { name, title } of presets()) expect(stdout).toContain(`${name}\n    ${title}`);
  });

  test.each([
    [['no-such-preset'], /There is no preset “no-such-preset”/],
    [['study.json', '--set', 'seed=1'], /study\.json holds no study that can be run: “LASSO penalty λ” \(compression\.lambda\)/],
    [['dtc-quick', '--out', 'no/such/folder/result.json'], /there is no folder .*no.such.folder/],
    [['dtc-quick', '--out', '.'], /it is a folder\. Name a file in it/],
    [['dtc-quick', '--out', '/dev/null'], /it is no ordinary file/],
  ])('%j ends with one clear line and exit code 2', async (args, message) => {
    const { code, stdout, stderr } = await command(...args);
    expect(stderr.trim()).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test('the exit code says whether every job finished', () => {
  const resultWith = (...statuses: string[]) => ({ records: statuses.map((status) => ({ status })) }) as unknown as Result;
  expect(exitCodeOf(resultWith('finished', 'finished'), 0)).toBe(0);
  expect(exitCodeOf(resultWith('finished', 'failed'), 0)).toBe(1);
  expect(exitCodeOf(resultWith('finished', 'cancelled'), 0)).toBe(1);
  expect(exitCodeOf(resultWith('finished', 'cancelled'), 130)).toBe(130);
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
