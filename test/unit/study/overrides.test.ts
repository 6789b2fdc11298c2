import { dtcJobsOf } from '../support/dtc.ts';
import { describe as group, expect, test } from 'vitest';
import { presetByName } from '../../../src/study/presets.ts';
import { applyOverrides, describe, nearPaths, parseOverride } from '../../../src/study/overrides.ts';
import { jobsOf, familyOf, settingsOf, studySchema } from '../../../src/study/schema.ts';

const study = presetByName('dtc-as-published').study;

group('parseOverride', () => {
  test.each([
    ['compression.lambda=0.5', 'compression.lambda', [0.5]],
    ['compression.lambda=1e-3,.5,+2', 'compression.lambda', [0.001, 0.5, 2]],
    ['seed=1,2,3', 'seed', [1, 2, 3]],
    ['compression.lambda=0.01..1:3,7', 'compression.lambda', [0.01, 0.1, 1, 7]],
    ['seed=1..5:3', 'seed', [1, 3, 5]],
    ['seed=0', 'seed', [0]],
    ['model.seed=null,7', 'model.seed', [null, 7]],
    ['compression.method=dtc,"random"', 'compression.method', ['dtc', 'random']],
    ['model.hidden=64', 'model.hidden', [[64]]],
    ['model.hidden=512,64+32', 'model.hidden', [[512], [64, 32]]],
    [' seed = 1 , 2 ', 'seed', [1, 2]],
  ])('%s', (text, path, values) => {
    expect(parseOverride(text)).toEqual({ path, values });
  });

  test.each([
    ['seed', 'write path=value'],
    ['=1', 'write path=value'],
    ['seed=', 'seed cannot be “”: it takes a whole number from 0 to 4294967295'],
    ['seed=1,,2', 'seed cannot be “”'],
    ['seed=1,', 'seed cannot be “”'],
    ['seed=,1', 'seed cannot be “”'],
    ['seed=0x10', 'seed cannot be “0x10”'],
    ['seed=1.5', 'seed cannot be “1.5”'],
    ['seed=null', 'seed cannot be “null”'],
    ['seed=-1', 'seed cannot be “-1”'],
    ['seed=4294967296', 'seed cannot be “4294967296”'],
    ['seed=1,1', 'the value 1 twice'],
    ['compression.lambda=0.1..1:0', 'compression.lambda cannot be “0.1..1:0”. A grid of 0 values cannot be made: give 2 to 1,024.'],
    ['compression.lambda=0.1..1:10000000', 'compression.lambda cannot be “0.1..1:10000000”. A grid of 10,000,000 values cannot be made'],
    ['compression.lambda=0.1..1', 'compression.lambda cannot be “0.1..1”: say how many values, such as 0.1..1:7'],
    ['compression.lambda=-1..-0.001:3', 'compression.lambda cannot be “-1”: it takes a number from'],
    ['model.hidden=0', 'model.hidden cannot be “0”: it takes 1 to 6 whole numbers from 2 to 4096'],
    ['seed=1,1.0', 'the value 1 twice'],
    ['compression.share=2', 'compression.share cannot be “2”: it takes a number from 0.01 to 0.9'],
    ['compression.method=DTC', 'it takes magnitude or random or dtc or l2'],
    ['model.hidden=64+', 'model.hidden cannot be “64+”'],
    ['model.hidden=1', '1 to 6 whole numbers from 2 to 4096, joined by +'],
    ['model.hidden=8+8+8+8+8+8+8', 'model.hidden cannot be “8+8+8+8+8+8+8”'],
    ['__proto__=1', '“__proto__” names no setting'],
  ])('refuses %s', (text, message) => {
    expect(() => parseOverride(text)).toThrow(RangeError);
    expect(() => parseOverride(text)).toThrow(message);
  });

  test('names near paths', () => {
    expect(() => parseOverride('lambda=1')).toThrow('Did you mean compression.lambda?');
    expect(nearPaths('compression.lamda')[0]).toBe('compression.lambda');
    expect(nearPaths('training.method')).toContain('compression.method');
    expect(nearPaths('Compression.Lambda')[0]).toBe('compression.lambda');
    expect(nearPaths('batchsize')[0]).toBe('training.batchSize');
    expect(nearPaths('momentum')).toEqual([]);
    expect(() => parseOverride('momentum=1')).toThrow(/The settings are .*compression\.method.*seed/);
  });

  test('every setting accepts its own default', () => {
    for (const [path, setting] of settingsOf(familyOf({}))) {
      const word = Array.isArray(setting.default) ? setting.default.join('+') : String(setting.default);
      expect(parseOverride(`${path}=${word}`).values, describe(setting)).toEqual([setting.default]);
    }
  });
});

group('applyOverrides', () => {
  test('one value changes the base job and removes the axis', () => {
    const changed = applyOverrides(study, ['compression.method=dtc', 'compression.lambda=2']);
    expect(changed.axes.map((axis) => axis.path)).toEqual(['seed']);
    expect(dtcJobsOf(changed).map((job) => [job.compression.method, job.compression.lambda])).toEqual([['dtc', 2]]);
  });

  test('several values replace an axis where it stands, or add one at the end', () => {
    const changed = applyOverrides(study, ['compression.method=dtc,random', 'training.learningRate=0.01,0.001']);
    expect(changed.axes.map((axis) => axis.path)).toEqual(['compression.method', 'seed', 'training.learningRate']);
    expect(jobsOf(changed)).toHaveLength(4);
  });

  test('the last change of a setting counts', () => {
    expect(applyOverrides(study, ['seed=1,2', 'seed=3']).job.seed).toBe(3);
  });

  test('leaves the study that it was given alone', () => {
    const before = structuredClone(study);
    applyOverrides(study, ['seed=1,2', 'model.hidden=8,8+8']);
    expect(study).toEqual(before);
  });

  test('what it makes is a valid study', () => {
    const changed = applyOverrides(study, ['model.hidden=8,8+8', 'model.seed=null,1']);
    expect(studySchema.parse(structuredClone(changed))).toEqual(changed);
  });

  test('refuses more jobs than a study may have', () => {
    const seeds = Array.from({ length: 400 }, (_, seed) => seed).join(',');
    expect(() => applyOverrides(study, [`seed=${seeds}`])).toThrow('axes makes 1,200 jobs; at most 1,024');
    const many = Array.from({ length: 1100 }, (_, seed) => seed).join(',');
    expect(() => applyOverrides(study, [`seed=${many}`])).toThrow(RangeError);
  });

  test('names a value that does not fit by its setting, not by its place among the axes', () => {
    const mlp = presetByName('l0-mnist-mlp-quick').study;
    const changes = ['seed=1,2', 'training.maxEpochs=1, 40'];
    expect(() => applyOverrides(mlp, changes)).toThrow(
      'the value 1 of “Epochs at most” (training.maxEpochs): “Epochs at least” (training.minEpochs) is 20, more than',
    );
    expect(() => applyOverrides(mlp, changes)).not.toThrow('axes.');
  });

  test('less fine-tuning at most than at least is refused before it is run, unless nobody asked for the least', () => {
    const refused = (...changes: string[]) => {
      const { job } = applyOverrides(presetByName('l0-mnist-mlp-quick').study, changes);
      return familyOf(job)
        .refusals(job)
        .map(([path]) => path);
    };
    expect(refused('training.fineTuneMin=4', 'training.fineTuneMax=1')).toEqual(['training.fineTuneMin']);
    expect(refused('training.fineTuneMin=4', 'training.fineTuneMax=4')).toEqual([]);
    expect(refused('training.fineTuneMin=4', 'training.fineTuneMax=0')).toEqual([]);
    expect(refused('training.fineTuneMin=33', 'training.fineTuneMax=10')).toEqual([]);
  });
});
