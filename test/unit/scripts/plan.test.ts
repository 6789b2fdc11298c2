/** Sweeps on many machines, as people run them: commands of their own, stopped, killed, run twice, and merged. */
import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureNodeBundle } from '../../../scripts/lib/node-bundle.mjs';
import { projectDir } from '../../../scripts/lib/paths.mjs';
import { PlanFolder } from '../../../scripts/lib/plan/folder.mjs';
import { schedulerOf, shardNumber } from '../../../scripts/lib/plan/shard-number.mjs';
import { mergeScript, shardScript } from '../../../scripts/lib/plan/slurm.mjs';
import { importLab } from '../../../scripts/lib/study-in-node.mjs';
import { jobFileText, outcomeText, type JobFile } from '../../../src/lab/plan/job-file.ts';
import { resultSchema, type Result } from '../../../src/study/records.ts';

const program = join(projectDir, 'scripts', 'study.mjs');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plan-'));
  await ensureNodeBundle(() => undefined);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

function start(...args: string[]): Running {
  const child = spawn(process.execPath, [program, ...args], { cwd: projectDir });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, said }));
  });
  return { child, ended };
}

const study = async (...args: string[]): Promise<Ended> => start(...args).ended;
const resultIn = async (path: string): Promise<Result> => resultSchema.parse(JSON.parse(await readFile(path, 'utf8')));
const outcomes = ({ records }: Result): string[] => records.map(outcomeText);
const filesIn = async (plan: string, part: string): Promise<string[]> =>
  (await readdir(join(plan, part))).filter((name) => !name.startsWith('.')).sort();

/** Jobs of a student: some seconds each, so that they leave a checkpoint, which they do after five. */
const long = [
  'teacher-student-mse-quick',
  '--set',
  'compression.method=drr',
  '--set',
  'compression.alpha=0.001',
  '--set',
  'training.maxEpochs=24000',
];
const withSeeds = (spec: readonly string[], seeds: string): string[] => [
  ...spec,
  '--set',
  'training.minEpochs=24000',
  '--set',
  'training.fineTuneMax=100',
  '--set',
  `seed=${seeds}`,
];
/** And of a moment. */
const brief = (seeds: string): string[] => [
  ...withSeeds(long, seeds),
  '--set',
  'training.maxEpochs=300',
  '--set',
  'training.minEpochs=300',
];

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 50_000; !(await condition());) {
    if (Date.now() > end) throw new Error('It did not come to that within 50 s.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test('a job that is killed, stopped, and run elsewhere ends as one that ran through, without training again what it kept', async () => {
  const plan = join(folder, 'stopped');
  expect((await study('plan', ...withSeeds(long, '1'), '--shards', '1', '--out', plan)).code).toBe(0);
  const killed = start('run', plan);
  await until(async () => (await filesIn(plan, 'checkpoints')).length === 1);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const lacking = await study('merge', plan);
  expect(lacking.code).toBe(3);
  expect(lacking.said).toMatch(/^Missing: job .*, seed 1\) of shard 0\/1, which was stopped on its way\.$/mu);
  expect(lacking.said).toMatch(/^Shard 0-of-1 was last heard of at \S+ on \S+: (?:starting|[0-9a-f]{32}: .+)\.$/mu);

  const stopped = start('run', plan, '--shard', '0/1');
  await new Promise<void>((resolve) => stopped.child.stderr!.on('data', (text: string) => text.includes('goes on where') && resolve()));
  stopped.child.kill('SIGTERM');
  // It insists, as schedulers do.
  stopped.child.kill('SIGUSR1');
  const { code, said } = await stopped.ended;
  expect(code, said).toBe(75);

  // Cut otherwise: of three shards one has the job.
  const [through, ...shards] = await Promise.all([
    study(...withSeeds(long, '1'), '--backend', 'wasm', '--out', join(folder, 'through.json')),
    ...['0/3', '1/3'].map((shard) => study('run', plan, '--shard', shard)),
  ]);
  expect(through.code, through.said).toBe(0);
  expect(shards.map((one) => one.code)).toEqual([0, 0]);
  expect(shards[0].said).toContain('goes on where it was stopped');
  expect(shards[1].said).toContain('0 jobs, 0 finished already');
  const merging = await study('merge', plan, '--out', join(folder, 'merged.json'));
  expect(merging, merging.said).toMatchObject({ code: 0 });
  expect(outcomes(await resultIn(join(folder, 'merged.json')))).toEqual(outcomes(await resultIn(join(folder, 'through.json'))));
  expect(await filesIn(plan, 'checkpoints')).toEqual([]);
}, 240_000);

test('what is damaged runs again, what another machine has found otherwise is told, and a plan is not changed behind one’s back', async () => {
  const plan = join(folder, 'damaged');
  const out = join(folder, 'damaged.json');
  await study('plan', ...brief('1,2,3'), '--shards', '3', '--out', plan);
  const lab = await importLab(() => undefined);
  const { plan: planned } = await PlanFolder.open(lab, plan);
  expect(await PlanFolder.create(lab, plan, planned)).toMatchObject({ isNew: false });
  await expect(PlanFolder.create(lab, plan, { ...planned, shards: 2 })).rejects.toThrow('another plan');
  // Two at once on the same jobs: what comes out is kept once.
  const twice = await Promise.all([study('run', plan), study('run', plan, '--shard', '0/1')]);
  expect(twice.map(({ code }) => code)).toEqual([0, 0]);
  const names = await filesIn(plan, 'jobs');
  expect(names).toHaveLength(3);
  expect((await study('merge', plan, '--out', out)).code).toBe(0);
  const before = outcomes(await resultIn(out));

  await truncate(join(plan, 'jobs', names[0]), 500);
  const torn = await study('merge', plan);
  expect(torn).toMatchObject({ code: 3, said: expect.stringMatching(/cut off or damaged[^]*Missing: job/u) });
  // A file of a job that says something else, as a faulty machine would write it: by the digest of its record it is whole.
  const { id, record, origin } = JSON.parse(await readFile(join(plan, 'jobs', names[1]), 'utf8')) as JobFile;
  const losses = record.losses.with(0, record.losses[0] + 1e-6);
  await writeFile(join(plan, 'jobs', `${id}-2.json`), await jobFileText(id, { ...record, losses }, { ...origin, host: 'another' }));
  const rerun = await study('run', plan);
  expect(rerun).toMatchObject({ code: 0, said: expect.stringMatching(/3 jobs, 2 finished already/u) });
  const merging = await study('merge', plan, '--out', out);
  expect(merging).toMatchObject({
    code: 2,
    said: expect.stringMatching(/came out differently on .* and on another, which compute alike/u),
  });
  expect(outcomes(await resultIn(out))).toEqual(before);

  const file = join(plan, 'plan.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace('[1,2,3]', '[1,2,4]'));
  await expect(PlanFolder.open(lab, plan)).rejects.toThrow('changed by hand');
}, 120_000);

test('bad input is refused in a sentence', async () => {
  const refused = [
    [['plan', 'dtc-quick'], /Name a study, --shards and --out/u],
    [['plan', 'dtc-quick', '--shards', '100', '--out', join(folder, 'x')], /cannot be cut into 100 shards/u],
    [['run', join(folder, 'nothing')], /There is no folder/u],
    [['run', projectDir], /holds no plan\.json/u],
    [['merge'], /Name the folder of a plan/u],
    [['submit', folder], /and --slurm/u],
  ] as const;
  const ended = await Promise.all(refused.map(([args]) => study(...args)));
  for (const [place, [, said]] of refused.entries()) {
    expect(ended[place].code, ended[place].said).toBe(2);
    expect(ended[place].said).toMatch(said);
    expect(ended[place].said.trim().split('\n')).toHaveLength(1);
  }
}, 60_000);

describe('the number of a shard', () => {
  test('is as it was told', () => {
    expect(shardNumber('3/32', 4, {})).toEqual({ index: 3, count: 32 });
    expect(shardNumber(undefined, 4, {})).toEqual({ index: 0, count: 1 });
    for (const wrong of ['4/4', '0/0', '1', '-1/4', '1/x']) expect(() => shardNumber(wrong, 4, {}), wrong).toThrow(/--shard/u);
  });

  test.each([
    ['Slurm', { SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_MAX: '3' }, 3],
    ['Slurm, counting from 1', { SLURM_ARRAY_TASK_ID: '4', SLURM_ARRAY_TASK_MIN: '1', SLURM_ARRAY_TASK_MAX: '4' }, 3],
    ['Slurm, one task again', { SLURM_ARRAY_TASK_ID: '2', SLURM_ARRAY_TASK_MIN: '2', SLURM_ARRAY_TASK_MAX: '2' }, 2],
    ['Kubernetes', { JOB_COMPLETION_INDEX: '1' }, 1],
    ['PBS', { PBS_ARRAY_INDEX: '0' }, 0],
    ['LSF', { LSB_JOBINDEX: '1' }, 0],
    ['GNU parallel', { PARALLEL_SEQ: '2' }, 1],
    ['CI', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' }, 1],
  ])('is that of %s', (_, variables, index) => {
    expect(shardNumber('auto', 4, variables)).toEqual({ index, count: 4 });
  });

  test('is not guessed', () => {
    expect(() => shardNumber('auto', 4, {})).toThrow(/no scheduler has numbered/u);
    expect(() => shardNumber(undefined, 4, { SLURM_ARRAY_TASK_ID: '1' })).toThrow(/give --shard auto/u);
    expect(() => shardNumber('auto', 4, { SLURM_ARRAY_TASK_ID: '4' })).toThrow(/the plan has 4 shards/u);
    expect(() => shardNumber('auto', 4, { PARALLEL_SEQ: '0' })).toThrow(/counted from 1/u);
    expect(() => shardNumber('auto', 4, { SLURM_ARRAY_TASK_ID: '1', PARALLEL_SEQ: '1' })).toThrow(/both number/u);
    expect(() => shardNumber('auto', 4, { LSB_JOBINDEX: '0' })).toThrow(/no scheduler/u);
  });

  test('is kept with a job as the scheduler says it', () => {
    expect(schedulerOf({ SLURM_ARRAY_JOB_ID: '7', SLURM_ARRAY_TASK_ID: '3', SLURM_JOB_ID: '10' })).toBe('Slurm 7_3');
    expect(schedulerOf({ SLURM_JOB_ID: '10' })).toBe('Slurm 10');
    expect(schedulerOf({ JOB_COMPLETION_INDEX: '1' })).toBe('Kubernetes 1');
    expect(schedulerOf({})).toBeNull();
  });
});

test.each([
  shardScript({ folder: "/a/it's a plan", shards: 4, atOnce: 2, cores: 2, minutes: 60 }),
  mergeScript({ folder: '/a', out: '/b c.json' }),
])('scripts for Slurm are scripts of the shell', async (script) => {
  const path = join(folder, 'script.sh');
  await writeFile(path, script);
  await chmod(path, 0o755);
  await promisify(execFile)('bash', ['-n', path]);
});

/** A cluster on this machine, where it is installed: `apt-get install slurm-wlm munge`. Clean machines have none. */
const hasSlurm = ['slurmctld', 'slurmd', 'munged', 'sbatch'].every((name) => spawnSync('which', [name]).status === 0);

describe.skipIf(!hasSlurm)('on a cluster', () => {
  const own = join(import.meta.dirname, 'slurm');
  let variables: NodeJS.ProcessEnv;
  const slurm = async (name: string, ...args: string[]): Promise<string> =>
    (await promisify(execFile)(name, args, { env: variables })).stdout.trim();
  const submit = async (plan: string): Promise<Ended> => {
    const { stdout } = await promisify(execFile)(process.execPath, [program, 'submit', plan, '--slurm', '--at-once', '2', '--time', '10'], {
      cwd: projectDir,
      env: variables,
    });
    return { code: 0, said: stdout };
  };
  const tasks = async (): Promise<string[]> => (await slurm('squeue', '-h', '-r', '-o', '%i %T')).split('\n').filter(Boolean);
  const whenEmpty = async (): Promise<void> => {
    for (const end = Date.now() + 200_000; (await tasks()).length > 0;) {
      if (Date.now() > end) throw new Error(`Tasks are left: ${(await tasks()).join(', ')}`);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  };
  const isRunning = (task: string) => async () => (await tasks()).some((line) => line.startsWith(task) && line.endsWith('RUNNING'));

  beforeAll(async () => {
    const run = join(folder, 'slurm');
    await promisify(execFile)('bash', [join(own, 'start.sh'), run], { env: { ...process.env, SLURM_CLEAN: 'yes', SLURM_PORT: '27917' } });
    variables = { ...process.env, SLURM_CONF: join(run, 'etc', 'slurm.conf') };
  });
  afterAll(() => void spawnSync('bash', [join(own, 'stop.sh'), join(folder, 'slurm')]));

  test('tasks are cancelled, killed and queued again, and the next submission ends as one run', async () => {
    const plan = join(folder, 'cluster');
    const spec = withSeeds(long, '1,2,3,4,5,6,7,8,9,10,11,12').map((word) => word.replace('=24000', '=9000'));
    await study('plan', ...spec, '--shards', '4', '--out', plan);
    const { said } = await submit(plan);
    const job = /as job (?<job>\d+)/u.exec(said)!.groups!.job;
    await until(isRunning(`${job}_0`));
    await until(isRunning(`${job}_1`));
    await until(async () => (await filesIn(plan, 'checkpoints')).length > 0 || (await filesIn(plan, 'jobs')).length > 0);
    await slurm('scancel', `${job}_0`);
    await until(isRunning(`${job}_2`));
    await slurm('scontrol', 'requeue', `${job}_1`);
    // One whose process dies without a word.
    const note = join(plan, 'shards', '2-of-4.json');
    await until(() =>
      readFile(note).then(
        () => true,
        () => false,
      ),
    );
    process.kill(JSON.parse(await readFile(note, 'utf8')).process, 'SIGKILL');
    await whenEmpty();
    // The merge came last, and says what is missing.
    const logs = await filesIn(plan, 'slurm');
    const mergeLog = logs.find((name) => name.startsWith('merge-') && name.endsWith('.log'))!;
    expect(await readFile(join(plan, 'slurm', mergeLog), 'utf8')).toMatch(/Missing: job .* of shard [02]\/4/u);
    const before = await filesIn(plan, 'jobs');
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(12);

    await submit(plan);
    await whenEmpty();
    const through = await study(...spec, '--backend', 'wasm', '--out', join(folder, 'cluster-through.json'));
    expect(through.code, through.said).toBe(0);
    const result = await resultIn(join(plan, 'result.json'));
    expect(outcomes(result)).toEqual(outcomes(await resultIn(join(folder, 'cluster-through.json'))));

    // What had finished was left as it was.
    const third = await submit(plan);
    expect(third.code).toBe(0);
    await whenEmpty();
    expect(outcomes(await resultIn(join(plan, 'result.json')))).toEqual(outcomes(result));
    const said3 = await Promise.all(
      (await filesIn(plan, 'slurm'))
        .filter((name) => /^\d+_\d+\.log$/u.test(name))
        .map((name) => readFile(join(plan, 'slurm', name), 'utf8')),
    );
    expect(said3.filter((text) => /3 jobs, 3 finished already/u.test(text)).length).toBeGreaterThanOrEqual(4);
  }, 600_000);
});
