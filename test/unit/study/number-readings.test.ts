/** Numbers as people write them. What a number looks like in a country is asked of `Intl`, which knows nothing of this lab. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { number, type NumberSetting, type WidthsSetting } from '../../../src/data/setting.ts';
import { parseOverride } from '../../../src/study/overrides.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { familyOf, settingsOf } from '../../../src/study/schema.ts';
import { parseValues, type Parsed } from '../../../src/ui/form/parse.ts';

const locales =
  'af am ar ar-EG ar-MA as az be bg bn bs ca ckb cs cy da de de-AT de-CH de-LI dz el en en-AU en-CA en-GB en-IN en-ZA eo es es-AR es-CL es-CR es-MX et eu fa ff-Adlm fi fil fr fr-CA fr-CH ga gl gu ha he hi hr hu hy id is it it-CH ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn nqo or pa pl ps pt pt-PT ro ru rw sa si sk sl sq sr sv sw ta te th tr uk ur uz vi zh zu'.split(
    ' ',
  );
const digits = ['latn', 'arab', 'arabext', 'beng', 'deva', 'fullwide', 'hanidec', 'khmr', 'mathsans', 'mymr', 'adlm', 'tamldec', 'thai'];

const writers = fc.record({
  locale: fc.oneof(
    fc.constantFrom(...locales),
    fc.tuple(fc.constantFrom(...locales), fc.constantFrom(...digits)).map(([locale, system]) => `${locale}-u-nu-${system}`),
  ),
  useGrouping: fc.constantFrom('auto' as const, 'always' as const, 'min2' as const, false as const),
  minimumFractionDigits: fc.integer({ min: 0, max: 4 }),
});

type Writer = typeof writers extends fc.Arbitrary<infer One> ? One : never;

const write = (value: number, { locale, useGrouping, minimumFractionDigits }: Writer): string =>
  new Intl.NumberFormat(locale, { useGrouping, maximumFractionDigits: 12, minimumFractionDigits }).format(value);

const whole = number({ title: 'Whole', help: '', default: 1, min: -1e7, max: 1e7, integer: true });
const real = number({ title: 'Real', help: '', default: 1, min: -1e7, max: 1e7 });
const small = number({ title: 'Small', help: '', default: 0.5, min: 0, max: 1 });

const within = ({ min, max, integer }: NumberSetting): fc.Arbitrary<number> =>
  integer
    ? fc.integer({ min, max })
    : fc.oneof(
        fc.integer({ min, max }),
        fc.tuple(fc.integer({ min: min * 1000, max: max * 1000 }), fc.constantFrom(1, 10, 100, 1000)).map(([n, d]) => n / (1000 * d)),
      );

/** What may be taken: the number itself, or a question that has it among its answers. */
function isReadOrAsked(parsed: Parsed, values: readonly number[], text: string): void {
  // In a few locales Intl writes words before a number, which are refused.
  if (/\p{L}/u.test(text) && parsed.error !== null) return;
  const readings = parsed.error === null ? [parsed.values] : (parsed.choices ?? []).map((choice) => choice.values);
  expect(readings.map((reading) => JSON.stringify(reading))).toContain(JSON.stringify(values.map((value) => value + 0)));
}

describe('a number as it is written anywhere', () => {
  it.each([whole, real, small])('is read on the page, or asked about: $title', (setting) => {
    fc.assert(
      fc.property(within(setting), writers, (value, writer) => {
        const text = write(value, writer);
        isReadOrAsked(parseValues(setting, text), [value], text);
      }),
      { numRuns: 600 },
    );
  });

  it('is read in a list with clear marks, or asked about', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(within(real), { minLength: 2, maxLength: 4 }),
        writers,
        fc.constantFrom('; ', ';', ', '),
        (values, writer, mark) => {
          const text = values.map((value) => write(value, writer)).join(mark);
          isReadOrAsked(parseValues(real, text), values, text);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is read on the command line, or refused', () => {
    const path = 'compression.lambda';
    const setting = ofFamily(path).setting;
    fc.assert(
      fc.property(within({ ...real, min: Math.ceil(setting.min), max: Math.floor(setting.max) }), writers, (value, writer) => {
        fc.pre(value >= setting.min && value <= setting.max);
        const text = `${path}=${write(value, writer)}`;
        try {
          expect(parseOverride(text).values, text).toEqual([value]);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          expect(error.message).toContain(`${path} cannot be`);
        }
      }),
      { numRuns: 300 },
    );
  });
});

const TEACHER = 'teacher-student-mse-quick';
const MNIST = 'l0-mnist-mlp-quick';
const l0Family = familyOf(presetByName(MNIST).study.job);

// As they were typed into the page in the reports of decimal commas that ran other values.
describe('a decimal comma or a mark of thousands', () => {
  it.each([
    [TEACHER, 'compression.alpha', '0,001', 'Is “0,001” 0.001, or the two values 0 and 001?', ['0.001', '0, 1']],
    [TEACHER, 'compression.tolerance', '0,01', 'Is “0,01” 0.01, or the two values 0 and 01?', ['0.01', '0, 1']],
    [TEACHER, 'data.noise', '0,08', 'Is “0,08” 0.08, or the two values 0 and 08?', ['0.08', '0, 8']],
    [TEACHER, 'compression.targetSparsity', '0,95', 'Is “0,95” meant to be 0.95? Before decimals write a point', ['0.95']],
    [TEACHER, 'training.learningRate', '0,001', 'Is “0,001” meant to be 0.001? Before decimals write a point', ['0.001']],
    [MNIST, 'training.batchSize', '1,500', 'Is “1,500” 1500, or the two values 1 and 500?', ['1500', '1, 500']],
    [MNIST, 'training.batchSize', '1 500', 'Is “1 500” 1500, or the two values 1 and 500?', ['1500', '1, 500']],
    [MNIST, 'training.batchSize', '1.500', 'Is “1.500” meant to be 1500?', ['1500']],
    [MNIST, 'model.hidden', '2,048', 'Is “2,048” 2048, or the two values 2 and 48?', ['2048', '2, 48']],
    [MNIST, 'compression.alpha', '0,001 … 0,1, 3 values', 'meant to be 0.001 … 0.1, 3 values?', ['0.001, 0.01, 0.1']],
    [MNIST, 'seed', '1 … 3, 7 values', 'Only 3 values of these 7 are different, since they are whole numbers: 1, 2, 3.', ['1, 2, 3']],
    [MNIST, 'training.learningRate', '1,5', '5 is outside the range, 1e-7 to 1. Before decimals write a point', []],
  ])('%s: %s “%s” is asked about on the page', (preset, path, text, question, choices) => {
    const parsed = parseValues(ofFamily(path, preset).setting, text);
    expect(parsed.error).toContain(question);
    expect(parsed.error === null ? [] : (parsed.choices ?? []).map(({ title }) => title)).toEqual(choices);
  });

  it.each([
    [
      'compression.alpha=0,001',
      'Is “0,001” 0.001, or the two values 0 and 001? Write compression.alpha=0.001 or "compression.alpha=0, 1".',
    ],
    ['data.noise=0,08', 'Write data.noise=0.08 or "data.noise=0, 8".'],
    ['compression.tolerance=0,01', 'Write compression.tolerance=0.01 or "compression.tolerance=0, 1".'],
    ['compression.targetSparsity=0,95', 'Is “0,95” meant to be 0.95?'],
    ['training.batchSize=1,500', 'Write training.batchSize=1500 or "training.batchSize=1, 500".'],
    ['model.hidden=2,048', 'Write model.hidden=2048 or "model.hidden=2, 48".'],
    ['compression.alpha=0,001..0,1:7', 'is “0,001” 0.001?'],
    ['compression.alpha=0.001..0,1:7', 'is “0,1” 0.1?'],
    ['compression.alpha=0,1..10:3', 'is “0,1” 0.1?'],
    ['training.batchSize=1,500..2000:3', 'is “1,500” 1500?'],
    ['seed=1..3:7', 'Only 3 values of these 7 are different, since they are whole numbers: 1, 2, 3. Write seed=1,2,3, or ask for fewer.'],
  ])('--set %s is refused with what it may mean', (text, message) => {
    expect(() => parseOverride(text, l0Family)).toThrow(RangeError);
    expect(() => parseOverride(text, l0Family)).toThrow(message);
  });

  it.each([
    ['compression.alpha=0.1,0.2', [0.1, 0.2]],
    ['compression.alpha=0, 1', [0, 1]],
    ['compression.alpha=0;1', [0, 1]],
    ['compression.alpha=٠٫٠٠١', [0.001]],
    ['compression.alpha=1e−3', [0.001]],
    ["training.batchSize=1'500", [1500]],
    ['training.batchSize=1\u202F500', [1500]],
    ['training.batchSize=64,128', [64, 128]],
    ['seed=1,2,3', [1, 2, 3]],
    ['seed=1…5:3', [1, 3, 5]],
    ['compression.alpha=0, 0.001..0.1:3', [0, 0.001, 0.01, 0.1]],
  ])('--set %s is clear', (text, values) => {
    expect(parseOverride(text, l0Family).values).toEqual(values);
  });
});

function ofFamily(path: string, preset?: string): { readonly path: string; readonly setting: NumberSetting | WidthsSetting } {
  const setting = settingsOf(familyOf(preset ? presetByName(preset).study.job : {})).get(path);
  if (setting?.kind !== 'number' && setting?.kind !== 'widths') throw new Error(`no numbers ${path}`);
  return { path, setting };
}
