/** Jobs of more than one family: each has its own settings, and none is taken for another. */
import { describe, expect, test } from 'vitest';
import { estimateStudy, refusalOf } from '../../../src/lab/estimate.ts';
import { withOwnData, withStudySetting } from '../../../src/lab/study-edit.ts';
import { digestOf } from '../../../src/study/digest-of.ts';
import { packDigest, unpackDigest } from '../../../src/study/digest-format.ts';
import { sparseStudy, studyHash } from '../../../src/study/fingerprint.ts';
import { applyOverrides } from '../../../src/study/overrides.ts';
import { presetByName, presets } from '../../../src/study/presets.ts';
import { recordSchema } from '../../../src/study/records.ts';
import { isComparable } from '../../../src/study/families/dtc/published.ts';
import { families, familyOf, jobSchema, jobsOf, settingOf, settingsOf, studySchema, withSetting } from '../../../src/study/schema.ts';
import { typicalSpread } from '../../../src/study/families/dtc/seed-spread.ts';
import { noisyRecord } from './noisy-records.ts';
import { isDtcJob } from '../../../src/study/families/dtc/settings.ts';
import { isL0Job } from '../../../src/study/families/l0/settings.ts';

const messages = (input: unknown): string[] =>
  (studySchema.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
const l0 = (change: object): object => ({ name: 'A', job: { compression: { method: 'drr' }, ...change } });

describe('a job', () => {
  test('without a method is one of Dual Tomographic Compression', () => {
    expect(jobSchema.parse({}).compression.method).toBe('dtc');
    expect(familyOf(jobSchema.parse({})).id).toBe('dtc');
  });

  test('takes the defaults of the family of its method', () => {
    const job = jobSchema.parse({ compression: { method: 'rl1' } });
    expect(job).toMatchObject({
      data: { train: 45_000, validation: 5000 },
      model: { name: 'lenet-300-100' },
      training: { batchSize: 500 },
    });
    expect(jobSchema.parse(job)).toEqual(job);
  });

  test('is refused settings of another family, where they stand', () => {
    expect(messages(l0({ model: { hidden: [1, 2], depth: 3 } }))[0]).toMatch(/^job\.model: .*depth/u);
    expect(messages(l0({ data: { trainImages: 100 } }))[0]).toMatch(/^job\.data: .*trainImages/u);
    expect(messages({ name: 'A', job: { compression: { method: 'dtc', alpha: 1 } } })[0]).toMatch(/^job\.compression: .*alpha/u);
    expect(messages({ name: 'A', job: { compression: { method: 'no such' } } })[0]).toMatch(/^job\.compression\.method: /u);
    expect(() => withSetting(jobSchema.parse({}), 'compression.method', 'drr')).toThrow(/method/u);
    expect(() => withSetting(jobSchema.parse({}), 'compression.alpha', 1)).toThrow(/compression\.alpha/u);
  });

  test.each<[string, object, string]>([
    ['a network for other images', { model: { name: 'vgg-16' } }, 'job.model.name: is VGG-16, which takes images of 32 × 32 × 3'],
    ['a loss for other data', { training: { loss: 'mse' } }, 'job.training.loss: is “mse”, which “MNIST” is not trained with'],
    ['more images than there are', { data: { train: 58_000 } }, 'job.data.validation: leaves too few images: 58,000 + 5,000'],
    ['fewer epochs at most than at least', { training: { minEpochs: 20, maxEpochs: 10 } }, 'job.training.minEpochs: is 20, more than'],
    [
      'a network for images of one size on points',
      { data: { name: 'teacher-student' }, model: { name: 'resnet-20' }, training: { loss: 'mse' } },
      'job.model.name: is ResNet-20, which takes images',
    ],
    [
      'more parameters than can be kept',
      { model: { name: 'mlp', hidden: [4096, 4096, 4096, 4096, 4096, 4096] } },
      'job.model.hidden: makes a network of 87',
    ],
    ['batches that no memory holds', { model: { name: 'resnet-50' } }, 'job.training.batchSize: makes training need about'],
    ['more points than a record holds', { training: { measureEvery: 1, maxEpochs: 20_000 } }, 'job.training.measureEvery: makes up to'],
  ])('is refused %s', (_, change, message) => {
    expect(messages(l0(change))[0]).toContain(message);
  });
});

describe('a study', () => {
  test('has axes of its own family only', () => {
    expect(messages({ ...l0({}), axes: [{ path: 'compression.lambda', values: [1, 2] }] })).toEqual([
      'axes.0.path: names no setting of this job',
    ]);
    expect(messages({ ...l0({}), axes: [{ path: 'compression.method', values: ['drr', 'dtc'] }] })[0]).toMatch(/^axes\.0\.values\.1: /u);
    expect(messages({ ...l0({}), axes: [{ path: 'no.such', values: [1] }] })[0]).toBe('axes.0.path: names no setting of a job');
  });

  test('is changed in its own family from the command line', () => {
    const { study } = presetByName('l0-mnist-mlp-quick');
    const changed = applyOverrides(study, [
      'compression.alpha=1e-5,1e-4',
      'compression.method=pmmp',
      'model.name=mlp',
      'model.hidden=20+10',
    ]);
    expect(jobsOf(changed).map(({ compression }) => compression.method)).toEqual(['pmmp', 'pmmp']);
    expect(() => applyOverrides(study, ['compression.lambda=1'])).toThrow(/compression\.lambda/u);
    expect(() => applyOverrides(study, ['compression.method=dtc'])).toThrow(/vanilla or rl1/u);
  });

  test('is changed on the page together with what has to fit', () => {
    const { study } = presetByName('l0-mnist-mlp-quick');
    const other = withStudySetting(study, 'data.name', 'cifar-10').job;
    expect([other.data.name, isL0Job(other) && other.model.name]).toEqual(['cifar-10', 'vgg-16']);
    const generated = withStudySetting(study, 'model.name', 'student').job;
    expect(generated).toMatchObject({ data: { name: 'teacher-student' }, training: { loss: 'mse' } });
    expect(withStudySetting(study, 'training.maxEpochs', 5).job).toMatchObject({ training: { minEpochs: 5, maxEpochs: 5 } });
    expect(withStudySetting(study, 'training.fineTuneMax', 5).job).toMatchObject({ training: { fineTuneMin: 5, fineTuneMax: 5 } });
    expect(() => withStudySetting(study, 'training.loss', 'mse')).toThrow(RangeError);
  });

  test('takes changes from the command line that only make sense together, in any order', () => {
    const { study } = presetByName('l0-mnist-mlp-quick');
    const changed = applyOverrides(study, ['data.name=cifar-10', 'training.maxEpochs=3', 'model.name=cifar-mlp', 'training.minEpochs=2']);
    expect(changed.job).toMatchObject({ data: { name: 'cifar-10' }, model: { name: 'cifar-mlp' }, training: { maxEpochs: 3 } });
    expect(() => applyOverrides(study, ['data.name=cifar-10'])).toThrow(
      /“Network” \(model\.name\) is LeNet-300-100, which takes images of 28 × 28 × 1/u,
    );
  });

  test('is refused values of an axis that the rest of it does not take', () => {
    expect(messages({ ...l0({}), axes: [{ path: 'data.name', values: ['mnist', 'cifar-10'] }] })[0]).toMatch(
      /^axes\.0\.values\.1: “Network” \(model\.name\) is/u,
    );
  });

  test.each(presets().map(({ name, study }) => [name, study] as const))(
    '%s comes back from its sparse form and from a link',
    async (_, study) => {
      expect(studySchema.parse(sparseStudy(study))).toEqual(study);
      const packed: unknown = JSON.parse(JSON.stringify(await packDigest(await digestOf(study, [], null))));
      expect((await unpackDigest(packed)).study).toEqual(study);
    },
  );

  test('has another hash for another method of the same family', async () => {
    const hash = async (method: string) => [...(await studyHash(studySchema.parse({ name: 'A', job: { compression: { method } } })))];
    expect(await hash('drr')).not.toEqual(await hash('rl1'));
    expect(await hash('drr')).toEqual(await hash('drr'));
  });
});

test('a record is refused steps and a summary of another family', () => {
  const record = noisyRecord(jobSchema.parse({ model: { hidden: [20] } }), 1);
  expect(recordSchema.safeParse(record).success).toBe(true);
  const foreign = recordSchema.safeParse({ ...record, job: jobSchema.parse({ compression: { method: 'drr' } }) });
  expect(foreign.error?.issues.map(({ path }) => path.join('.'))).toEqual(['steps.0.kind', 'summary.kind']);
});

test('what a setting applies to is a value that another setting of its family can have', () => {
  for (const settings of families.all.map(settingsOf)) {
    for (const [path, { appliesTo = {} }] of settings) {
      for (const [other, among] of [appliesTo].flat().flatMap((condition) => Object.entries(condition))) {
        const setting = settings.get(other);
        expect(setting?.kind, `${path} needs ${other}`).toBe('choice');
        const known = setting?.kind === 'choice' ? setting.options.map(({ value }) => value) : [];
        expect(known, path).toEqual(expect.arrayContaining([...among]));
        expect(among.length, path).toBeGreaterThan(0);
      }
    }
  }
});

test('no setting of a family is named twice, and each says what it does', () => {
  for (const settings of families.all.map(settingsOf)) {
    const titles = [...settings.values()].map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { help } of settings.values()) expect(help).toMatch(/\.$/u);
  }
});

describe('a job on images of one’s own', () => {
  const images = { name: 'shoes', sha256: 'a'.repeat(64), shape: [28, 28, 1], classes: 12, train: 900, test: 100 };
  const data = { name: 'own', train: 800, validation: 100, test: 100 };
  const own = (change: object) => l0({ data, images, ...change });

  test('names them, and takes networks for images of that shape', () => {
    for (const name of ['lenet-300-100', 'lenet-5', 'resnet-20', 'mlp']) expect(messages(own({ model: { name } }))).toEqual([]);
    expect(messages(own({ model: { name: 'vgg-16' } }))[0]).toContain(
      'VGG-16, which takes images of 32 × 32 × 3, and the data are “shoes”, images of 28 × 28 × 1',
    );
    expect(messages(own({ images: { ...images, shape: [6, 28, 1] }, model: { name: 'resnet-20' } }))[0]).toContain('at least 8 × 8 pixels');
  });

  test('is refused without them, with more than there are, and with what is no SHA-256', () => {
    expect(messages(l0({ data }))[0]).toContain('job.data.name: names no images: add some under “Data sets”');
    expect(messages(own({ data: { ...data, train: 801 } }))[0]).toContain('801 + 100 are wanted of the 900 of “shoes”');
    expect(messages(own({ images: { ...images, sha256: 'A' } }))[0]).toMatch(/^job\.images\.sha256: /u);
  });

  test('comes back from a link; on other data it is the job that it was without them', async () => {
    const study = studySchema.parse(own({}));
    const packed: unknown = JSON.parse(JSON.stringify(await packDigest(await digestOf(study, [], null))));
    expect((await unpackDigest(packed)).study).toEqual(study);
    expect(studySchema.parse(l0({ images }))).toEqual(studySchema.parse(l0({})));
    expect(withStudySetting(study, 'data.name', 'mnist').job).not.toHaveProperty('images');
  });

  test('is made of a study on the form, with a network that takes them', () => {
    const { study } = presetByName('l0-cifar-vgg-quick');
    const { job, axes } = withOwnData(study, { images: { ...images, shape: [28, 28, 1] } });
    expect(job).toMatchObject({ images, data: { name: 'own', train: 810, validation: 90, test: 100 }, model: { name: 'mlp' } });
    expect(axes.map(({ path }) => path)).toEqual(['compression.alpha']);
    expect(withOwnData(presetByName('l0-mnist-caffe-quick').study, { images: { ...images, shape: [28, 28, 1] } }).job.model).toMatchObject({
      name: 'lenet-5',
    });
  });

  describe('of Dual Tomographic Compression', () => {
    const dtc = (change: object) => ({ name: 'A', job: { data: { name: 'own' }, images, ...change } });

    test('names them, and is refused without them or with more than there are', () => {
      expect(messages(dtc({}))).toEqual([]);
      expect(messages({ name: 'A', job: { data: { name: 'own' } } })[0]).toContain(
        'job.data.name: names no images: add some under “Data sets”',
      );
      expect(messages(dtc({ data: { name: 'own', trainImages: 901 } }))).toEqual([
        'job.data.trainImages: asks for 901 images, and “shoes” has 900: take fewer, or 0 for all of them',
      ]);
      expect(messages(dtc({ data: { name: 'own', testImages: 101 } }))[0]).toMatch(/^job\.data\.testImages: asks for 101 images/u);
      // 2²² inputs: 16 bytes for each of 2³⁴ weights, and eight for each input of 512 images.
      expect(messages(dtc({ images: { ...images, shape: [512, 512, 16] }, model: { hidden: [4096] } }))[0]).toContain(
        'job.model.hidden: makes training need about 272.0 GiB; at most 12 GiB',
      );
    });

    test('is not laid over published curves, nor held against the spread of published set-ups', () => {
      const study = studySchema.parse({ ...dtc({}), axes: [{ path: 'compression.method', values: ['dtc', 'random'] }] });
      expect(isComparable(study)).toBe(false);
      expect(isComparable({ ...study, job: jobSchema.parse({}) })).toBe(true);
      expect(jobsOf(study).filter(isDtcJob).map(typicalSpread)).toEqual([null, null]);
    });

    test('comes back from a link; on other data it is the job that it was without them', async () => {
      const study = studySchema.parse(dtc({}));
      const packed: unknown = JSON.parse(JSON.stringify(await packDigest(await digestOf(study, [], null))));
      expect((await unpackDigest(packed)).study).toEqual(study);
      expect(studySchema.parse({ name: 'A', job: { images } })).toEqual(studySchema.parse({ name: 'A' }));
      expect(withStudySetting(study, 'data.name', 'mnist').job).not.toHaveProperty('images');
    });

    test('is made of a study on the form, with all of them and with its other axes', () => {
      const { study } = presetByName('dtc-quick');
      const several = studySchema.parse({
        ...study,
        axes: [
          ...study.axes,
          { path: 'training.loss', values: ['batchAxis', 'classAxis'] },
          { path: 'data.trainImages', values: [0, 600] },
        ],
      });
      const { job, axes } = withOwnData(several, { images: { ...images, shape: [8, 8, 3] } });
      expect(job).toMatchObject({
        images: { name: 'shoes' },
        data: { name: 'own', trainImages: 0, testImages: 0 },
        model: study.job.model,
      });
      expect(settingOf(job, 'training.batchSize')).toBeLessThanOrEqual(900);
      expect(axes.map(({ path }) => path)).toEqual([...study.axes.map(({ path }) => path), 'training.loss']);
    });

    test('that asks for more than the lab serves is read, since files of version 1 may have it, and refused before it runs', () => {
      const study = studySchema.parse({
        name: 'A',
        job: { data: { name: 'cifar-10' } },
        axes: [{ path: 'data.trainImages', values: [50_000, 60_000] }],
      });
      const refused = (one: typeof study) => refusalOf(one, estimateStudy(one, {}, 'wasm', 1));
      expect(refused(study)).toBe(
        '“Training images” (data.trainImages) asks for 60,000 images, and “CIFAR-10” has 50,000: take fewer, or 0 for all of them.',
      );
      expect(refused({ ...study, axes: [] })).toBeNull();
    });

    test('is measured by its own sizes in estimates', () => {
      const estimate = (change: object) => estimateStudy(studySchema.parse(dtc(change)), { wasm: 1 }, 'wasm', 1);
      const [small, large] = [estimate({}), estimate({ images: { ...images, shape: [56, 28, 1] } })];
      // Twice the inputs: twice the weights of a first layer that has nearly all.
      expect(large.largest.bytes / small.largest.bytes).toBeGreaterThan(1.6);
      expect(large.seconds! / small.seconds!).toBeGreaterThan(1.5);
    });
  });
});
