/**
 * Random use for a while with faults in between, and what must hold whatever was done: nothing stored is lost, what is stored can be
 * carried away and read elsewhere, and what the page says of a run is so. The seed is in the title; a failure tells all that was done.
 */
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Download, Page } from '@playwright/test';
import type { StoredJob, StoredRun } from '../../src/lab/archive/format.ts';
import { resultSchema, type JobRecord, type Result } from '../../src/study/records.ts';
import { LabPage } from './support/lab-page.ts';
import { deeds, fieldsOf, Monkey, typed, type Tab } from './support/monkey.ts';
import { expectNothingLost, finishedJobs, storedRows, type Finished } from './support/stored.ts';
import { expect, otherProfile, test, unprepared } from './support/test.ts';

const wrongTexts = new Map(typed.map(({ title, wrong }) => [title, wrong]));

const SECONDS = 40;
/** On a slow machine a round takes a minute; in a single one hardly anything fails. */
const LEAST_ROUNDS = 2;
/** Another one is another history; each has to hold. */
const SEED = Number(process.env.MONKEY_SEED ?? 1);

test.setTimeout(300_000);
test.use({ keepsItself: true });

test(`whatever is done in two tabs while parts fail, nothing stored is lost and what the page says is so (seed ${SEED})`, async ({
  browser,
  context,
  labUrl,
  problems,
}) => {
  // What the test itself does.
  problems.allow(/planted/, /ERR_INTERNET_DISCONNECTED/, /the page crashed/, unprepared);
  const monkey = new Monkey(context, labUrl, SEED);
  try {
    await monkey.start();
    let before: Finished = new Map();
    const end = Date.now() + SECONDS * 1000;
    for (let round = 0; round < LEAST_ROUNDS || Date.now() < end; round++) {
      for (let deed = 0; deed < 16; deed++) await (monkey.random(5) === 0 ? monkey.fail() : monkey.act(deeds));
      monkey.log.push('both rest');
      await rest(monkey);
      const now = await finishedJobs(monkey.tabs[0].lab.page);
      expectNothingLost(before, now);
      before = now;
      for (const tab of monkey.tabs) await expectTrueWords(tab);
    }
    await expectCarriedAway(monkey.tabs[0].lab, await otherProfile(browser, labUrl), labUrl);
    expect(problems.unexpected()).toEqual([]);
    expect(monkey.faults.size, 'kinds of faults that happened').toBeGreaterThan(1);
  } catch (cause) {
    throw new Error(`${(cause as Error).message}\n\nWhat was done:\n${monkey.log.join('\n')}`, { cause });
  }
});

/** Whatever was broken is mended, what found no room is stored, and both tabs come to an end with what they do. */
async function rest(monkey: Monkey): Promise<void> {
  await monkey.mend();
  for (const { lab } of monkey.tabs) {
    await lab.goToLab();
    await storeAgain(lab);
    if (await lab.resumeButton.isVisible()) await lab.resumeButton.click();
  }
  for (const { lab } of monkey.tabs) {
    await expect(lab.pauseButton.or(lab.resumeButton)).toBeHidden({ timeout: 60_000 });
    await expect(lab.runBar.locator('strong').first()).not.toHaveText('Running in another tab or lesson', { timeout: 60_000 });
  }
}

/** What was refused for want of room, and is told. */
async function storeAgain({ notices }: LabPage): Promise<void> {
  const again = notices.getByRole('button', { name: 'Store it again' });
  while (await again.first().isVisible()) await again.first().click();
}

/** What the lab says of the run that it shows, and the page of stored runs of all of them, beside what is stored. */
async function expectTrueWords(tab: Tab): Promise<void> {
  const { lab } = tab;
  await lab.goToLab();
  await expectReadableFields(lab);
  // A run that has just ended is stored as such, and what another tab has ended is read anew, a moment later.
  // One that was begun in the moment in which the disk was mended may be told to have found no room only now.
  await expect(async () => {
    await storeAgain(lab);
    await expectTrueRun(tab);
  }).toPass({ timeout: 10_000 });
  await lab.goToRuns();
  await expect(() => expectTrueList(lab)).toPass({ timeout: 10_000 });
}

/** The page of stored runs lists each that is kept, with its count and how it stands. */
async function expectTrueList({ page, runs }: LabPage): Promise<void> {
  const kept = ((await storedRows(page, 'runs')) as StoredRun[]).filter(({ deletedAt }) => deletedAt === null);
  await expect(runs).toHaveCount(kept.length, { timeout: 1000 });
  if (kept.length > 0)
    await expect(page.getByText(`${kept.length} stored run${kept.length === 1 ? '' : 's'}`, { exact: true })).toBeVisible();
  const said = await runs.evaluateAll((each) =>
    each.map((row) =>
      [row.querySelector('th button')?.textContent, row.querySelector('[data-status]')?.getAttribute('data-status')].join(': '),
    ),
  );
  const stored = kept.map(({ study, status }) => `${study.name}: ${status === 'running' ? 'interrupted' : status}`);
  expect(said.sort()).toEqual(stored.sort());
}

/** The run that is shown is stored as it is shown, was run with what stood in the fields, and has a card or cell for each job. */
async function expectTrueRun({ lab, begun }: Tab): Promise<void> {
  const word = await lab.runBar.locator('strong').first().innerText();
  if (word === 'Ready') return;
  const result = await lab.result();
  if (begun) expect(settingsOf(result.study)).toEqual(valuesOf(begun));
  const told = toldOf(result);
  const same = (await toldOfStored(lab.page)).filter((stored) => stored.told === told);
  expect(
    same.map(({ status }) => words[status]),
    `what is stored of the run that is shown: ${told}`,
  ).toContain(word);
  const shown = lab.jobs.or(lab.cells);
  await expect(shown).toHaveCount(result.records.length);
  await expect(shown.filter({ hasText: 'failed' })).toHaveCount(result.records.filter(({ status }) => status === 'failed').length);
}

/** With a text that is no value nothing can be run, and it says which field it is. */
async function expectReadableFields(lab: LabPage): Promise<void> {
  const wrong = Object.entries(await fieldsOf(lab)).filter(([title, text]) => wrongTexts.get(title)!.includes(text));
  for (const [title] of wrong) await expect(lab.runBar).toContainText(title);
  if (wrong.length > 0) await expect(lab.runButton).toBeDisabled();
}

/** What the run bar says of a run that rests, by what is stored of it. */
const words = { running: 'Interrupted', finished: 'Finished', cancelled: 'Cancelled', failed: 'Ended with a failure' } as const;

type Told = Pick<JobRecord, 'job' | 'status'>;

/** What a job is, how it stands and how far it came. In a file one that was interrupted is a cancelled one. */
const jobTold = ({ job, status }: Told, steps: number): string =>
  `${JSON.stringify(job)}: ${['finished', 'failed'].includes(status) ? status : 'left'} after ${steps}`;

/** What a result says of its run. */
const toldOf = ({ study, records }: Result): string =>
  [study.name, ...records.map((record) => jobTold(record, record.steps.length))].join('\n');

/** The same of all stored runs. */
async function toldOfStored(page: Page): Promise<{ told: string; status: StoredRun['status'] }[]> {
  const runs = (await storedRows(page, 'runs')) as StoredRun[];
  const jobs = (await storedRows(page, 'jobs')) as StoredJob[];
  return runs.map(({ id, study, status }) => {
    const own = jobs.filter(({ run }) => run === id);
    return { told: [study.name, ...own.map(({ record, steps }) => jobTold(record, steps))].join('\n'), status };
  });
}

/** The settings that the monkey types, of a study: all values of each. */
function settingsOf({ job, axes }: Result['study']): Record<string, unknown> {
  return Object.fromEntries(
    typed.map(({ title, path }) => {
      const own = path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], job);
      return [title, axes.find((axis) => axis.path === path)?.values ?? [own].flat()];
    }),
  );
}

/** The values that a text of a field means: `1, 2` or `1 ... 3`. */
function valuesOf(fields: Readonly<Record<string, string>>): Record<string, number[]> {
  const read = (text: string): number[] => {
    const [from, to] = text.split(/\s*(?:\.\.\.|…)\s*/).map(Number);
    return to === undefined ? text.split(',').map(Number) : Array.from({ length: to - from + 1 }, (_, place) => from + place);
  };
  return Object.fromEntries(Object.entries(fields).map(([title, text]) => [title, read(text)]));
}

/** Every stored run is exported, and what another browser imports is the same. */
async function expectCarriedAway(lab: LabPage, elsewhere: BrowserContext, url: string): Promise<void> {
  const { page } = lab;
  await lab.goToRuns();
  const runs = await lab.runs.count();
  expect(runs).toBeGreaterThan(0);
  const downloads: Download[] = [];
  page.on('download', (download) => downloads.push(download));
  await page.getByRole('checkbox', { name: 'Select all runs' }).check();
  await page.getByRole('toolbar', { name: 'Selected runs' }).getByRole('button', { name: 'JSON' }).click();
  await expect.poll(() => downloads.length).toBe(runs);
  const texts = await Promise.all(downloads.map(async (download) => readFile(await download.path(), 'utf8')));
  const results = texts.map((text) => resultSchema.parse(JSON.parse(text)));

  const other = new LabPage(await elsewhere.newPage(), url);
  await other.open();
  await other.goToRuns();
  const files = texts.map((text, place) => ({ name: `${place}.json`, mimeType: 'application/json', buffer: Buffer.from(text) }));
  await other.page.getByLabel('Result files to store').setInputFiles(files);
  await expect(other.runs).toHaveCount(runs);
  await expect(other.errors).toHaveCount(0);
  const imported = (await toldOfStored(other.page)).map(({ told }) => told);
  for (const result of results) expect(imported).toContain(toldOf(result));
  await elsewhere.close();
}
