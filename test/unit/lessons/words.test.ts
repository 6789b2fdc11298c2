/** The words of the lessons are there in every language, and numbers are written as the language does. */
import { describe, expect, test } from 'vitest';
import { lessons } from '../../../src/lessons/index.ts';
import { languages, numbersIn } from '../../../src/lessons/language.ts';
import { pageWords } from '../../../src/lessons/words/index.ts';

/** Every string and function by its path, with what it is. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => shape(item, `${path}[${index}]`));
  if (typeof value === 'object' && value !== null) return Object.entries(value).flatMap(([key, item]) => shape(item, `${path}.${key}`));
  return [`${path}: ${typeof value}`];
}

const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
};

/** Lists of paragraphs may be of other lengths; those of places may not. */
const withoutParagraphs = (words: object) => ({ ...words, question: '', teacher: '' });

const all = [['pages', pageWords] as const, ...lessons.map(({ id, words }) => [id, words] as const)];

describe.each(all)('words of %s', (_name, words) => {
  test('none is missing and none too many', () => {
    for (const language of languages)
      expect(shape(withoutParagraphs(words[language])), language).toEqual(shape(withoutParagraphs(words.en)));
  });

  test('no text is empty or left in English', () => {
    const [english, german] = [textsOf(words.en), textsOf(words.de)];
    expect([...english, ...german].filter((text) => text.trim() === '')).toEqual([]);
    // Names and units are the same in both.
    const same = german.filter((text) => english.includes(text) && text.split(' ').length > 2);
    expect(same).toEqual([]);
  });

  test('stars come in pairs', () => {
    for (const language of languages) for (const text of textsOf(words[language])) expect(text.split('*').length % 2, text).toBe(1);
  });
});

test('numbers are written as each language does', () => {
  const [en, de] = [numbersIn('en'), numbersIn('de')];
  expect([en.fixed(3.14159), de.fixed(3.14159)]).toEqual(['3.1', '3,1']);
  expect([en.whole(1_066_440), de.whole(1_066_440)]).toEqual(['1,066,440', '1.066.440']);
  expect([en.signed(-0.04), en.signed(2), en.signed(-2.25, 2)]).toEqual(['0.0', '+2.0', '−2.25']);
  expect([en.percent(0.5), de.percent(0.5)]).toEqual(['50%', '50\u00A0%']);
  expect(['en', 'de'].map((language) => numbersIn(language as 'en' | 'de').plural(1, 'x', 'y'))).toEqual(['1 x', '1 x']);
  expect([en.plural(0, 'seed', 'seeds'), en.plural(3, 'seed', 'seeds')]).toEqual(['0 seeds', '3 seeds']);
  expect([en.list(['1', '2', '3']), de.list(['1', '2', '3'])]).toEqual(['1, 2 and 3', '1, 2 und 3']);
  const day = new Date(2026, 10, 30);
  expect([en.date(day), de.date(day)]).toEqual(['30 November 2026', '30. November 2026']);
  expect([0.2, 41, 60, 97, 3599].map(en.duration)).toEqual(['1 s', '41 s', '1 min', '1 min 40 s', '60 min']);
});
