/** What is allowed up to a limit is allowed at the limit, and not beyond: everywhere, and by whichever way a value comes. */
import { describe, expect, it } from 'vitest';
import { requireRoom } from '../../../src/data/own/limits.ts';
import { settingSchema, type Setting } from '../../../src/data/setting.ts';
import { cautions, refusals } from '../../../src/compression/l0/job.ts';
import { estimateStudy, refusalOf, warningOf, type Estimate } from '../../../src/lab/estimate.ts';
import { readLink } from '../../../src/lab/link.ts';
import { checkSize } from '../../../src/lab/result-file.ts';
import { parseOverride } from '../../../src/study/overrides.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { families, familyOf, jobSchema, settingsOf, studySchema, type JobInput, type StudyInput } from '../../../src/study/schema.ts';

/** Values of a setting within its limits, at each of them, and beyond. */
function ends(setting: Setting): { readonly inside: readonly unknown[]; readonly beyond: readonly unknown[] } {
  switch (setting.kind) {
    case 'choice':
      return { inside: setting.options.map(({ value }) => value), beyond: ['no such option'] };
    case 'seed':
      return { inside: [0, 4_294_967_295, null], beyond: [-1, 4_294_967_296] };
    case 'number': {
      const { min, max, integer } = setting;
      // The next number on either side: of whole ones the next whole one.
      const next = (end: number, sign: number) => (integer ? end + sign : end + sign * Math.max(1e-12, Math.abs(end) * 1e-12));
      return { inside: [min, max], beyond: [next(min, -1), next(max, 1)] };
    }
    case 'widths': {
      const { min, max, maxLength } = setting;
      const many = (length: number): number[] => Array.from({ length }, () => min);
      return { inside: [[min], [max], many(maxLength)], beyond: [[min - 1], [max + 1], many(maxLength + 1), []] };
    }
  }
}

const typed = (value: unknown): string => (Array.isArray(value) ? value.join('+') : String(value));

describe.each(families.all.map((family) => [family.id, family] as const))('every setting of %s', (_, family) => {
  it.each([...settingsOf(family)])('%s takes its limits and nothing beyond, in files and on the command line', (path, setting) => {
    const { inside, beyond } = ends(setting);
    for (const value of inside) {
      expect(settingSchema(setting).safeParse(value).success, `${path} ${typed(value)}`).toBe(true);
      expect(parseOverride(`${path}=${typed(value)}`, family).values, `${path} ${typed(value)}`).toEqual([value]);
    }
    for (const value of beyond) {
      expect(settingSchema(setting).safeParse(value).success, `${path} ${typed(value)}`).toBe(false);
      expect(() => parseOverride(`${path}=${typed(value)}`, family), `${path} ${typed(value)}`).toThrow(RangeError);
    }
  });
});

const studyIs = (input: StudyInput): boolean => studySchema.safeParse(input).success;
const l0Is = (change: JobInput): boolean =>
  jobSchema.safeParse({ ...change, compression: { method: 'drr', ...change.compression } }).success;
const seeds = (length: number): number[] => Array.from({ length }, (_, seed) => seed);

describe('a study', () => {
  it.each<[string, number, (size: number) => boolean]>([
    ['jobs of one axis', 1024, (size) => studyIs({ name: 'A', axes: [{ path: 'seed', values: seeds(size) }] })],
    [
      'jobs of two axes',
      512,
      (size) =>
        studyIs({
          name: 'A',
          axes: [
            { path: 'seed', values: seeds(size) },
            { path: 'compression.lambda', values: [1, 2] },
          ],
        }),
    ],
    ['letters of its name', 120, (size) => studyIs({ name: 'A'.repeat(size) })],
    [
      'axes',
      8,
      (size) =>
        studyIs({
          name: 'A',
          axes: [...settingsOf(families.get('dtc'))]
            .slice(0, size)
            .map(([path, { default: value }]) => ({ path, values: [value ?? 1] })) as StudyInput['axes'],
        }),
    ],
    ['training and validation samples', 60_000, (size) => l0Is({ data: { train: size - 5000, validation: 5000 } })],
    ['least epochs', 400, (size) => l0Is({ training: { minEpochs: size, maxEpochs: 400 } })],
    ['epochs of warm-up', 399, (size) => l0Is({ training: { schedule: 'cosine', warmUp: size, minEpochs: 1, maxEpochs: 400 } })],
    ['measured points', 9000, (size) => l0Is({ training: { measureEvery: 1, maxEpochs: size, fineTuneMax: 0, fineTuneMin: 0 } })],
  ])('has its number of %s at most', (_, limit, isFine) => {
    expect([limit - 1, limit, limit + 1].map(isFine)).toEqual([true, true, false]);
  });

  it('is told that least epochs give way, whether they are the default or were asked for: 32, 33 and 34', () => {
    const { job } = presetByName('l0-mnist-mlp').study;
    const say = (fineTuneMin: number, fineTuneMax: number) => {
      const study = studySchema.parse({ name: 'A', job: { ...job, training: { ...job.training, fineTuneMin, fineTuneMax } } });
      const of = study.job as never;
      return [refusals(of).length, cautions(of).length, Number(warningOf(study, estimateStudy(study, {}, 'wasm', 1), null) !== null)];
    };
    const [fine, told, refused] = [
      [0, 0, 0],
      [0, 1, 1],
      [1, 0, 0],
    ];
    // Against 33 at most none is too much, against 32 that of 33 is told, and 34 refused against either.
    expect([32, 33, 34].map((least) => say(least, 33))).toEqual([fine, fine, refused]);
    expect([32, 33, 34].map((least) => say(least, 32))).toEqual([fine, told, refused]);
    expect([32, 33, 34].map((least) => say(least, 34))).toEqual([fine, fine, fine]);
    expect(say(33, 0)).toEqual(fine);
  });

  it('of thirty days and of all the memory there is may be begun', () => {
    const { study } = presetByName('dtc-quick');
    const estimate = estimateStudy(study, {}, 'wasm', 1);
    const refused = (change: Partial<Estimate>): boolean => refusalOf(study, { ...estimate, ...change }) !== null;
    const days = 30 * 24 * 3600;
    expect([days - 1, days, days + 1].map((seconds) => refused({ seconds }))).toEqual([false, false, true]);
    const heap = 2 ** 32;
    const largest = (bytes: number): Partial<Estimate> => ({ largest: { bytes, setting: 'model.hidden' } });
    expect([heap - 1, heap, heap + 1].map((bytes) => refused(largest(bytes)))).toEqual([false, false, true]);
    const warned = (bytes: number): boolean => warningOf(study, { ...estimate, bytes }, 4) !== null;
    expect([heap - 1, heap, heap + 1].map(warned)).toEqual([false, false, true]);
  });
});

describe('what comes from outside', () => {
  it('may be as large as it is said', async () => {
    const opens = (size: number): boolean => {
      try {
        checkSize({ name: 'a', size });
        return true;
      } catch {
        return false;
      }
    };
    expect([199_999_999, 200_000_000, 200_000_001].map(opens)).toEqual([true, true, false]);
    const refusal = async (characters: number): Promise<string> => {
      const fragment = `#r=3.${'A'.repeat(characters - 5)}`;
      return readLink(fragment).then(
        () => 'opened',
        (error: { kind: string }) => error.kind,
      );
    };
    // A link of letters alone is damaged; one that is too long is not looked into.
    expect(await Promise.all([65_535, 65_536, 65_537].map(refusal))).toEqual(['damaged', 'damaged', 'size']);
  });

  it.each<[string, (size: number) => Parameters<typeof requireRoom>, number]>([
    ['sides', (size) => [1, [size, 1, 1], 'a'], 1024],
    ['channels', (size) => [1, [1, 1, size], 'a'], 16],
    ['bytes', (size) => [size, [1024, 1024, 1], 'a'], 1024],
  ])('of images may have all the %s', (_, given, limit) => {
    const fits = (size: number): boolean => {
      try {
        requireRoom(...given(size));
        return true;
      } catch {
        return false;
      }
    };
    expect([limit - 1, limit, limit + 1].map(fits)).toEqual([true, true, false]);
  });
});

it('a ladder ends where every hidden layer has so many neurons', () => {
  const refused = (stopWidth: number): number =>
    familyOf({ compression: { method: 'dtc' } }).refusals(
      jobSchema.parse({ model: { hidden: [16] }, compression: { method: 'dtc', stopWidth } }),
    ).length;
  expect([15, 16, 17].map(refused)).toEqual([0, 1, 1]);
});
