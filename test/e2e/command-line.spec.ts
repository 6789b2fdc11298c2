/** `npm run study`, as a person runs it: a process of its own, with its files and exit codes. */
import { settingOf } from '../../src/study/schema.ts';
import { dtcStep } from '../unit/support/dtc.ts';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectDir } from '../../scripts/lib/paths.mjs';
import { resultSchema, type Result } from '../../src/study/records.ts';
import { expect, test } from './support/test.ts';

/** A study of two cycles and a few seconds. */
const small = ['dtc-quick', '--set', 'model.hidden=16', '--set', 'compression.stopWidth=12', '--set', 'compression.batchesPerCycle=12'];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** @param onText sees standard error as it grows, and the process */
function study(args: readonly string[], onText: (stderr: string, interrupt: () => void) => void = () => undefined): Promise<Ended> {
  const child = spawn(process.execPath, [join(projectDir, 'scripts', 'study.mjs'), ...args], { cwd: projectDir });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    onText(stderr, () => child.kill('SIGINT'));
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

const resultIn = async (path: string) => resultSchema.parse(JSON.parse(await readFile(path, 'utf8')));

test('runs a study to its end, prints its table and writes a result that the schema accepts', async () => {
  const out = test.info().outputPath('result.json');
  const { code, stdout, stderr } = await study([
    ...small,
    '--set',
    'seed=1,2',
    '--set',
    'compression.method=dtc,random',
    '--out',
    out,
    '--jobs',
    '1',
  ]);
  expect(code, stderr).toBe(0);
  const rows = stdout.trim().split('\n').slice(2);
  expect(rows.map((row) => row.split(/ {2,}/).slice(0, 2))).toEqual([
    ['dtc', '2'],
    ['random', '2'],
  ]);
  expect(stderr).toMatch(/4 of 4 jobs finished in .* on wasm/);

  const result = await resultIn(out);
  expect(result.environment?.backend).toBe('wasm');
  expect(result.records.map(({ job, status }) => [job.compression.method, job.seed, status])).toEqual([
    ['dtc', 1, 'finished'],
    ['dtc', 2, 'finished'],
    ['random', 1, 'finished'],
    ['random', 2, 'finished'],
  ]);
  for (const { steps } of result.records) {
    const last = steps.at(-1);
    expect(last && dtcStep(last).neurons).toBeLessThanOrEqual(12);
  }
});

test('a result file is extended by what --set adds to it, and runs again only if that is asked for', async () => {
  const [out, more, anew] = ['result', 'more', 'anew'].map((name) => test.info().outputPath(`${name}.json`));
  const first = await study([...small, '--set', 'compression.method=random', '--set', 'seed=1,2', '--out', out]);
  expect(first.code, first.stderr).toBe(0);
  const { code, stderr } = await study([out, '--set', 'seed=1,2,3', '--out', more]);
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('2 of 3 jobs are finished in the result file and are taken as they are; --fresh runs them again.');
  const [before, after] = [await resultIn(out), await resultIn(more)];
  expect(after.records.map(({ job, status }) => [job.seed, status])).toEqual([
    [1, 'finished'],
    [2, 'finished'],
    [3, 'finished'],
  ]);
  // The very records, times included.
  expect(after.records.slice(0, 2)).toEqual(before.records);
  // A command that is given again goes on with what its file has.
  const goesOn = await study([...small, '--set', 'compression.method=random', '--set', 'seed=1,2,3', '--out', out]);
  expect(goesOn.code, goesOn.stderr).toBe(0);
  expect(goesOn.stderr).toContain(`2 of 3 jobs are finished in ${out} and are taken as they are; --fresh runs them again.`);
  const grown = await resultIn(out);
  expect(grown.records.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished']);
  expect(grown.records.slice(0, 2)).toEqual(before.records);
  const fresh = await study([more, '--set', 'seed=1', '--fresh', '--out', anew]);
  expect(fresh.code, fresh.stderr).toBe(0);
  const [again] = (await resultIn(anew)).records;
  expect(again.startedAt).not.toBe(before.records[0].startedAt);
  expect(again.summary).toEqual(before.records[0].summary);
});

/** What has to be the same wherever a study runs: all but times and what ran it. */
function recordsIn({ records }: Result) {
  return records.map((record) => ({
    ...record,
    steps: record.steps.map((step) => ({ ...step, seconds: 0 })),
    environment: { ...record.environment, browser: '' },
    startedAt: null,
    seconds: 0,
  }));
}

test.describe('Node and Chromium give the same records, bit for bit, on WebAssembly', () => {
  const dtc = ['dtc-quick', 'compression.method=dtc', 'model.hidden=32', 'compression.stopWidth=20', 'compression.batchesPerCycle=8'];
  const short = ['training.minEpochs=40', 'training.maxEpochs=40', 'training.fineTuneMin=4', 'training.fineTuneMax=10'];
  const l0 = ['teacher-student-mse-quick', 'compression.method=rl1,pmmp', 'compression.alpha=1e-4', ...short];
  for (const [preset, ...changes] of [dtc, l0]) {
    test(preset, async () => {
      const given = [preset, ...changes.flatMap((change) => ['--set', change]), '--backend', 'wasm'];
      const [there, here] = [test.info().outputPath('chromium.json'), test.info().outputPath('node.json')];
      const inChromium = await study([...given, '--browser', '--out', there]);
      expect(inChromium.code, inChromium.stderr).toBe(0);
      const inNode = await study([...given, '--out', here]);
      expect(inNode.code, inNode.stderr).toBe(0);

      const [chromium, node] = [await resultIn(there), await resultIn(here)];
      expect(chromium.environment?.browser).toContain('Chrome/');
      expect(node.environment?.browser).toMatch(/^Node \d+\.\d+\.\d+ \(V8 .+\)$/);
      expect(node.records.flatMap(({ steps }) => steps).length).toBeGreaterThan(0);
      expect(recordsIn(node)).toEqual(recordsIn(chromium));
      // Seconds per job aside, the last column.
      const table = ({ stdout }: Ended) => stdout.replaceAll(/ +\S+$/gm, '');
      expect(table(inNode)).toBe(table(inChromium));
    });
  }
});

test('in a sweep of ℓ0 a job that diverges says where and why in its record, and the others finish', async () => {
  const out = test.info().outputPath('result.json');
  // Gradient descent with momentum: a rate of 1 makes the loss of a student infinite within a few epochs.
  const sweep = ['training.optimiser=momentum', 'training.learningRate=0.01,1', 'compression.method=rl1,drr', 'compression.alpha=1e-4'];
  const short = ['training.maxEpochs=40', 'training.minEpochs=40', 'training.fineTuneMax=10'];
  const { code, stdout, stderr } = await study([
    'teacher-student-mse-quick',
    ...[...sweep, ...short].flatMap((set) => ['--set', set]),
    '--out',
    out,
  ]);
  expect(code, stderr).not.toBe(0);
  expect(stderr).toContain('2 of 4 jobs finished');
  expect(stdout).toMatch(/^rl1, learningRate 0\.01 .*\ndrr, learningRate 0\.01 /mu);

  const { records } = await resultIn(out);
  expect(records.map(({ job, status }) => [job.compression.method, settingOf(job, 'training.learningRate'), status])).toEqual([
    ['rl1', 0.01, 'finished'],
    ['rl1', 1, 'failed'],
    ['drr', 0.01, 'finished'],
    ['drr', 1, 'failed'],
  ]);
  for (const { status, error, summary, steps } of records) {
    if (status === 'finished') {
      expect([error, summary?.kind]).toEqual([null, 'l0']);
    } else {
      expect(summary).toBeNull();
      // What was measured before is kept.
      expect(steps.length).toBeGreaterThan(0);
      expect(error?.kind).toBe('diverged');
      expect(error?.message).toMatch(
        /^Training diverged: the loss of training step \d+ is (Infinity|NaN) at learning rate 1; .+\. Lower the learning rate/u,
      );
      expect(stderr).toContain(error?.message);
    }
  }
});

test('says nothing but the table if it is to be quiet', async () => {
  const { code, stdout, stderr } = await study([...small, '--set', 'compression.method=magnitude', '--quiet']);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^accuracy at sparsity .*\n─.*\nmagnitude .*\n$/);
});

test('a study that needs more memory than a heap has is refused in words before it runs', async () => {
  const wide = [
    'model.name=mlp',
    'model.hidden=4096+4096+4096+4096',
    'training.batchSize=8192',
    'data.train=45000',
    'compression.method=pmmp',
    'compression.alpha=1e-7',
  ];
  const { code, stdout, stderr } = await study(['l0-mnist-mlp-quick', ...wide.flatMap((change) => ['--set', change]), '--quiet']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(
    /^A job of this study would need about \d+\.\d GiB .* 4\.0 GiB at most\. Lower “Own widths” \(model\.hidden\).*\n$/,
  );
});
