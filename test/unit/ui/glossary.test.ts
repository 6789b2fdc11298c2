/** The words that are explained, and where they stand in a text. */
import { expect, it, test } from 'vitest';
import { glossary, piecesOf } from '../../../src/ui/words/glossary.ts';

const termsIn = (text: string): string[] => piecesOf(text).flatMap(({ term }) => term?.name ?? []);

it('has each word once, in whole sentences', () => {
  const written = glossary.flatMap(({ name, forms = [] }) => [name, ...forms].map((word) => word.toLowerCase()));
  expect(new Set(written).size).toBe(written.length);
  for (const { name, meaning } of glossary) expect(meaning, name).toMatch(/^[\p{Lu}].{20,}\.$/su);
});

test.each([
  ['The lines are LOWESS curves over all cycles.', ['LOWESS', 'cycle']],
  ['Gibbs entropy of the measurements', ['Gibbs entropy', 'measurement']],
  // Once in a text, whatever its case; not inside of another word.
  ['Rays: a ray in an array', ['ray']],
  ['compression rate CR, log scale', ['CR']],
  ['ℓ0 beside ℓ1', ['ℓ0', 'ℓ1']],
  ['nothing of it', []],
])('%s', (text, terms) => {
  expect(termsIn(text)).toEqual(terms);
  expect(
    piecesOf(text)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(text);
});
