/** A plan’s folder as a page follows it: a real one, in which shards leave their files. */
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Comlink from 'comlink';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { jobFileText, type Origin } from '../../../../src/lab/plan/job-file.ts';
import { merged } from '../../../../src/lab/plan/merge.ts';
import { filesOfPlan, planParts, type PlanFiles } from '../../../../src/lab/plan/plan-files.ts';
import { planSecondsLeft } from '../../../../src/lab/plan/plan-pace.ts';
import { PlanReader } from '../../../../src/lab/plan/plan-reader.ts';
import type { PlannedJob } from '../../../../src/lab/plan/plan-state.ts';
import { PlanWatch, type AskReader } from '../../../../src/lab/plan/plan-watch.ts';
import { planOf, type Plan } from '../../../../src/lab/plan/plan.ts';
import type { ShardNote } from '../../../../src/lab/plan/shard-note.ts';
import { applyOverrides } from '../../../../src/study/overrides.ts';
import { presetByName } from '../../../../src/study/presets.ts';
import { newRecord, type JobRecord } from '../../../../src/study/records.ts';
import { jobsOf } from '../../../../src/study/schema.ts';
import { ENGINE_VERSION } from '../../../../src/study/version.ts';

const study = applyOverrides(presetByName('teacher-student-mse-quick').study, [
  'compression.method=drr',
  'compression.alpha=0.001',
  'seed=1,2,3,4',
]);
const jobs = jobsOf(study);
const environment = { engine: ENGINE_VERSION, backend: 'wasm', device: 'SIMD', software: false, browser: 'Node', cores: 2 } as const;
const record = (place: number, rest: Partial<JobRecord> = {}): JobRecord => ({
  ...newRecord(jobs[place]),
  status: 'finished',
  environment,
  losses: [0.5, 0.25],
  seconds: 3,
  startedAt: '2026-12-01T00:00:00.000Z',
  ...rest,
});
const origin: Origin = { host: 'a', processor: 'p', commit: null, scheduler: null, attempt: 1, endedAt: '2026-12-01T00:00:10.000Z' };

let base: string;
let folder: string;
let plan: Plan;
let asked: string[];

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'plan-watch-'));
  folder = join(base, 'sweep');
  plan = await planOf(study, 2, 'wasm');
  asked = [];
  for (const part of planParts) await mkdir(join(folder, part), { recursive: true });
  await writeFile(join(folder, 'plan.json'), JSON.stringify(plan));
});
afterEach(() => rm(base, { recursive: true, force: true }));

/** As a page has it by a handle. */
const files: () => PlanFiles = () => ({
  name: 'sweep',
  isLive: true,
  names: (part) => readdir(join(folder, part)).catch(() => []),
  async file(path) {
    const place = join(folder, path);
    const found = await stat(place).catch(() => null);
    return found && new File([await readFile(place)], path, { lastModified: found.mtimeMs });
  },
});

function asking(): AskReader {
  const reader = new PlanReader();
  const counted = new Proxy(reader, {
    get: (_reader, name: 'open' | 'job' | 'record') => (file: Blob, path: string, id: string) => {
      asked.push(path);
      return reader[name](file, path, id);
    },
  });
  return (call) => call(counted as unknown as Comlink.Remote<PlanReader>);
}

const opened = (): Promise<PlanWatch> => PlanWatch.open(files(), asking());
const leave = async (part: string, name: string, place: number, of: JobRecord, from: Origin = origin): Promise<void> =>
  writeFile(join(folder, part, name), await jobFileText(plan.jobs[place].id, of, from));
const finish = (place: number, of = record(place), from = origin) => leave('jobs', `${plan.jobs[place].id}.json`, place, of, from);
const note = (rest: Partial<ShardNote>) =>
  writeFile(
    join(folder, 'shards', '0-of-2.json'),
    JSON.stringify({ host: 'a', process: 7, scheduler: null, at: '2026-12-01T00:00:05.000Z', state: 'working', jobs: [], ...rest }),
  );
const look = (watch: PlanWatch): Promise<boolean> => watch.look(() => undefined);
const statuses = (watch: PlanWatch): string[] => watch.view().jobs.map(({ status }) => status);

test('jobs are seen to wait, begin, fail, begin again and finish; what was read is not read again', async () => {
  const watch = await opened();
  await look(watch);
  expect(statuses(watch)).toEqual(['waiting', 'waiting', 'waiting', 'waiting']);
  expect(watch.digest().jobs.map(({ run }) => run.status)).toEqual(Array(4).fill('queued'));

  await finish(0);
  await leave(
    'failed',
    `${plan.jobs[1].id}.json`,
    1,
    record(1, { status: 'failed', error: { kind: 'diverged', message: 'It diverged.' } }),
  );
  await note({ jobs: [{ id: plan.jobs[2].id, share: 0.25, phase: 'round 3' }] });
  await writeFile(join(folder, 'checkpoints', `${plan.jobs[3].id}.bin`), 'x');
  await writeFile(join(folder, 'jobs', `${'f'.repeat(32)}.json`), 'of another plan');
  await look(watch);
  const view = watch.view();
  expect(view.jobs.map(({ status, share }) => [status, share])).toEqual([
    ['finished', null],
    ['failed', null],
    ['begun', 0.25],
    ['begun', null],
  ]);
  expect(view.jobs[1].error).toBe('It diverged.');
  expect(view).toMatchObject({ complaints: [], differences: [], shards: [{ shard: '0-of-2', note: { host: 'a', process: 7 } }] });

  await note({ jobs: [{ id: plan.jobs[1].id, share: null, phase: 'loading' }] });
  asked.length = 0;
  expect(await look(watch)).toBe(false);
  expect(statuses(watch)[1]).toBe('begun');
  expect(asked).toEqual([]);

  for (const place of [1, 2, 3]) await finish(place);
  await note({ state: 'ended' });
  const told: string[] = [];
  await watch.look((done, all) => told.push(`${done}/${all}`));
  expect(statuses(watch)).toEqual(Array(4).fill('finished'));
  expect(told.at(-1)).toBe('4/4');
  const contents = plan.jobs.map(
    ({ id }, place) => ({ format: 'parsimony/job', version: 1, id, record: record(place), origin, sha256: '' }) as const,
  );
  const { result } = merged(plan, (id) => contents.filter((one) => one.id === id));
  expect(await watch.result()).toEqual(JSON.parse(JSON.stringify(result)));
});

test('a torn file is named and left out, and read once it is whole', async () => {
  await finish(0);
  const path = join(folder, 'jobs', `${plan.jobs[0].id}.json`);
  await truncate(path, 300);
  const watch = await opened();
  await look(watch);
  expect(statuses(watch)[0]).toBe('waiting');
  expect(watch.view().complaints).toEqual([
    expect.stringMatching(/^sweep\/jobs\/[0-9a-f]{32}\.json is cut off or damaged .*run its shard again\.$/u),
  ]);
  await finish(0);
  await look(watch);
  expect(watch.view().complaints).toEqual([]);
  expect(statuses(watch)[0]).toBe('finished');
  await rm(path);
  await look(watch);
  expect(statuses(watch)[0]).toBe('waiting');
});

test('two machines that came to something else are both named', async () => {
  await finish(0);
  await leave('jobs', `${plan.jobs[0].id}-2.json`, 0, record(0, { losses: [0.5, 0.125] }), { ...origin, host: 'b' });
  await finish(1);
  await leave('jobs', `${plan.jobs[1].id}-2.json`, 1, record(1, { seconds: 9 }), { ...origin, host: 'b' });
  const watch = await opened();
  await look(watch);
  expect(watch.view().differences).toEqual([{ id: plan.jobs[0].id, hosts: ['a', 'b'], isContradiction: true }]);
});

describe('is refused', () => {
  test('a folder without a plan, or with one that was changed by hand', async () => {
    await writeFile(join(folder, 'plan.json'), JSON.stringify({ ...plan, jobs: plan.jobs.slice(1) }));
    await expect(opened()).rejects.toThrow('sweep/plan.json was changed by hand');
    await rm(join(folder, 'plan.json'));
    await expect(opened()).rejects.toThrow('The folder sweep holds no plan.json.');
    expect(filesOfPlan([{ path: 'pictures/cat/1.png', blob: new File([], '1.png') }])).toBeNull();
  });

  test('a folder that is moved away, which is not one to which nothing has come', async () => {
    await finish(0);
    const watch = await opened();
    await look(watch);
    await rename(folder, `${folder}-moved`);
    await expect(look(watch)).rejects.toThrow('is gone, or has no plan.json any more. Open it again.');
    expect(statuses(watch)[0]).toBe('finished');
  });
});

test('files that a person has chosen are a plan as it was then', async () => {
  await finish(2);
  await writeFile(join(folder, 'shards', 'note.json'), '{"host":');
  const names = ['plan.json', 'shards/note.json', `jobs/${plan.jobs[2].id}.json`];
  const list = await Promise.all(
    names.map(async (path) => ({ path: `sweep/${path}`, blob: new File([await readFile(join(folder, path))], path) })),
  );
  const chosen = filesOfPlan(list)!;
  expect([chosen.name, chosen.isLive]).toEqual(['sweep', false]);
  const watch = await PlanWatch.open(chosen, asking());
  await look(watch);
  expect(statuses(watch)).toEqual(['waiting', 'waiting', 'finished', 'waiting']);
  expect(watch.view().shards).toEqual([]);
});

test('the time that is left follows from how fast jobs have ended, by their work', () => {
  const ends = ['2026-12-01T00:00:00Z', '2026-12-01T00:01:40Z', '2026-12-01T00:03:20Z'];
  const ended = (place: number): PlannedJob => ({
    status: 'finished',
    share: null,
    origin: { ...origin, endedAt: ends[place] },
    seconds: 1,
    error: null,
  });
  const waiting: PlannedJob = { status: 'waiting', share: null, origin: null, seconds: null, error: null };
  const planned = { jobs: [10, 20, 20, 60].map((seconds) => ({ id: '', seconds })) };
  // 40 of work in 200 s; 60 are left, of which the half is done in the second case.
  expect(planSecondsLeft(planned, [ended(0), ended(1), ended(2), waiting])).toBe(300);
  expect(planSecondsLeft(planned, [ended(0), ended(1), ended(2), { ...waiting, status: 'begun', share: 0.5 }])).toBe(150);
  expect(planSecondsLeft(planned, [ended(0), waiting, waiting, waiting])).toBeNull();
  expect(planSecondsLeft({ jobs: planned.jobs.slice(0, 3) }, [ended(0), ended(1), ended(2)])).toBeNull();
});
