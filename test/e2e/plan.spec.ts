/** A plan of a sweep on the page: its folder chosen as files, and followed by a handle of the browser’s own while jobs come. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Locator, Page } from '@playwright/test';
import { projectDir } from '../../scripts/lib/paths.mjs';
import { jobFileText } from '../../src/lab/plan/job-file.ts';
import { planOf, type Plan } from '../../src/lab/plan/plan.ts';
import { parseResult } from '../../src/lab/result-file.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

const origin = { host: 'node-7', processor: 'p', commit: null, scheduler: 'Slurm 12_3', attempt: 2, endedAt: '2026-12-01T10:00:00.000Z' };

/** The files of a plan of whose jobs the first so many have finished, by their paths. */
async function planned(finished: number): Promise<{ plan: Plan; files: Map<string, string> }> {
  const text = gunzipSync(await readFile(join(projectDir, 'recorded', 'l0-mnist-mlp-quick.result'))).toString();
  const { study, records } = parseResult(text, 'recorded');
  const plan = await planOf(study, 2, 'wasm');
  const files = new Map([['plan.json', JSON.stringify(plan)]]);
  for (const [place, { id }] of plan.jobs.slice(0, finished).entries())
    files.set(`jobs/${id}.json`, await jobFileText(id, records[place], { ...origin, endedAt: `2026-12-01T10:0${place % 10}:00.000Z` }));
  return { plan, files };
}

/** Puts files into a folder that the browser keeps for the page, which its picker then gives. */
const put = (page: Page, files: ReadonlyMap<string, string | null>): Promise<void> =>
  page.evaluate(
    async (given) => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('sweep', { create: true });
      for (const [path, text] of given) {
        const [name, part] = path.split('/').reverse();
        const place = part === undefined ? folder : await folder.getDirectoryHandle(part, { create: true });
        if (text === null) {
          await place.removeEntry(name);
          continue;
        }
        const stream = await (await place.getFileHandle(name, { create: true })).createWritable();
        await stream.write(text);
        await stream.close();
      }
      Object.assign(window, { showDirectoryPicker: () => Promise.resolve(folder) });
    },
    [...files] as [string, string | null][],
  );

const cells = (card: Locator): Locator => card.getByRole('region', { name: 'Table of jobs' }).locator('tbody').getByRole('button');

test('a folder that is followed shows its jobs as they come, and what they have come to', async ({ lab, page }) => {
  const { plan, files } = await planned(2);
  const { files: more } = await planned(4);
  const [begun, torn] = [plan.jobs[2].id, plan.jobs[3].id];
  const note = {
    host: 'node-7',
    process: 1,
    scheduler: null,
    at: origin.endedAt,
    state: 'working',
    jobs: [{ id: begun, share: 0.4, phase: 'x' }],
  };
  await lab.open();
  await put(
    page,
    new Map([...files, ['shards/0-of-2.json', JSON.stringify(note)], [`jobs/${torn}.json`, more.get(`jobs/${torn}.json`)!.slice(0, 200)]]),
  );
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Folder of a plan…' }).click();

  const card = page.getByRole('region', { name: plan.study.name, exact: true });
  await expect(card).toContainText(`2 of ${plan.jobs.length} jobs finished`);
  await expect(card.getByRole('alert')).toContainText(`sweep/jobs/${torn}.json is cut off or damaged`);
  await expect(cells(card).filter({ hasText: '✓' })).toHaveCount(2);
  await expect(cells(card).nth(2)).toHaveAccessibleName(/: begun, 40 %$/u);
  await expect(page.getByRole('region', { name: 'Shared result' })).toContainText('What the jobs of a plan have come to by now');
  const drawn = (runs: number) => page.getByRole('img', { name: new RegExp(`^Test loss against network size\\. ${runs} runs`, 'u') });
  await expect(drawn(2)).toBeVisible();
  await cells(card).first().click();
  await expect(card.getByRole('region', { name: 'Chosen job' })).toContainText('node-7');
  await expectAccessible(page);

  await put(page, new Map([...more, [`shards/0-of-2.json`, JSON.stringify({ ...note, state: 'ended', jobs: [] })]]));
  await expect(card).toContainText(`4 of ${plan.jobs.length} jobs finished`);
  await expect(card.getByRole('alert')).toHaveCount(0);
  await expect(drawn(4)).toBeVisible();

  await put(page, new Map([['plan.json', null]]));
  await expect(card.getByRole('alert')).toContainText('The folder sweep is gone, or has no plan.json any more. Open it again.');
  await expect(cells(card).filter({ hasText: '✓' })).toHaveCount(4);
  await card.getByRole('button', { name: 'Close the plan' }).click();
  await expect(card).toBeHidden();
  await expect(page.getByRole('region', { name: 'Shared result' })).toBeHidden();
});

test('where folders are not followed one is chosen as files, saved as a result, and one that is none is refused', async ({ lab, page }) => {
  const folder = await mkdtemp(join(tmpdir(), 'plan-'));
  try {
    const { plan, files } = await planned(Infinity);
    for (const part of ['sweep/jobs', 'pictures']) await mkdir(join(folder, part), { recursive: true });
    for (const [path, text] of files) await writeFile(join(folder, 'sweep', path), text);
    await writeFile(join(folder, 'pictures', 'note.txt'), 'no plan');
    await page.addInitScript(
      () => Reflect.deleteProperty(Window.prototype, 'showDirectoryPicker') && Reflect.deleteProperty(window, 'showDirectoryPicker'),
    );
    await lab.open();
    const field = page.getByLabel('Folder of a plan');
    await field.setInputFiles(join(folder, 'pictures'));
    await expect(page.getByRole('alert')).toContainText('There is no plan.json in it.');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('menuitem', { name: 'Folder of a plan…' }).click(),
    ]);
    await chooser.setFiles(join(folder, 'sweep'));
    const card = page.getByRole('region', { name: plan.study.name, exact: true });
    await expect(card).toContainText('All jobs have finished');
    await expect(card).toContainText('this browser does not follow folders');
    const [download] = await Promise.all([page.waitForEvent('download'), card.getByRole('button', { name: 'Save as a result' }).click()]);
    const saved = parseResult(await readFile(await download.path(), 'utf8'), 'saved');
    expect(saved.records.map(({ status }) => status)).toEqual(plan.jobs.map(() => 'finished'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
