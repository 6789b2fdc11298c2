/** A kind of data with its task comes with four files and a line in each of two lists, and is in everything that the lab does with data. */
import { describe, expect, test } from 'vitest';
import { l0Figures } from '../../../../src/figures/l0/index.ts';
import { linkFragment, readLink } from '../../../../src/lab/link.ts';
import { parseResult, resultOf, resultText } from '../../../../src/lab/result-file.ts';
import { estimateStudy, refusalOf } from '../../../../src/lab/estimate.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import { digestOf } from '../../../../src/study/digest-of.ts';
import type { JobEvent } from '../../../../src/study/events.ts';
import { l0RunOf, type L0Run } from '../../../../src/study/families/l0/run.ts';
import { verbatimBytes } from '../../../../src/study/families/l0/length.ts';
import { recordSchema, type JobRecord } from '../../../../src/study/records.ts';
import { runJob } from '../../../../src/study/run-job.ts';
import { families, familyOf, settingsOf, studySchema, withSettingAndCompanions } from '../../../../src/study/schema.ts';
import { applies } from '../../../../src/ui/form/applying.ts';
import { valueTitle } from '../../../../src/ui/text/labels.ts';
import { l0InputOf } from '../../figures/l0/synthetic.ts';
import { testEnvironment } from '../../study/noisy-records.ts';
import { nodeAssets } from '../../support/backends.ts';
import type { L0Job, L0Record, L0Step, L0Summary } from '../../../../src/study/families/l0/types.ts';
// Last: no module looks at a list while it loads, so that what comes after the lab is in all of it.
import './register.ts';
import { wordsOf } from '../../../../src/figures/notes.ts';

const study = studySchema.parse({
  name: 'Waves',
  job: {
    data: { name: 'waves', train: 400, validation: 100, test: 200 },
    model: { name: 'mlp', hidden: [24] },
    training: {
      loss: 'binary-cross-entropy',
      batchSize: 40,
      learningRate: 0.01,
      minEpochs: 30,
      maxEpochs: 40,
      fineTuneMin: 4,
      fineTuneMax: 10,
    },
    compression: { method: 'drr', alpha: 1e-4 },
    seed: 3,
  },
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

  test('it is among the data, and its loss among the losses', () => {
    expect(valueTitle('data.name', 'waves', job)).toBe('Waves');
    expect(settings.get('data.name')!.help).toContain('eight heights in a row');
    expect(settings.get('training.loss')).toMatchObject({
      options: expect.arrayContaining([expect.objectContaining({ title: 'Binary cross-entropy' })]),
    });
  });

  test('its own setting shows where it is chosen, and nowhere else', () => {
    expect(settings.get('data.roughness')).toMatchObject({ title: 'Roughness', default: 0.2 });
    expect(applies(study, 'data.roughness')).toBe(true);
    expect(applies(study, 'data.noise')).toBe(false);
    expect(applies(study, 'compression.targetBits')).toBe(false);
    expect(applies(studySchema.parse({ name: 'Digits', job: { compression: { method: 'drr' } } }), 'data.roughness')).toBe(false);
  });

  test('choosing it brings a network and a loss that fit, and a family that takes no such data does not offer it', () => {
    const digits = studySchema.parse({ name: 'Digits', job: { compression: { method: 'drr' } } }).job;
    const chosen = withSettingAndCompanions(digits, 'data.name', 'waves') as L0Job;
    expect(chosen).toMatchObject({ model: { name: 'mlp' }, training: { loss: 'binary-cross-entropy' }, data: { roughness: 0.2 } });
    expect(() => studySchema.parse({ name: 'A', job: { ...job, model: { name: 'lenet-5' } } })).toThrow(
      /LeNet-5 \(Caffe\), which takes images of 28 × 28 × 1/u,
    );
    expect(() => studySchema.parse({ name: 'A', job: { ...job, training: { loss: 'mse' } } })).toThrow(
      /is “mse”, which “Waves” is not trained with/u,
    );
    expect(JSON.stringify(settingsOf(families.get('dtc')).get('data.name'))).not.toContain('waves');
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

  test('runs to its end and is told in its own terms: each height is a prediction', () => {
    expect(summary.testAccuracy).toBeGreaterThan(0.8);
    expect(summary.testAccuracy).toBeLessThanOrEqual(1);
    // Of 200 waves with eight heights each.
    expect(summary.testAccuracy! * 1600).toBeCloseTo(Math.round(summary.testAccuracy! * 1600), 6);
    expect((finished.steps.at(-1) as L0Step).sparsity).toBeGreaterThan(0);
    expect(summary.dataBytes).toBeCloseTo((400 * 8 * summary.trainLoss) / Math.LN2 / 8, 6);
    expect(summary.firstLayer).toBeUndefined();
  });

  test('goes into a file and a link, and comes out of them', async () => {
    const result = resultOf(study, [finished], null);
    expect(parseResult(resultText(result), 'waves.json')).toEqual(result);
    const read = await readLink(await linkFragment(await digestOf(study, [finished], testEnvironment)));
    expect(read.study.job).toEqual(job);
    expect((read.jobs[0].run as L0Run).summary?.testAccuracy).toBeCloseTo(summary.testAccuracy!, 3);
  });

  test('is drawn by the figures of its family', () => {
    const input = l0InputOf({ job: job as L0Job, own: [l0RunOf(finished as L0Record)] });
    const drawn = l0Figures.filter(({ applies: does }) => !does || does(input)).map((maker) => ({ maker, figure: maker.make(input) }));
    const named = (name: string) => drawn.find(({ maker }) => maker.name === name)?.figure;
    expect(named('loss-curves')).toMatchObject({
      empty: null,
      layout: { yaxis: { title: { text: expect.stringContaining('binary cross-entropy') } } },
    });
    expect(named('accuracy-curves')!.empty).toBeNull();
    expect(named('first-layer')).toBeUndefined();
    // A bit for each of the heights of 400 waves.
    expect(verbatimBytes(job as L0Job)).toBe(400);
    const size = named('loss-against-size')!;
    expect(size.data.some(({ uid }) => uid?.startsWith('isoline/'))).toBe(true);
    expect(wordsOf(size)).toContain('Waves, 400 waves of roughness 0.2');
  });
});
