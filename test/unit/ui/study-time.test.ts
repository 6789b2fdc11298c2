/** How long studies take, as the page says it before anything has run, and after. */
import { describe, expect, it } from 'vitest';
import { estimateStudy, type Estimate } from '../../../src/lab/estimate.ts';
import { withRate } from '../../../src/lab/rates.ts';
import { presetByName, presets } from '../../../src/study/presets.ts';
import { studySchema, type Study } from '../../../src/study/schema.ts';
import { extentTitle } from '../../../src/ui/text/study-size.ts';
import { longText, timeText } from '../../../src/ui/text/study-time.ts';

const of = (name: string): Study => presetByName(name).study;
/** On a machine with two cores that has run nothing. */
const untried = (study: Study): Estimate => estimateStudy(study, {}, null, 2);

/** On one where such networks took so long. */
const measured = (seconds: number) => ({ seconds, isByOthers: false, referenceSeconds: 1 });

describe('where nothing has run yet', () => {
  it('presets of hours and days say so, and quick ones take minutes', () => {
    for (const { name, study } of presets()) {
      const estimate = untried(study);
      expect(timeText(study, estimate), name).toMatch(/^(?:up to )?about .* on another computer$/u);
      const long = longText(study, estimate);
      if (name.endsWith('-quick')) expect(estimate.referenceSeconds, name).toBeLessThan(10 * 60);
      if (estimate.referenceSeconds < 3600) expect(long, name).toBeNull();
      else expect(long, name).toMatch(/its page has to stay open/u);
    }
    expect(timeText(of('l0-cifar-vgg'), untried(of('l0-cifar-vgg')))).toMatch(/^up to about \d+ days on/u);
    expect(timeText(of('l0-mnist-mlp'), untried(of('l0-mnist-mlp')))).toMatch(/^up to about \d+ h \d\d min on/u);
  });
});

it('a time is a bound only where training may end before it', () => {
  const quick = of('l0-mnist-mlp-quick');
  expect(timeText(quick, measured(100))).toBe('about 1 min 40 s');
  expect(extentTitle(quick)).toBe('28 epochs each');
  // Of 4,000 epochs all are taken, and fine-tuning may end after 53: its window of 50, and 3 more.
  const student = of('teacher-student-mse-quick');
  expect(timeText(student, measured(100))).toBe('up to about 1 min 40 s');
  const { job } = student;
  const most = (fineTuneMax: number): string =>
    extentTitle(studySchema.parse({ name: 'A', job: { ...job, training: { ...job.training, fineTuneMin: 0, fineTuneMax } } }));
  expect([52, 53, 54].map(most)).toEqual(['4,052 epochs', '4,053 epochs', 'at most 4,054 epochs']);
});

it('a time is told no finer than it is known', () => {
  const told = (seconds: number) => timeText(of('dtc-quick'), measured(seconds));
  expect([0.2, 59.4, 167, 599, 1234, 25_300, 3e6].map(told)).toEqual([
    'about 1 s',
    'about 59 s',
    'about 2 min 50 s',
    'about 10 min',
    'about 21 min',
    'about 7 h 00 min',
    'about 35 days',
  ]);
});

it('by the pace of other networks a time is rougher, and says so', () => {
  const [quick, text] = [of('l0-mnist-mlp-quick'), of('text-quick')];
  const rates = withRate({}, quick.job, 'wasm', 1e-10);
  expect(timeText(quick, estimateStudy(quick, rates, 'wasm', 2))).toMatch(/^about /u);
  expect(timeText(text, estimateStudy(text, rates, 'wasm', 2))).toMatch(/^roughly /u);
  expect(timeText(of('teacher-student-mse-quick'), { ...measured(100), isByOthers: true })).toBe('up to roughly 1 min 40 s');
});

it('more than an hour is said before Run, an hour is not', () => {
  const study = of('dtc-quick');
  const at = (seconds: number) => longText(study, measured(seconds));
  expect([at(3599), at(3600), at(3601)].map((text) => text !== null)).toEqual([false, false, true]);
  expect(at(7200)).toBe(
    'This study takes about 2 h 00 min, and its page has to stay open for all of it. The presets called “a quick look” take minutes.',
  );
});
