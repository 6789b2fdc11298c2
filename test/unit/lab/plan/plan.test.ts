/** Plans: which job is in which shard, what is refused, and what comes of the parts. */
import { describe, expect, test } from 'vitest';
import { jobFileText, outcomeText, parseJobFile, stoppedJob, type JobFile } from '../../../../src/lab/plan/job-file.ts';
import { merged } from '../../../../src/lab/plan/merge.ts';
import { jobId, parsePlan, planOf, shardOf, type Plan } from '../../../../src/lab/plan/plan.ts';
import { presetByName } from '../../../../src/study/presets.ts';
import { applyOverrides } from '../../../../src/study/overrides.ts';
import { newRecord, type JobRecord } from '../../../../src/study/records.ts';
import { jobsOf } from '../../../../src/study/schema.ts';
import { ENGINE_VERSION } from '../../../../src/study/version.ts';

const study = applyOverrides(presetByName('l0-mnist-mlp-quick').study, ['seed=1,2,3', 'model.name=lenet-300-100,lenet-5']);
const jobs = jobsOf(study);
const textOf = (plan: unknown): string => JSON.stringify(plan);

const origin = { host: 'a', processor: 'p', commit: null, scheduler: null, attempt: 1, endedAt: '2026-12-01T00:00:00.000Z' };
const environment = { engine: ENGINE_VERSION, backend: 'wasm', device: 'SIMD', software: false, browser: 'Node', cores: 2 } as const;
const finished = (place: number, seconds = 1): JobRecord => ({
  ...newRecord(jobs[place]),
  status: 'finished',
  environment,
  losses: [0.5, 0.25],
  seconds,
  startedAt: `2026-12-01T00:00:0${seconds}.000Z`,
});

describe('shards', () => {
  test.each([1, 2, 3, 5, 7, jobs.length])('%s have every job once, and take about as long', async (count) => {
    const plan = await planOf(study, count, 'wasm');
    const shards = Array.from({ length: count }, (_, index) => shardOf(plan, index, count));
    expect(shards.flat().sort((a, b) => a - b)).toEqual(jobs.map((_, place) => place));
    const seconds = shards.map((own) => own.reduce((sum, place) => sum + plan.jobs[place].seconds, 0));
    const longest = Math.max(...plan.jobs.map((job) => job.seconds));
    // Dealt out by their length, no shard lies further behind another than the longest job.
    expect(Math.max(...seconds) - Math.min(...seconds)).toBeLessThanOrEqual(longest * (1 + 1e-9));
  });

  test('are the same wherever the plan is made, and a job is known in every plan', async () => {
    const plan = await planOf(study, 4, 'wasm');
    expect(await planOf(structuredClone(study), 4, 'wasm')).toEqual(plan);
    expect(new Set(plan.jobs.map(({ id }) => id)).size).toBe(jobs.length);
    const part = applyOverrides(study, ['seed=2']);
    const known = new Set(plan.jobs.map(({ id }) => id));
    for (const job of jobsOf(part)) expect(known).toContain(await jobId(job));
  });

  test('more than jobs are refused', async () => {
    await expect(planOf(study, jobs.length + 1, 'wasm')).rejects.toThrow(`name ${jobs.length} at most`);
  });
});

describe('the file of a plan', () => {
  test('comes back as it was', async () => {
    const plan = await planOf(study, 3, 'wasm');
    expect(await parsePlan(textOf(plan), 'plan.json')).toEqual(plan);
  });

  test.each([
    ['cut off', (plan: Plan) => textOf(plan).slice(0, 400), /not readable as JSON/u],
    ['of another engine', (plan: Plan) => textOf({ ...plan, engine: '0.0.1' }), /engine 0\.0\.1, and this one is/u],
    [
      'with another setting',
      (plan: Plan) => textOf({ ...plan, study: applyOverrides(plan.study, ['training.learningRate=0.5']) }),
      /changed by hand: its study’s job 1/u,
    ],
    ['with a job less', (plan: Plan) => textOf({ ...plan, jobs: plan.jobs.slice(1) }), /changed by hand/u],
    ['with a job more', (plan: Plan) => textOf({ ...plan, jobs: [...plan.jobs, plan.jobs[0]] }), /changed by hand: it lists/u],
    ['that is a study', (plan: Plan) => textOf(plan.study), /no plan/u],
  ])('%s is refused', async (_, changed, said) => {
    await expect(parsePlan(changed(await planOf(study, 3, 'wasm')), 'plan.json')).rejects.toThrow(said);
  });
});

describe('the file of a job', () => {
  const file = async (place: number, record = finished(place)): Promise<string> => jobFileText(await jobId(jobs[place]), record, origin);

  test('comes back as it was', async () => {
    const { record } = await parseJobFile(await file(0), 'a.json', await jobId(jobs[0]), jobs[0]);
    expect(record).toEqual(finished(0));
  });

  test.each([
    ['cut off', (text: string) => text.slice(0, -20), /cut off or damaged/u],
    ['with a loss that was changed', (text: string) => text.replace('0.25', '0.26'), /changed after it was written/u],
    ['with another status', (text: string) => text.replace('"finished"', '"cancelled"'), /changed after it was written/u],
    ['of nothing', () => '{}', /holds no job/u],
  ])('%s is refused', async (_, damage, said) => {
    await expect(parseJobFile(damage(await file(0)), 'a.json', await jobId(jobs[0]), jobs[0])).rejects.toThrow(said);
  });

  test('of another job under its name is refused', async () => {
    await expect(parseJobFile(await file(1), 'a.json', await jobId(jobs[0]), jobs[0])).rejects.toThrow(/of another job/u);
  });

  test('has the same outcome however long it took, and another with another loss', () => {
    expect(outcomeText(finished(0, 5))).toBe(outcomeText(finished(0)));
    expect(outcomeText({ ...finished(0), losses: [0.5] })).not.toBe(outcomeText(finished(0)));
  });

  test.each([
    ['nothing', null],
    ['a text', 'stopped'],
    ['one of another engine', { engine: '0.0.1', attempt: 1, record: newRecord(jobs[0]), checkpoint: null }],
  ])('where a job was stopped: %s begins it anew', (_, content) => {
    expect(stoppedJob(content, jobs[0])).toBeNull();
  });
});

describe('merging', () => {
  const parts = async (records: readonly (readonly [JobRecord, string])[]): Promise<(id: string) => JobFile[]> => {
    const files = await Promise.all(
      records.map(async ([record, host]) => {
        const id = await jobId(record.job);
        return parseJobFile(await jobFileText(id, record, { ...origin, host }), host, id, record.job);
      }),
    );
    return (id) => files.filter((one) => one.id === id);
  };

  test('of all parts is whole, in the order of the study', async () => {
    const plan = await planOf(study, 2, 'wasm');
    const all = jobs.map((_, place) => [finished(place), 'a'] as const);
    const { result, missing, failed, differences } = merged(plan, await parts(all.toReversed()));
    expect(result.records).toEqual(all.map(([record]) => record));
    expect(result.environment).toEqual(environment);
    expect([missing, failed, differences]).toEqual([[], [], []]);
  });

  test('names what is missing and what has failed; a job that has finished elsewhere has', async () => {
    const plan = await planOf(study, 2, 'wasm');
    const error = { kind: 'diverged', message: 'It diverged.' } as const;
    const { missing, failed, result } = merged(
      plan,
      await parts([
        [{ ...finished(1), status: 'failed', error }, 'a'],
        [{ ...finished(2), status: 'failed', error }, 'a'],
        [finished(2), 'b'],
      ]),
    );
    expect(failed).toEqual([1]);
    expect(missing).toEqual(jobs.map((_, place) => place).filter((place) => place !== 1 && place !== 2));
    expect(result.records[2].status).toBe('finished');
    expect(result.records[0].status).toBe('queued');
  });

  test('tells of two that differ, and whether they may', async () => {
    const plan = await planOf(study, 2, 'wasm');
    const other = { ...finished(0), losses: [0.5, 0.26] };
    const gpu = { ...environment, backend: 'webgpu' } as const;
    const found = async (record: JobRecord) =>
      merged(
        plan,
        await parts([
          [finished(0), 'a'],
          [record, 'b'],
        ]),
      ).differences.map(({ hosts, isContradiction }) => ({ hosts, isContradiction }));
    expect(await found(finished(0, 3))).toEqual([]);
    expect(await found(other)).toEqual([{ hosts: ['a', 'b'], isContradiction: true }]);
    expect(await found({ ...other, environment: gpu })).toEqual([{ hosts: ['a', 'b'], isContradiction: false }]);
  });
});
