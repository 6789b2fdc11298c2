/** Results that measured nothing are said to be such, wherever they come from. */
import { describe, expect, it } from 'vitest';
import { refusalOf, estimateStudy } from '../../../src/lab/estimate.ts';
import { jobsCsv } from '../../../src/lab/jobs-csv.ts';
import { l0Digest } from '../../../src/study/families/l0/digest.ts';
import { l0MeasuredNothing } from '../../../src/study/families/l0/hollow.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import { isGuessing } from '../../../src/study/guessing.ts';
import { familyOf, studySchema, type StudyInput } from '../../../src/study/schema.ts';
import { frontier } from '../../../src/figures/l0/frontier.ts';
import { weightHistogram } from '../../../src/figures/l0/weight-histogram.ts';
import { endedRun, l0InputOf, l0Job, mnistJob, studentJob } from '../figures/l0/synthetic.ts';
import { syntheticTrajectory } from '../figures/synthetic.ts';

const run = (change: Partial<NonNullable<L0Run['summary']>>, job = mnistJob()): L0Run => {
  const ended = endedRun(job, { nonzero: 350, testLoss: 0.1, testAccuracy: job.data.name === 'mnist' ? 0.95 : null });
  return { ...ended, summary: { ...ended.summary!, ...change } };
};
const said = (change: Partial<NonNullable<L0Run['summary']>>, job = mnistJob()): string | null => l0MeasuredNothing(run(change, job));
const layers = (...nonzero: number[]) => nonzero.map((count, index) => ({ name: `dense-${index + 1}`, size: 1000, nonzero: count }));

describe('an ℓ0 run', () => {
  it('that measured something is said nothing of, also where it compresses 10,000-fold', () => {
    expect(said({ nonzero: 27, layers: layers(9, 9, 9) })).toBeNull();
    expect(said({}, studentJob())).toBeNull();
  });

  it('without weights, with an empty layer, or with dead neurons is named', () => {
    expect(said({ nonzero: 0, layers: layers(0, 0, 0) })).toBe('no weight is left');
    expect(said({ collapsed: ['dense-1', 'dense-2'] })).toBe(
      'no weight is left in dense-1 and dense-2, so it gives the same for every input',
    );
    expect(said({ collapsed: [] })).toBe('it gives the same for every input');
    expect(said({ collapsed: ['a', 'b', 'c', 'd', 'e'] })).toContain('a, b and 3 more layers');
  });

  it('that guesses is named, and one that is a little better is not', () => {
    // 10,000 test images of ten classes: two standard deviations are 0.6 %.
    expect(said({ testAccuracy: 0.0825 })).toBe('its accuracy of 8.3\u00A0% is that of guessing among 10 classes');
    expect(said({ testAccuracy: 0.1135 })).toBeNull();
    expect(said({ testAccuracy: 0.3 })).toBeNull();
  });

  it('of a link or an older record is known by its layers, which a residual network may lack', () => {
    // cases/collapse.json: 0 + 0 + 27 numbers, accuracy 8.25 %.
    const collapsed = run({ nonzero: 27, layers: layers(0, 0, 27), testAccuracy: 0.0825 });
    const [received] = l0Digest.unpack(l0Digest.pack([collapsed]), [{ job: collapsed.job, status: 'finished' }], () => undefined as never);
    expect(l0MeasuredNothing(received)).toContain('no weight is left in dense-1 and dense-2');
    expect(said({ layers: layers(0, 50, 250), testAccuracy: 0.9 })).toBeNull();
    expect(said({ layers: layers(0, 50, 250) }, studentJob())).toContain('dense-1');
  });

  it('of a link says what its record said: that it gives the same for every input, and in which layers no weight is left', () => {
    // Biases are left where weights are not, and it does better than guessing, so that neither counts nor accuracy tell.
    const received = (collapsed: string[] | undefined, names = 3): L0Run => {
      const sent = run({
        nonzero: 27,
        layers: layers(...Array.from({ length: names }, () => 9)),
        testAccuracy: 0.4,
        ...(collapsed ? { collapsed } : {}),
      });
      const packed: unknown = JSON.parse(JSON.stringify(l0Digest.pack([sent])));
      return l0Digest.unpack(packed, [{ job: sent.job, status: 'finished' }], (message) => {
        throw new Error(message);
      })[0];
    };
    for (const collapsed of [['dense-1', 'dense-3'], [], undefined]) {
      expect(received(collapsed).summary?.collapsed).toEqual(collapsed);
      expect(received(collapsed).summary?.converged).toEqual(run({}).summary?.converged);
    }
    expect(l0MeasuredNothing(received(['dense-2']))).toBe('no weight is left in dense-2, so it gives the same for every input');
    // Of many layers the last are not told, which changes nothing else.
    expect(received(['dense-36', 'dense-37'], 40).summary?.collapsed).toEqual(['dense-36']);
    // A lab that knows of no such bit reads the two that it knows.
    const { converged } = l0Digest.pack([run({ collapsed: ['dense-1'] })]) as { converged: number[] };
    const { regularised, fineTuning } = run({}).summary!.converged;
    expect([(converged[0] & 1) === 1, (converged[0] & 2) === 2]).toEqual([regularised, fineTuning]);
  });

  it('of an older record is known by its connections and its first layer: biases alone carry nothing from the inputs', () => {
    const step = (weights: number[][]) =>
      ({ phase: 'pruning', connections: { before: null, after: { weights, biases: [[0.1, 0.2], [0.3]] } } }) as never;
    const { job, summary } = run({ testAccuracy: null, layers: layers(3, 2) }, studentJob());
    const ofWeights = (weights: number[][]) => l0MeasuredNothing({ job, summary: { ...summary! }, steps: [step(weights)] });
    const cut = 'no weight leads from its inputs to its outputs, so it gives the same for every input';
    // Two inputs, two hidden neurons, one output.
    expect(
      ofWeights([
        [0, 0, 0, 0],
        [1, 1],
      ]),
    ).toBe(cut);
    expect(
      ofWeights([
        [1, 1, 0, 0],
        [0, 1],
      ]),
    ).toBe(cut);
    expect(
      ofWeights([
        [1, 0, 0, 0],
        [1, 0],
      ]),
    ).toBeNull();
    expect(
      ofWeights([
        [0, 0, 0, 1],
        [0, 1],
      ]),
    ).toBeNull();
    const picture = { ...summary!, testAccuracy: 0.5, firstLayer: { used: [0, 0, 0, 0] } as never };
    expect(l0MeasuredNothing({ job: mnistJob(), summary: picture })).toBe(cut);
    expect(l0MeasuredNothing({ job: mnistJob(), summary: { ...picture, firstLayer: { used: [0, 1, 0, 0] } as never } })).toBeNull();
  });

  it('is named in the table of its jobs, in hover texts and subtitles, and not looked into unless chosen', () => {
    const hollow = run({ collapsed: ['dense-1'], descriptionBytes: 1, modelBytes: 1 });
    const sound = run({});
    const { job } = sound;
    const record = (one: L0Run) => ({
      ...one,
      losses: [],
      error: null,
      environment: null,
      startedAt: null,
      seconds: 1,
      steps: [...one.steps],
    });
    const study = studySchema.parse({ name: 'A', job });
    const [head, first, second] = jobsCsv({ study, records: [record(hollow), record(sound)], environment: null } as never).split('\r\n');
    const at = head.split(',').indexOf('measuredNothing');
    expect(first).toContain('"no weight is left in dense-1, so it gives the same for every input"');
    expect(second.split(',')[at]).toBe('');
    expect(familyOf(job).outcomeOf(record(hollow))).toMatchObject({ compressionRate: null });
    expect(familyOf(job).outcomeOf(record(sound)).compressionRate).toBeGreaterThan(1);

    const figure = frontier.make(l0InputOf({ own: [hollow, sound] }));
    expect(figure.subtitle).toContain('1 of them measured nothing');
    expect(JSON.stringify(figure.data)).toContain('measured nothing: no weight is left in dense-1');
    const { data } = weightHistogram.make(l0InputOf({ own: [hollow, sound] }));
    expect(data).toEqual(weightHistogram.make(l0InputOf({ own: [hollow, sound] }, { run: 'own/1' })).data);
  });
});

describe('a run of Dual Tomographic Compression', () => {
  const { measuredNothing } = familyOf(syntheticTrajectory({ method: 'dtc' }).job);

  it('without a cycle, or never better than guessing, is named', () => {
    const sound = syntheticTrajectory({ method: 'dtc' });
    expect(measuredNothing(sound)).toBeNull();
    expect(measuredNothing({ ...sound, points: [], steps: [] } as never)).toContain('no cycle');
    const points = sound.points.map((point) => ({ ...point, testAccuracy: 0.1, testAccuracyBeforePrune: 0.1 }));
    expect(measuredNothing({ ...sound, points } as never)).toContain('guessing among 10 classes');
    // The end of a ladder guesses.
    const last = sound.points.map((point, index) => (index < 4 ? point : { ...point, testAccuracyBeforePrune: 0.1 }));
    expect(measuredNothing({ ...sound, points: last } as never)).toBeNull();
    expect(measuredNothing({ ...sound, status: 'running', points: [] } as never)).toBeNull();
  });
});

it.each<[string, StudyInput, RegExp | null]>([
  ['no cycle', { name: 'A', job: { model: { hidden: [16] }, compression: { method: 'dtc', stopWidth: 16 } } }, /leaves no cycle to run/],
  ['one cycle', { name: 'A', job: { model: { hidden: [16] }, compression: { method: 'dtc', stopWidth: 15 } } }, null],
  [
    'an axis with no cycle',
    { name: 'A', job: { compression: { method: 'dtc' } }, axes: [{ path: 'compression.stopWidth', values: [10, 512] }] },
    /leaves no cycle/,
  ],
  [
    'no number',
    { name: 'A', job: { ...l0Job(studentJob()), compression: { method: 'magnitude-finetune', targetSparsity: 0.9999 } } },
    /leaves none of the 751 numbers/,
  ],
])('a study of %s is refused before it runs, or is not', (_, input, refusal) => {
  const study = studySchema.parse(input);
  const text = refusalOf(study, estimateStudy(study, {}, 'wasm', 1));
  if (refusal) expect(text).toMatch(refusal);
  else expect(text).toBeNull();
});

it('guessing is told by how many samples were tested', () => {
  expect(isGuessing(0.13, 10, 100)).toBe(true);
  expect(isGuessing(0.13, 10, 10_000)).toBe(false);
  expect(isGuessing(0.5, 2, 20)).toBe(true);
  expect(isGuessing(0.8, 2, 20)).toBe(false);
});
