/** The lab as a person uses it: what can be seen and pressed, by role and name. */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import { resultSchema, type Result } from '../../../src/study/records.ts';

/** How a run can end, as the page says it. */
export type Outcome = 'Finished' | 'Cancelled' | 'Ended with a failure';

export class LabPage {
  readonly page: Page;
  private readonly url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    // That of another tab has the address of its page in it.
    this.url = url.replace(/#.*$/u, '');
  }

  /**
   * Opens the lab, another page, or a result link if `fragment` is one (`#r=…`).
   * @param until what is to be seen of it
   */
  async open(fragment = '#/lab', until = this.runButton.or(this.pauseButton)): Promise<void> {
    await this.page.goto(this.url + fragment);
    await expect(until).toBeVisible();
  }

  // The run.

  get runBar(): Locator {
    return this.page.getByRole('region', { name: 'Run', exact: true });
  }
  get runButton(): Locator {
    return this.runBar.getByRole('button', { name: /^Run( again| all anew)?$/ });
  }
  /** To be pressed by keyboard, as what stands beside it: under a pointer they move while a run begins, which may be over by then. */
  get pauseButton(): Locator {
    return this.runBar.getByRole('button', { name: 'Pause' });
  }
  get resumeButton(): Locator {
    return this.runBar.getByRole('button', { name: 'Resume' });
  }
  get cancelButton(): Locator {
    return this.runBar.getByRole('button', { name: 'Cancel', exact: true });
  }
  get progress(): Locator {
    return this.runBar.getByRole('progressbar', { name: 'Progress of the run' });
  }
  /** The cards of the jobs, in their order. */
  get jobs(): Locator {
    return this.runBar.getByRole('list', { name: 'Jobs' }).getByRole('listitem');
  }
  /** Waits until the run has ended, and in which way. */
  async ends(outcome: Outcome, timeout = 90_000): Promise<void> {
    await expect(this.runBar.locator('strong', { hasText: /^(Finished|Cancelled|Ended with a failure)$/ })).toHaveText(outcome, {
      timeout,
    });
  }

  /** The buttons of a sweep's table of jobs, row by row. */
  get cells(): Locator {
    return this.runBar.getByRole('region', { name: 'Table of jobs' }).locator('tbody').getByRole('button');
  }
  /** The rows of the results of an ℓ0 study, one a job. */
  get results(): Locator {
    return this.page.getByRole('region', { name: 'Table of results', exact: true }).locator('tbody').getByRole('row');
  }
  /** The rows of a table of what lies behind the run: a result from a link or a file, or a run that is compared. */
  resultsBehind(name: string): Locator {
    return this.page
      .getByRole('region', { name: new RegExp(`^Table of (results|steps): .*“${escaped(name)}”`) })
      .locator('tbody')
      .getByRole('row');
  }
  /** The result of the run that is shown, as it is exported. */
  async result(): Promise<Result> {
    await this.page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.getByRole('menuitem', { name: /JSON/ }).click()]);
    return resultSchema.parse(JSON.parse(await readFile(await download.path(), 'utf8')));
  }

  // The study.

  async choosePreset(title: string): Promise<void> {
    await this.page.getByRole('button', { name: /^Preset: / }).click();
    await this.page.getByRole('option', { name: title, exact: true }).click();
  }
  /** Adds a text of one's own under “Data sets”, and puts it into the study. */
  async useText(name: string, bytes: Uint8Array): Promise<void> {
    await this.page.getByRole('button', { name: 'Data sets' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Data sets' });
    await dialog.getByLabel('Text file', { exact: true }).setInputFiles({ name: `${name}.txt`, mimeType: '', buffer: Buffer.from(bytes) });
    await dialog.getByRole('button', { name: `Use ${name}` }).click();
  }
  /**
   * Cancels what a region tells the progress of, in the very moment in which that is drawn: a machine may be done with it before a
   * pointer has got there. Resolves with what the region said, once it is gone.
   */
  async cancelAtOnce(region: string, start: () => Promise<void>): Promise<string> {
    const told = this.page.evaluate(
      (name) =>
        new Promise<string>((resolve) => {
          const look = (): void => {
            const cards = [...document.querySelectorAll<HTMLElement>('section[aria-labelledby]:has(progress)')];
            const card = cards.find(
              (one) => one.querySelector(`#${CSS.escape(one.getAttribute('aria-labelledby')!)}`)?.textContent === name,
            );
            const cancel = [...(card?.querySelectorAll('button') ?? [])].find((button) => button.textContent === 'Cancel');
            if (card === undefined || cancel === undefined) return;
            watch.disconnect();
            resolve(card.innerText);
            cancel.click();
          };
          const watch = new MutationObserver(look);
          watch.observe(document.body, { childList: true, subtree: true });
        }),
      region,
    );
    await start();
    const text = await told;
    await expect(this.page.getByRole('region', { name: region })).toBeHidden();
    return text;
  }

  /** Types into a setting: one value, or several separated by commas. */
  async type(setting: string, values: string): Promise<void> {
    const field = this.setting(setting);
    await field.fill(values);
    await field.press('Enter');
  }
  /** The text field of a setting, by its title; the unit in its name is left out. */
  setting(title: string): Locator {
    return this.page.getByRole('textbox', { name: new RegExp(`^${escaped(title)}( \\(|$)`) });
  }
  async choose(setting: string, option: string): Promise<void> {
    await this.page.getByRole('radiogroup', { name: setting, exact: true }).getByText(option, { exact: true }).click();
  }
  method(title: string): Locator {
    return this.page.getByRole('toolbar', { name: 'Methods to compare' }).getByRole('button', { name: title, exact: true });
  }
  /** A study of one method that takes a few seconds: three cycles of a small network. */
  async chooseShortStudy(): Promise<void> {
    await this.choosePreset('DTC, a quick look');
    await this.method('Magnitude').click();
    await this.method('Random').click();
    await this.method('No pruning').click();
    await this.type('Hidden neurons', '16');
    await this.type('Batches per cycle', '12');
  }

  // What came out.

  figure(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true });
  }
  /** Shows the figures that are folded by their topic. */
  async openDetails(): Promise<void> {
    // By keyboard: what a run has come to may still push the button away while a pointer is down.
    await this.page.getByRole('region', { name: 'Details', exact: true }).getByRole('button', { name: 'Open all' }).press('Enter');
  }
  /** Does something from a figure's menu, such as “Download CSV”. */
  async act(figure: string, action: string): Promise<void> {
    await this.figure(figure)
      .getByRole('button', { name: `Actions of ${figure}` })
      .click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }
  /** The rows of a figure's data, shown as a table. */
  dataOf(figure: string): Locator {
    return this.page
      .getByRole('region', { name: `Data of ${figure}` })
      .locator('tbody')
      .getByRole('row');
  }
  /** The rows of the table of steps, the newest first. */
  get steps(): Locator {
    return this.page.getByRole('region', { name: 'Table of steps', exact: true }).locator('tbody').getByRole('row');
  }
  get notices(): Locator {
    return this.page.getByRole('region', { name: 'Notices' });
  }
  get errors(): Locator {
    return this.notices.getByRole('alert');
  }

  // Stored runs.

  async goToRuns(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Runs' }).click();
    await expect(this.page.getByRole('heading', { name: 'Runs', exact: true })).toBeVisible();
  }
  async goToLab(): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Lab' }).click();
    await expect(this.runBar).toBeVisible();
  }
  /** The rows of the table of stored runs. */
  get runs(): Locator {
    return this.page.getByRole('region', { name: 'Table of runs' }).locator('tbody').getByRole('row');
  }
  /** Does something from a stored run's menu, such as “Delete”. */
  async actOnRun(name: string, action: string): Promise<void> {
    await this.page.getByRole('button', { name: `Actions of ${name}`, exact: true }).click();
    await this.page.getByRole('menuitem', { name: action }).click();
  }
  get continueButton(): Locator {
    return this.runBar.getByRole('button', { name: 'Continue' });
  }

  // Sharing.

  get sharedBanner(): Locator {
    return this.page.getByRole('region', { name: 'Shared result' });
  }
  get reproduceButton(): Locator {
    return this.sharedBanner.getByRole('button', { name: /^Reproduce/ });
  }
  get verdict(): Locator {
    return this.sharedBanner.getByRole('status');
  }
  /** The address of a link to the result. */
  async shareLink(): Promise<string> {
    await this.page.getByRole('button', { name: 'Share result' }).click();
    const dialog = this.page.getByRole('dialog', { name: 'Share this result' });
    const link = await dialog.getByRole('textbox', { name: /^Link/ }).inputValue();
    await this.page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    return link;
  }
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
