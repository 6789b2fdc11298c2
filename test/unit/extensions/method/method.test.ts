/** An ℓ0 baseline comes with one file and one line in the list of methods, and is in everything that the lab does with methods. */
import './register.ts';
import { describe, expect, test } from 'vitest';
import { l0Figures } from '../../../../src/figures/l0/index.ts';
import { seriesStyle } from '../../../../src/figures/style.ts';
import { estimateStudy, refusalOf } from '../../../../src/lab/estimate.ts';
import { linkFragment, readLink } from '../../../../src/lab/link.ts';
import { parseResult, resultOf, resultText } from '../../../../src/lab/result-file.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import { digestOf } from '../../../../src/study/digest-of.ts';
import type { JobEvent } from '../../../../src/study/events.ts';
import { l0RunOf, type L0Run } from '../../../../src/study/families/l0/run.ts';
import type { L0Job, L0Record, L0Summary } from '../../../../src/study/families/l0/types.ts';
import { recordSchema, type JobRecord } from '../../../../src/study/records.ts';
import { runJob } from '../../../../src/study/run-job.ts';
import { familyOf, settingsOf, studySchema } from '../../../../src/study/schema.ts';
import { applies } from '../../../../src/ui/form/applying.ts';
import { methodTitle } from '../../../../src/ui/text/labels.ts';
import { l0InputOf } from '../../figures/l0/synthetic.ts';
import { testEnvironment } from '../../study/noisy-records.ts';
import { nodeAssets } from '../../support/backends.ts';
import { smallJob } from '../../compression/l0/job.ts';

const study = studySchema.parse({
  name: 'Quota',
  job: smallJob(
    { method: 'layer-quota', layerShare: 0.6 },
    { training: { minEpochs: 40, maxEpochs: 40, fineTuneMin: 10, fineTuneMax: 10 } },
  ),
});
const { job } = study;

/** Runs the job to its end, as a worker does. */
async function record(): Promise<JobRecord> {
  const events: JobEvent[] = [];
  const control = Object.assign(new RunControl(), { signal: new AbortController().signal });
  const environment = { assets: nodeAssets, browser: 'node', cores: 1 };
  await runJob(job, { backend: 'wasm', dataUrl: 'http://nowhere.invalid/' }, environment, control, (event) => void events.push(event));
  const end = events.at(-1);
  if (end?.type !== 'finished') throw new Error(`The job ended otherwise: ${JSON.stringify(end)}`);
  const steps = events.flatMap((event) => (event.type === 'step' ? [event.step] : []));
  const losses = events.flatMap((event) => (event.type === 'losses' ? event.values : []));
  const told = events.flatMap((event) => (event.type === 'environment' ? [event.environment] : []));
  const { summary, seconds } = end;
  const startedAt = '2026-01-01T00:00:00.000Z';
  return recordSchema.parse({ job, status: 'finished', steps, summary, error: null, losses, seconds, environment: told[0], startedAt });
}

describe('on the form', () => {
  const settings = settingsOf(familyOf(job));

  test('it is among the methods, in its words', () => {
    expect(methodTitle('layer-quota')).toBe('Layer quota');
    expect(settings.get('compression.method')).toMatchObject({
      help: expect.stringContaining('Layer quota: the smallest weights of each layer'),
      options: expect.arrayContaining([{ value: 'layer-quota', title: 'Layer quota' }]),
    });
  });

  test('its own setting shows with it, shared ones by its traits, and none of the others’', () => {
    expect(applies(study, 'compression.layerShare')).toBe(true);
    expect(applies(study, 'compression.deleteNeurons')).toBe(true);
    for (const other of ['alpha', 'tamade', 'targetSparsity', 'admmRho', 'rgp']) expect(applies(study, `compression.${other}`)).toBe(false);
    const drr = studySchema.parse({ name: 'A', job: { compression: { method: 'drr' } } });
    expect(applies(drr, 'compression.layerShare')).toBe(false);
    expect(() => studySchema.parse({ name: 'A', job: { compression: { method: 'layer-quota', layerShare: 2 } } })).toThrow(/layerShare/u);
  });

  test('a study of it is estimated, and nothing speaks against it', () => {
    const estimate = estimateStudy(study, { wasm: 1e-9 }, 'wasm', 1);
    expect(estimate.seconds).toBeGreaterThan(0);
    expect(refusalOf(study, estimate)).toBeNull();
  });
});

describe('a job of it', async () => {
  const finished = await record();
  const summary = finished.summary as L0Summary;

  test('runs through its phases, and every layer gives its share', () => {
    expect([...new Set((finished as L0Record).steps.map(({ phase }) => phase))]).toEqual(['regularised', 'pruning', 'fine-tuning']);
    for (const { size, nonzero } of summary.layers) expect(Math.abs(nonzero - 0.4 * size)).toBeLessThanOrEqual(0.05 * size + 2);
    expect(summary.nonzero / summary.parameters).toBeCloseTo(0.4, 2);
  });

  test('goes into a file and a link, and comes out of them', async () => {
    const result = resultOf(study, [finished], null);
    expect(parseResult(resultText(result), 'quota.json')).toEqual(result);
    const read = await readLink(await linkFragment(await digestOf(study, [finished], testEnvironment)));
    expect(read.study.job).toEqual(job);
    expect((read.jobs[0].run as L0Run).summary?.nonzero).toBe(summary.nonzero);
  });

  test('is drawn in its own look, as an unpruned network before and along its own strength', () => {
    expect(seriesStyle('layer-quota', 'own', 'light').symbol).toBe('star');
    const input = l0InputOf({ job: job as L0Job, own: [l0RunOf(finished as L0Record)] });
    const drawn = l0Figures.filter(({ applies: does }) => !does || does(input)).map((maker) => ({ maker, figure: maker.make(input) }));
    const size = drawn.find(({ maker }) => maker.name === 'loss-against-size')!.figure;
    const points = size.data.find(({ uid }) => uid?.includes('layer-quota'));
    expect(points).toMatchObject({ name: 'Layer quota', marker: { symbol: 'star' } });
    expect(JSON.stringify(points)).toContain('0.6 of a layer, seed 3');
    expect(JSON.stringify(drawn.map(({ figure }) => figure.notes))).toContain('measured before pruning');
  });
});
