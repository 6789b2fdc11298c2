import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingSchema, type Setting } from '../../../src/data/setting.ts';
import { familyOf, settingsOf } from '../../../src/study/schema.ts';
import { formatValues, parseValues, rangeTitle } from '../../../src/ui/form/parse.ts';

const LISTS = 'Write 300 + 100 for one network with two hidden layers, and 300 + 100, 512 to compare it with another one.';

function setting(path: string): Setting {
  const found = settingsOf(familyOf({})).get(path);
  if (!found) throw new Error(`no setting ${path}`);
  return found;
}

describe('parseValues', () => {
  it.each([
    ['seed', '42424242', [42424242]],
    ['seed', '1, 2, 3', [1, 2, 3]],
    ['seed', ' 1 2;3 ', [1, 2, 3]],
    ['seed', '1-4, 9', [1, 2, 3, 4, 9]],
    ['compression.lambda', '0.03, .3, 3e2', [0.03, 0.3, 300]],
    ['model.hidden', '512', [[512]]],
    ['model.hidden', '300, 100', [[300], [100]]],
    ['model.hidden', '300 + 100; 512', [[300, 100], [512]]],
    ['model.hidden', '300-100, 512', [[300, 100], [512]]],
    ['model.hidden', '300 + 100', [[300, 100]]],
    ['model.hidden', '300+100; 64', [[300, 100], [64]]],
    ['model.seed', '', [null]],
    ['compression.prune', 'largest, smallest', ['largest', 'smallest']],
    // By hand: 10^(-2 + k/2) to three digits.
    ['compression.lambda', '0.01 … 1, 5 values', [0.01, 0.0316, 0.1, 0.316, 1]],
    ['compression.lambda', '1..2 5', [1, 1.25, 1.5, 1.75, 2]],
    ['training.batchSize', '100 to 400, 4 values', [100, 200, 300, 400]],
  ])('reads %s “%s”', (path, text, values) => {
    expect(parseValues(setting(path), text)).toEqual({ values, error: null });
  });

  it.each([
    ['compression.lambda', '0.1 … 1e9, 3 values', '1000000000 is outside the range'],
    ['compression.lambda', '1 … 1, 3 values', 'There is no grid between 1 and 1'],
    ['compression.lambda', '0.1..1:0', 'A grid of 0 values cannot be made: give 2 to 1,024.'],
    ['compression.lambda', '0.1..1:10000000', 'A grid of 10,000,000 values cannot be made: give 2 to 1,024.'],
    ['compression.lambda', '0.1 … 1', 'How many values from “0.1 … 1”?'],
    ['compression.lambda', '-1 … -0.001, 3 values', '-1 is outside the range'],
  ])('refuses the grid %s “%s”', (path, text, error) => {
    expect(parseValues(setting(path), text).error).toContain(error);
  });

  it.each([
    ['training.batchSize', 'many', '“many” is not a number. Type one from 1 to 8,192 images.'],
    ['training.batchSize', '0', '0 is outside the range, 1 to 8,192 images.'],
    ['training.batchSize', '1.5', '1.5 is not a whole number. Type one from 1 to 8,192 images.'],
    ['training.batchSize', '0x10', '“0x10” is not a number. Type one from 1 to 8,192 images.'],
    ['training.batchSize', '', 'Type a number from 1 to 8,192 images.'],
    ['seed', '3, 1-3', '3 is there twice.'],
    ['seed', '9-1', '“9-1” runs backwards; write 1-9.'],
    ['seed', '1-100000', '“1-100000” is 100,000 values; at most 1,024 are allowed.'],
    ['model.hidden', '1', '1 is outside the range, 2 to 4,096.'],
    ['model.hidden', '9+9+9+9+9+9+9', '7 layers are too many; at most 6 are allowed.'],
    ['model.hidden', ' , ; ,', 'Type a width from 2 to 4,096 for each hidden layer.'],
    ['model.hidden', '+', 'Type a width from 2 to 4,096 for each hidden layer.'],
    ['model.hidden', '512, 64+32, 512', '512 is there twice.'],
    ['model.hidden', '300 x 100', `“x” is not a number. Type one from 2 to 4,096. ${LISTS}`],
    ['compression.prune', 'biggest', '“biggest” is not one of largest, smallest.'],
  ])('refuses %s “%s”', (path, text, error) => {
    expect(parseValues(setting(path), text)).toEqual({ values: null, error });
  });

  it('gives back every list of values that the schema of its setting takes', () => {
    const numbers = [...settingsOf(familyOf({})).values()].filter((described) => described.kind === 'number');
    const lists = fc.constantFrom(...numbers).chain((described) => {
      const { min, max, integer = false } = described;
      const value = integer ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
      return fc.tuple(fc.constant(described), fc.uniqueArray(value, { minLength: 1, maxLength: 5, comparator: (a, b) => a === b }));
    });
    fc.assert(
      fc.property(lists, ([described, values]) => {
        const { values: read, error } = parseValues(described, formatValues(described, values));
        expect(error).toBeNull();
        expect(read?.map(Number)).toEqual(values.map((value) => value + 0));
        for (const value of read ?? []) expect(settingSchema(described).safeParse(value).success).toBe(true);
      }),
    );
  });

  it('accepts nothing that the schema of its setting refuses', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...settingsOf(familyOf({})).keys()),
        fc.string({ unit: fc.constantFrom(...Array.from('0123456789.,;-+e ')), maxLength: 12 }),
        (path, text) => {
          const { values } = parseValues(setting(path), text);
          const schema = settingSchema(setting(path));
          for (const value of values ?? []) expect(schema.safeParse(value).success).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('rangeTitle', () => {
  it('says the range with its unit', () => {
    expect(rangeTitle(setting('training.batchSize'))).toBe('1 to 8,192 images');
    expect(rangeTitle(setting('compression.share'))).toBe('0.01 to 0.9');
    expect(rangeTitle(setting('model.hidden'))).toBe('1 to 6 layers of 2 to 4,096 neurons');
    expect(rangeTitle(setting('compression.prune'))).toBeNull();
  });
});
