/** What holds for every lesson: its recorded run is of its very study, small, and tells something in every language. */
import { describe, expect, test } from 'vitest';
import { lessons } from '../../../src/lessons/index.ts';
import { languages, numbersIn } from '../../../src/lessons/language.ts';
import { canonicalJson, jobCount, type Study } from '../../../src/study/schema.ts';
import { checked, recordedBytes, recordedResult, recordsOf, shownOf } from './runs.ts';

const whatRuns = ({ job, axes, beside }: Study): string => canonicalJson({ job, axes, beside });

/** What must not stand in a text: a number that is none, or a value that is not there. */
const BROKEN = /NaN|undefined|null|Infinity|\[object/u;

test('each has an address of its own', () => {
  const ids = lessons.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z-]+$/u);
});

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))('%s', (_id, lesson) => {
  const records = recordsOf(lesson);

  test('its recorded run is of its very study, whole and small', () => {
    const { study } = recordedResult(lesson.recorded);
    expect(whatRuns(study)).toBe(whatRuns(lesson.study()));
    expect(records.length).toBe(jobCount(study));
    expect(records.every(({ status }) => status === 'finished')).toBe(true);
    expect(recordedBytes(lesson.recorded)).toBeLessThan(150_000);
  });

  test('takes three to eight minutes', () => {
    expect(lesson.minutes).toBeGreaterThanOrEqual(3);
    expect(lesson.minutes).toBeLessThanOrEqual(8);
  });

  test('what it asks for, it takes', () => {
    const { prediction } = lesson;
    expect(prediction.takes(prediction.start)).toBe(true);
    expect(prediction.takes([])).toBe(false);
    expect(prediction.takes(prediction.start.map(() => Number.NaN))).toBe(false);
    expect(prediction.takes([...prediction.start, 1])).toBe(false);
    for (const language of languages) expect(lesson.words[language].places.length).toBe(prediction.start.length);
  });

  test.each(languages)('tells what its recorded run came to, in %s', (language) => {
    const numbers = numbersIn(language);
    const shown = shownOf(lesson, records, language);
    expect(shown?.finding).toBeTruthy();
    expect(shown?.outcome.places.every((place) => place !== null)).toBe(true);
    const words = lesson.words[language];
    const texts = [
      shown?.finding,
      shown?.check(null)?.text,
      shown?.check(lesson.prediction.start)?.text,
      ...(shown?.outcome.places ?? []).flatMap((place) =>
        place ? [words.value(place.value, numbers), words.exact(place.value, numbers)] : [],
      ),
      ...(shown?.charts ?? []).flatMap(({ title, subtitle, x, lines }) => [title, subtitle, ...x, ...lines.map((line) => line.title)]),
    ];
    for (const text of texts) {
      expect(text).toBeTruthy();
      expect(text).not.toMatch(BROKEN);
    }
    for (const { x, lines } of shown?.charts ?? []) for (const { points } of lines) expect(points.length).toBe(x.length);
  });

  test('says nothing before it knows anything, and breaks at no number of finished jobs', () => {
    expect(shownOf(lesson, [])).toBeNull();
    for (let done = 1; done <= records.length; done++) {
      const shown = shownOf(lesson, records.slice(0, done));
      for (const text of [shown?.finding, shown?.check(lesson.prediction.start)?.text, shown?.check(null)?.text])
        if (text) expect(text).not.toMatch(BROKEN);
    }
  });

  test('without a prediction there is nothing to check', () => {
    expect(['unasked', 'inconclusive']).toContain(checked(lesson, records, null)?.kind);
  });
});
