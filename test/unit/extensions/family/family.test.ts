/** A family comes with a folder and a line in each of two lists, and is in everything that the lab does with studies. */
import './register.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { columnFigures } from '../../../../src/figures/columns.ts';
import { storedCheckpointSchema, storedStepSchema } from '../../../../src/lab/archive/format.ts';
import { tallyOf } from '../../../../src/lab/archive/tally.ts';
import { estimateStudy, refusalOf } from '../../../../src/lab/estimate.ts';
import { jobsCsv } from '../../../../src/lab/jobs-csv.ts';
import { linkFragment, readLink } from '../../../../src/lab/link.ts';
import { parseResult, resultOf, resultText } from '../../../../src/lab/result-file.ts';
import { stepsCsv } from '../../../../src/lab/steps-csv.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import { digestOf, runOf } from '../../../../src/study/digest-of.ts';
import type { JobEvent } from '../../../../src/study/events.ts';
import { presetByName } from '../../../../src/study/presets.ts';
import { recordSchema, type JobRecord } from '../../../../src/study/records.ts';
import { runJob } from '../../../../src/study/run-job.ts';
import { families, familyOf, jobsOf, settingsOf, studySchema } from '../../../../src/study/schema.ts';
import { compareResults } from '../../../../src/study/verdict.ts';
import { groupsOf } from '../../../../src/ui/form/groups.ts';
import { methodsText } from '../../../../src/ui/paper/methods.ts';
import { resultsTable } from '../../../../src/ui/paper/tables.ts';
import { methodTitle, valueTitle } from '../../../../src/ui/text/labels.ts';
import { extentTitle } from '../../../../src/ui/text/study-size.ts';
import { testEnvironment } from '../../study/noisy-records.ts';
import { nodeAssets } from '../../support/backends.ts';

const study = studySchema.parse({
  name: 'Coins',
  job: { compression: { method: 'fair-coin', tosses: 8 } },
  axes: [{ path: 'seed', values: [1, 2] }],
});

/** Runs a job to its end, as a worker does. */
async function recordOf(job: JobRecord['job'], from: unknown = null): Promise<{ record: JobRecord; checkpoints: unknown[] }> {
  const events: JobEvent[] = [];
  const control = Object.assign(new RunControl(), { signal: new AbortController().signal });
  const environment = { assets: nodeAssets, browser: 'node', cores: 1 };
  await runJob(job, { backend: 'cpu', dataUrl: 'http://nowhere.invalid/' }, environment, control, (event) => void events.push(event), from);
  const end = events.at(-1);
  if (end?.type !== 'finished') throw new Error(`The job ended otherwise: ${JSON.stringify(end)}`);
  const record = recordSchema.parse({
    job,
    status: 'finished',
    steps: events.flatMap((event) => (event.type === 'step' ? [event.step] : [])),
    summary: end.summary,
    losses: [],
    error: null,
    environment: null,
    startedAt: null,
    seconds: end.seconds,
  });
  return { record, checkpoints: events.flatMap((event) => (event.type === 'checkpoint' ? [event.checkpoint] : [])) };
}

describe('on the form', () => {
  test('it is the family of its method, with its settings, presets and words', () => {
    expect(familyOf(study.job)).toBe(families.get('coin'));
    expect(settingsOf(familyOf(study.job)).get('compression.tosses')).toMatchObject({ title: 'Tosses' });
    expect(groupsOf(familyOf(study.job)).flatMap(({ shown, advanced }) => [...shown, ...advanced])).toContain('compression.tosses');
    expect(valueTitle('compression.method', 'fair-coin', study.job)).toBe('Fair coin');
    expect(methodTitle('fair-coin')).toBe('Fair coin');
    expect(extentTitle(study)).toBe('8 tosses each');
    expect(presetByName('coins').study.job.compression.method).toBe('fair-coin');
  });

  test('its axes are checked, and its size is told', () => {
    const axes = [{ path: 'compression.tosses', values: [3, 4] }];
    expect(extentTitle(studySchema.parse({ ...study, axes }))).toBe('3 to 4 tosses');
    expect(studySchema.safeParse({ ...study, axes: [{ path: 'compression.tosses', values: [0] }] }).success).toBe(false);
    expect(studySchema.safeParse({ ...study, axes: [{ path: 'compression.lambda', values: [1] }] }).success).toBe(false);
    const estimate = estimateStudy(study, {}, 'cpu', 1);
    expect(estimate.trainingSteps).toBe(16);
    expect(refusalOf(study, estimate)).toBeNull();
  });
});

describe('its jobs', () => {
  let records: JobRecord[];
  let checkpoints: unknown[];
  beforeAll(async () => {
    const done = await Promise.all(jobsOf(study).map((job) => recordOf(job)));
    records = done.map(({ record }) => record);
    ({ checkpoints } = done[0]);
  }, 60_000);

  test('run to their end, and go on from a checkpoint to the same', async () => {
    expect(records.map(({ steps }) => steps.length)).toEqual([8, 8]);
    expect(checkpoints.length).toBe(8);
    const { record } = await recordOf(records[0].job, checkpoints[3]);
    expect(record.steps).toEqual(records[0].steps.slice(4));
    expect(record.summary).toEqual(records[0].summary);
  });

  test('are stored row by row, in files, and as CSV', () => {
    const [record] = records;
    for (const [place, step] of record.steps.entries())
      expect(storedStepSchema.parse({ run: 'a', job: 0, place, step }).step).toEqual(step);
    expect(storedCheckpointSchema.parse({ run: 'a', job: 0, checkpoint: checkpoints[0] }).checkpoint).toEqual(checkpoints[0]);
    const result = resultOf(study, records, null);
    expect(parseResult(resultText(result), 'coins.json')).toEqual(result);
    expect(stepsCsv(result).split('\r\n')[0]).toBe('job,data,network,compression.method,seed,status,toss,heads');
    expect(jobsCsv(result).split('\r\n')[0]).toContain('share of heads');
    expect(tallyOf(records)).toMatchObject({ jobs: 2, finished: 2, accuracy: null });
    expect(familyOf(study.job).table(study, records).rows.length).toBe(2);
  });

  test('go into a link and come out of it, and are told from others', async () => {
    const own = await digestOf(study, records, testEnvironment);
    const fragment = await linkFragment(own);
    expect(fragment).toMatch(/^r=3\./u);
    const shared = await readLink(fragment);
    expect(shared.study).toEqual(study);
    expect(shared.jobs.map(({ run }) => run.steps)).toEqual(records.map(({ steps }) => steps.map((step) => ({ ...step, seconds: 0 }))));
    expect(shared.jobs.map(({ fingerprint }) => fingerprint)).toEqual(own.jobs.map(({ fingerprint }) => fingerprint));
    expect(compareResults(shared, own)).toMatchObject({ kind: 'identical' });
    expect(compareResults(shared, await digestOf(study, records.slice(1), testEnvironment))).toMatchObject({ kind: 'different' });
  });

  test('are drawn from their columns', () => {
    const input = {
      family: 'coin',
      study: { key: 'coins', name: 'Coins', focus: 'run' },
      job: study.job,
      own: records.map(runOf),
      shared: [],
      published: null,
      options: { theme: 'light', cycle: null },
    } as const;
    const drawn = columnFigures(families.get('coin')).filter(({ applies }) => applies?.(input));
    expect(drawn.map(({ name }) => name)).toEqual(['column-toss', 'column-heads']);
    const figure = drawn[1].make(input);
    expect([figure.empty, figure.data.length, figure.table.rows.length]).toEqual([null, 2, 16]);
    expect(drawn[1].make({ ...input, own: [] }).empty).toBe('Press Run to see heads.');
  });
});

test('without words of its own for a paper, the numbers of its summaries are the table, and its method is named', async () => {
  const records = await Promise.all(jobsOf(study).map(async (job) => (await recordOf(job)).record));
  const result = resultOf(study, records, testEnvironment);
  const { columns, rows } = resultsTable(result);
  const numbers = families
    .get('coin')
    .columns.jobs.filter((column) => typeof column.cell(records[0].summary!, records[0].job) === 'number');
  expect(columns.map(({ title }) => title)).toEqual(numbers.map(({ name }) => name));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ title: 'Fair coin', seeds: 2 });
  expect(methodsText(result)).toMatch(/by Fair coin\. Every combination of settings was run with the seeds 1 and 2\./u);
});
