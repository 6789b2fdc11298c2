/** `test` with a watch over the page: whatever goes wrong on the side fails the test at its end. */
import {
  test as base,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type ConsoleMessage,
  type Page,
} from '@playwright/test';
import { largeDatasets } from '../../../scripts/lib/steps.mjs';
import { backendChoices, backendOf } from '../../../src/nn/backend-choice.ts';
import { jobModels } from '../../../src/nn/models/catalogue.ts';
import { families } from '../../../src/study/schema.ts';
import { ENGINE_VERSION } from '../../../src/study/version.ts';
import { LabPage } from './lab-page.ts';

export { expect } from '@playwright/test';

/** A bare clone lacks the large data sets, which is asked now and then: that they are not there is as it should be. */
export const unprepared = new RegExp(`404 .*/(?:${largeDatasets.join('|')})/manifest\\.json`, 'u');

/** What went wrong on any page of a test. A test that provokes something says so with `allow`. */
export class Problems {
  readonly found: string[] = [];
  private readonly allowed: RegExp[] = [];

  /** Problems that match are what the test is about. */
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns);
  }

  unexpected(): string[] {
    return this.found.filter((problem) => !this.allowed.some((pattern) => pattern.test(problem)));
  }

  /** Console errors of pages and their workers, uncaught errors, violations of the content-security policy, requests that leave. */
  async watch(context: BrowserContext, origin: string): Promise<void> {
    await context.exposeBinding('reportViolation', (_source, violation: string) => this.found.push(violation));
    await context.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) => {
        const { reportViolation } = globalThis as unknown as { reportViolation: (text: string) => void };
        reportViolation(`policy violated: ${violatedDirective} by ${blockedURI} in ${sourceFile}`);
      });
    });
    context.on('console', (message) => this.addConsole(message));
    context.on('weberror', (error) => this.found.push(`uncaught: ${error.error().stack ?? error.error().message}`));
    context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin !== origin && !['data:', 'blob:'].includes(url.protocol)) this.found.push(`request to ${url.href}`);
    });
    context.on('page', (page) => this.addPage(page));
  }

  private addConsole(message: ConsoleMessage): void {
    if (message.type() === 'error') this.found.push(`console: ${message.text()} (${message.location().url})`);
  }

  private addPage(page: Page): void {
    page.on('crash', () => this.found.push('the page crashed'));
  }
}

/** What costs a page of a fresh profile half of its processor time, and is what few tests are about. */
interface Visit {
  /** Whether the page keeps itself for visits without a network: it then reads and checks every file of the build. */
  keepsItself: boolean;
  /** Whether nothing is known of this machine, so that the page measures how fast it trains. */
  isUnmeasured: boolean;
}

/** As if every network had been measured here before: by the keys and schema of `src/lab/paces.ts`, in seconds that are about right. */
const paces = JSON.stringify({
  engine: ENGINE_VERSION,
  paces: families.all.flatMap(({ id }) =>
    backendChoices.flatMap((choice) =>
      [...Object.values(jobModels).map(({ title }) => title), 'own widths'].map((network) => ({
        choice,
        network: `${id}/${network}`,
        backend: backendOf(choice) ?? 'wasm',
        rate: 1e-10,
      })),
    ),
  ),
});

/** What a profile keeps whose page has measured this machine. @param url of the lab */
const measured = (url: string) => ({
  cookies: [],
  origins: [{ origin: new URL(url).origin, localStorage: [{ name: 'parsimony.paces', value: paces }] }],
});

/** As in a browser that has no service workers. */
const keepNothing = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));

/** Another profile, whose page keeps nothing for visits without a network and measures nothing. */
export async function otherProfile(browser: Browser, url: string, options?: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext({ storageState: measured(url), ...options });
  await keepNothing(context);
  return context;
}

interface Fixtures extends Visit {
  /** Address of the lab, ending in a slash. */
  labUrl: string;
  problems: Problems;
  lab: LabPage;
}

export const test = base.extend<Fixtures>({
  keepsItself: [false, { option: true }],
  isUnmeasured: [false, { option: true }],
  // Playwright reads from the first parameter which other fixtures one needs.
  // oxlint-disable-next-line no-empty-pattern
  labUrl: async ({}, use) => {
    const url = process.env.LAB_URL;
    if (!url) throw new Error('LAB_URL is not set: the tests run through playwright.config.ts, whose global setup serves the lab.');
    await use(url);
  },
  storageState: async ({ labUrl, isUnmeasured }, use) => {
    await use(isUnmeasured ? undefined : measured(labUrl));
  },
  problems: [
    async ({ context, labUrl, keepsItself }, use) => {
      if (!keepsItself) await keepNothing(context);
      const problems = new Problems();
      await problems.watch(context, new URL(labUrl).origin);
      await use(problems);
      const unexpected = problems.unexpected();
      if (unexpected.length > 0) throw new Error(`Went wrong on the side:\n${unexpected.join('\n')}`);
    },
    { auto: true },
  ],
  lab: async ({ page, labUrl }, use) => {
    await use(new LabPage(page, labUrl));
  },
});
