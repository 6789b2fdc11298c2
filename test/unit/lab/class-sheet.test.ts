/** What a class has handed in, as it arrives: in mails, twice, copied from each other, of other studies, cut off. */
import { expect, test } from 'vitest';
import { linksIn, readSheet } from '../../../src/lab/class-sheet.ts';
import { linkFragment } from '../../../src/lab/link.ts';
import { digestOf } from '../../../src/study/digest-of.ts';
import type { LessonAnswer } from '../../../src/study/lesson-view.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { answerOf, comparableNames, outcomeNames, outcomeNumber, sheetCsv } from '../../../src/ui/class/outcomes.ts';
import { noisyRecords, testEnvironment } from '../study/noisy-records.ts';

const page = 'https://lab.example/';
const ask = { question: 'How much?', kind: 'number', unit: '%' } as const;

async function handedIn(answer: LessonAnswer, seed = 1, hasRun = true): Promise<string> {
  const { study: base } = presetByName('dtc-as-published');
  const { study, records } = noisyRecords({ ...base, axes: [{ path: 'seed', values: [seed] }] }, 5);
  const digest = await digestOf(study, hasRun ? records : [], hasRun ? testEnvironment : null);
  return `${page}#${await linkFragment({ ...digest, lesson: { view: { ask }, answer } })}`;
}

test('links are found in whatever they came in', async () => {
  const [one, two] = [await handedIn({ by: 'A' }), await handedIn({ by: 'B' })];
  expect(linksIn(`Dear all,\n${one} thanks!\n> ${two}\n\nno link`)).toHaveLength(2);
  expect(linksIn(`${one}\n${two}`)).toEqual([one, two]);
  expect(linksIn(`${one} ${two}`)).toEqual([one, two]);
  expect(linksIn(`#${one.split('#')[1]}\n${two.split('#')[1]}`)).toHaveLength(2);
  expect(linksIn('nothing here, #figures, https://lab.example/')).toEqual([]);
});

test('each is read, and what a teacher may want to look at is said', async () => {
  const sentence = 'Because the small weights say the least.';
  const links = [
    await handedIn({ by: 'Ada', prediction: 40, sentence }),
    await handedIn({ by: 'Bo', prediction: 20, sentence: 'because the SMALL weights say the least' }),
    await handedIn({ by: 'Cy', prediction: 60 }, 2),
    await handedIn({ by: 'Di', prediction: 10 }, 1, false),
    (await handedIn({ by: 'Ed' })).slice(0, 200),
    await handedIn({ by: 'Flo', prediction: 55, sentence: '=cmd|calc' }),
  ];
  links.push(links[0]);
  let told = 0;
  const rows = await readSheet(links, (read) => (told = read));
  expect(told).toBe(links.length);
  expect(rows.map((row) => (row.kind === 'read' ? row.remarks : row.why))).toEqual([
    [],
    ['The same sentence as Ada.'],
    ['Another study than most.'],
    ['Not run to its end.'],
    expect.stringContaining('damaged'),
    [],
    ['The very link of Ada.'],
  ]);

  const answers = rows.filter((row) => row.kind === 'read').map(answerOf);
  const [name] = outcomeNames(answers);
  expect(outcomeNumber(answers[0], name)).toBeGreaterThan(0);
  expect(outcomeNumber(answers[3], name)).toBeNull();
  expect(comparableNames(answers)).toContain(name);
  const withUnit = (value: string) => ({ row: answers[0].row, finding: { text: '', more: '', numbers: [{ title: 'bytes', value }] } });
  expect(outcomeNumber(withUnit('−1,234.5 kB'), 'bytes')).toBe(-1234.5);
  expect(comparableNames([withUnit('980 kB'), withUnit('990 kB')])).toEqual(['bytes']);
  expect(comparableNames([withUnit('980 kB'), withUnit('1.02 MB')])).toEqual([]);

  const csv = sheetCsv(answers, `${page}#/class`);
  expect(csv.trim().split('\n')).toHaveLength(answers.length + 1);
  expect(csv).toContain(links[0]);
  // A spreadsheet takes no text for a formula.
  expect(csv).not.toMatch(/(?:^|,)"?=cmd/mu);
});

test('a class of thirty is read', async () => {
  const links = await Promise.all(Array.from({ length: 30 }, (_, place) => handedIn({ by: `S${place}`, prediction: place })));
  const rows = await readSheet(links, () => undefined);
  expect(rows.map((row) => row.kind === 'read' && row.digest.lesson?.answer.prediction)).toEqual(links.map((_, place) => place));
});
