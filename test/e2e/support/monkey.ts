/**
 * Random use of the lab in two tabs of one browser, as a person would who knows no patience: a seed decides which tab does what, and what
 * fails meanwhile. It acts on what can be seen; what cannot be pressed at the moment is passed over.
 */
import type { BrowserContext, Locator, Page } from '@playwright/test';
import { LabPage } from './lab-page.ts';
import { randomFrom, type Random } from './random.ts';
import { fillDisk, setQuota } from './stored.ts';

/** A tab, and what of its settings was on the form when it last began a run. */
export interface Tab {
  lab: LabPage;
  /** The texts of the fields by title, null where another run may be shown since. */
  begun: Readonly<Record<string, string>> | null;
}

interface Deed {
  readonly name: string;
  /** How often it is done beside the others. */
  readonly weight: number;
  /** @returns what exactly it was; null where it could not be done */
  readonly does: (monkey: Monkey, tab: Tab) => Promise<string | null>;
}

/** Times that something is looked for that can be done. */
const MOST_DRAWS = 6;

export class Monkey {
  readonly tabs: Tab[] = [];
  /** What was done, in order: what a failure is told with. */
  readonly log: string[] = [];
  readonly random: Random;
  readonly context: BrowserContext;
  readonly url: string;
  /** Faults that happened, by name. */
  readonly faults = new Map<string, number>();
  private coming: Deed[] = [];

  constructor(context: BrowserContext, url: string, seed: number) {
    this.context = context;
    this.url = url;
    this.random = randomFrom(seed);
  }

  async open(): Promise<Tab> {
    const tab: Tab = { lab: new LabPage(await this.context.newPage(), this.url), begun: null };
    await tab.lab.open();
    return tab;
  }

  /** Opens both tabs; the first visit is kept for times without a network. */
  async start(): Promise<void> {
    this.tabs.push(await this.open());
    await this.tabs[0].lab.page.evaluate(() => navigator.serviceWorker.ready);
    await this.tabs[0].lab.chooseShortStudy();
    this.tabs.push(await this.open());
    await this.tabs[1].lab.chooseShortStudy();
  }

  /** Does one thing that can be done at the moment, or lets it be: what is drawn may be nothing to press. */
  async act(from: readonly Deed[]): Promise<void> {
    const who = this.random(this.tabs.length);
    for (let draw = 0; draw < MOST_DRAWS; draw++) {
      const deed = this.draw(from);
      const at = this.log.push(`tab ${who + 1}: ${deed.name} …`) - 1;
      const done = await deed.does(this, this.tabs[who]);
      if (done === null) {
        this.log.length = at;
        continue;
      }
      this.log[at] = `tab ${who + 1}: ${deed.name}${done && `: ${done}`}`;
      if (faults.includes(deed)) this.faults.set(deed.name, (this.faults.get(deed.name) ?? 0) + 1);
      return;
    }
  }

  /** Lets something fail: everything once before anything a second time, in the order that the seed gives. */
  async fail(): Promise<void> {
    if (this.coming.length === 0) this.coming = faults.toSorted(() => this.random(3) - 1);
    await this.act([this.coming.pop()!]);
  }

  private draw(from: readonly Deed[]): Deed {
    let ticket = this.random(from.reduce((sum, { weight }) => sum + weight, 0));
    return from.find(({ weight }) => (ticket -= weight) < 0)!;
  }

  /** There is a network again, and room. */
  async mend(): Promise<void> {
    await this.context.setOffline(false);
    const { page } = this.tabs[0].lab;
    await setQuota(page, this.url);
    await page.evaluate(() => new Promise<void>((resolve) => (indexedDB.deleteDatabase('filler').onsuccess = () => resolve())));
  }
}

/** Presses what may be gone or taken away in the same moment. @returns whether it was pressed */
async function press(target: Locator): Promise<boolean> {
  const first = target.first();
  if (!(await first.isVisible()) || !(await first.isEnabled())) return false;
  return first.click({ timeout: 1500 }).then(
    () => true,
    () => false,
  );
}

const button = (tab: Tab, name: string | RegExp): Locator => tab.lab.runBar.getByRole('button', { name, exact: true });
const told = (isDone: boolean, what = ''): string | null => (isDone ? what : null);

/** A deed that presses a button of the run bar. */
const presses = (name: string, weight: number, title: string | RegExp): Deed => ({
  name,
  weight,
  does: async (_, tab) => {
    await toLab(tab);
    return told(await press(button(tab, title)));
  },
});

/** Goes to the lab, or to the stored runs; a dialog that lies above is closed. */
async function goTo(tab: Tab, title: 'Lab' | 'Runs'): Promise<void> {
  const { page } = tab.lab;
  if (await page.getByRole('dialog').isVisible()) await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: title, exact: true }).click();
}
const toLab = (tab: Tab): Promise<void> => goTo(tab, 'Lab');

/** Settings that are changed, with values of which jobs take some seconds, and texts that cannot be read. */
export const typed: readonly {
  readonly title: string;
  readonly path: string;
  readonly texts: readonly string[];
  readonly wrong: readonly string[];
}[] = [
  { title: 'Hidden neurons', path: 'model.hidden', texts: ['16', '12', '20'], wrong: ['many', '0', '99999999'] },
  { title: 'Batches per cycle', path: 'compression.batchesPerCycle', texts: ['12', '8', '12, 6'], wrong: ['1,5', '-3', ''] },
  { title: 'Seed', path: 'seed', texts: ['1', '2', '1, 2', '3', '1 ... 3'], wrong: ['abc', '1e99', '1x'] },
];

/** The text of each field that `typed` knows, by title. */
export async function fieldsOf(lab: LabPage): Promise<Record<string, string>> {
  const texts = typed.map(async ({ title }): Promise<[string, string]> => [title, await lab.setting(title).inputValue()]);
  return Object.fromEntries(await Promise.all(texts));
}

/** What a worker of the page does that has the lab's program in it. @returns whether there was one */
async function inWorker(page: Page, script: string, random: Random, does: () => void): Promise<boolean> {
  const workers = page.workers().filter((worker) => worker.url().includes(`/${script}-`));
  if (workers.length === 0) return false;
  // One that is in the midst of a step answers after it; one that ends says nothing more.
  await Promise.race([workers[random(workers.length)].evaluate(does).catch(() => null), page.waitForTimeout(1000)]);
  return true;
}

export const deeds: readonly Deed[] = [
  {
    name: 'runs',
    weight: 8,
    does: async (_, tab) => {
      await toLab(tab);
      const begun = await fieldsOf(tab.lab);
      if (!(await press(tab.lab.runButton))) return null;
      tab.begun = begun;
      return Object.values(begun).join(' | ');
    },
  },
  {
    name: 'adds jobs',
    weight: 5,
    does: async (_, tab) => {
      await toLab(tab);
      return told(await press(button(tab, /^Run \d+ new jobs?$/)));
    },
  },
  presses('pauses', 3, 'Pause'),
  presses('resumes', 4, 'Resume'),
  presses('cancels', 2, 'Cancel'),
  presses('continues', 5, 'Continue'),
  presses('runs again what did not finish', 4, /^Run the (unfinished one|\d+ unfinished)$/),
  {
    name: 'types',
    weight: 8,
    does: async ({ random }, tab) => {
      await toLab(tab);
      const { title, texts, wrong } = typed[random(typed.length)];
      const text = random(5) === 0 ? wrong[random(wrong.length)] : texts[random(texts.length)];
      await tab.lab.type(title, text);
      return `${title} “${text}”`;
    },
  },
  {
    name: 'takes a method in or out',
    weight: 3,
    does: async ({ random }, tab) => {
      await toLab(tab);
      return told(await press(tab.lab.method(['DTC', 'Magnitude', 'Random'][random(3)])));
    },
  },
  {
    name: 'undoes or redoes a change',
    weight: 2,
    does: async ({ random }, tab) => {
      await toLab(tab);
      await tab.lab.page.keyboard.press(random(2) === 0 ? 'Control+z' : 'Control+Shift+z');
      return '';
    },
  },
  {
    name: 'switches the theme',
    weight: 1,
    does: async (_, tab) => told(await press(tab.lab.page.getByRole('button', { name: /theme|dark|light/i }))),
  },
  {
    name: 'opens a stored run',
    weight: 4,
    does: async ({ random }, tab) => {
      await goTo(tab, 'Runs');
      const rows = await tab.lab.runs.count();
      if (rows === 0) return null;
      const done = await press(tab.lab.runs.nth(random(rows)).getByRole('rowheader').getByRole('button'));
      if (done) tab.begun = null;
      return told(done);
    },
  },
  {
    name: 'pins a run',
    weight: 1,
    does: async (_, tab) => {
      await goTo(tab, 'Runs');
      return told(await press(tab.lab.runs.getByRole('button', { name: /^Pin / })));
    },
  },
  {
    name: 'renames a run',
    weight: 2,
    does: async ({ random }, tab) => {
      await goTo(tab, 'Runs');
      const { page } = tab.lab;
      if (!(await press(tab.lab.runs.getByRole('button', { name: /^Actions of / })))) return null;
      if (!(await press(page.getByRole('menuitem', { name: 'Rename' })))) return null;
      const name = `Name ${random(99)} <b>“,;=</b>`;
      await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill(name);
      await page.keyboard.press('Enter');
      return name;
    },
  },
  {
    name: 'deletes a run',
    weight: 2,
    does: async ({ random }, tab) => {
      await goTo(tab, 'Runs');
      const { page } = tab.lab;
      if (!(await press(tab.lab.runs.getByRole('button', { name: /^Actions of / })))) return null;
      if (!(await press(page.getByRole('menuitem', { name: 'Delete' })))) return null;
      if (random(3) === 0) return 'for good';
      return (await press(tab.lab.notices.getByRole('button', { name: 'Undo' }).last())) ? 'and takes that back' : '';
    },
  },
  {
    name: 'compares all runs',
    weight: 2,
    does: async (_, tab) => {
      await goTo(tab, 'Runs');
      if (!(await press(tab.lab.page.getByRole('checkbox', { name: 'Select all runs' })))) return null;
      const done = await press(tab.lab.page.getByRole('button', { name: 'Lay behind the lab’s figures' }));
      if (done) tab.begun = null;
      return told(done);
    },
  },
  {
    name: 'opens the other tab’s result by its link',
    weight: 2,
    does: async ({ tabs }, tab) => {
      const other = tabs.find((one) => one !== tab)!;
      await toLab(other);
      if (!(await press(other.lab.page.getByRole('button', { name: 'Share result' })))) return null;
      const dialog = other.lab.page.getByRole('dialog', { name: 'Share this result' });
      const link = await dialog
        .getByRole('textbox', { name: /^Link/ })
        .inputValue({ timeout: 5000 })
        .catch(() => null);
      await other.lab.page.keyboard.press('Escape');
      if (link === null) return null;
      await tab.lab.page.goto(link);
      tab.begun = null;
      return '';
    },
  },
  {
    name: 'reproduces what was shared',
    weight: 2,
    does: async (_, tab) => {
      await toLab(tab);
      const done = await press(tab.lab.reproduceButton);
      if (done) tab.begun = null;
      return told(done);
    },
  },
  {
    name: 'closes what was shared',
    weight: 2,
    does: async (_, tab) => {
      await toLab(tab);
      return told(await press(tab.lab.sharedBanner.getByRole('button', { name: 'Close the shared result' })));
    },
  },
  {
    name: 'waits',
    weight: 6,
    does: async ({ random }, tab) => {
      await tab.lab.page.waitForTimeout(random(800));
      return '';
    },
  },
];

export const faults: readonly Deed[] = [
  {
    name: 'reloads',
    weight: 4,
    does: async (_, tab) => {
      tab.begun = null;
      await tab.lab.page.reload();
      return '';
    },
  },
  {
    name: 'is closed, and opened anew',
    weight: 2,
    does: async (monkey, tab) => {
      await tab.lab.page.close();
      Object.assign(tab, await monkey.open());
      return '';
    },
  },
  {
    name: 'crashes, and is opened anew',
    weight: 2,
    does: async (monkey, tab) => {
      const crashed = tab.lab.page.waitForEvent('crash');
      // It never gets an answer.
      void tab.lab.page.goto('chrome://crash').catch(() => null);
      await crashed;
      await tab.lab.page.close();
      Object.assign(tab, await monkey.open());
      return '';
    },
  },
  {
    name: 'an error stops its worker',
    weight: 4,
    does: async ({ random }, tab) => {
      const fails = (): void =>
        void setTimeout(() => {
          throw new Error('planted');
        });
      return told(await inWorker(tab.lab.page, 'job', random, fails));
    },
  },
  {
    name: 'its worker ends without a word',
    weight: 1,
    does: async ({ random }, tab) => told(await inWorker(tab.lab.page, 'job', random, () => self.close())),
  },
  {
    name: 'the disk is full',
    weight: 2,
    does: async ({ url }, tab) => {
      await setQuota(tab.lab.page, url, 1);
      await fillDisk(tab.lab.page);
      return '';
    },
  },
  {
    name: 'the network is gone',
    weight: 2,
    does: async ({ context }) => {
      await context.setOffline(true);
      return '';
    },
  },
];
