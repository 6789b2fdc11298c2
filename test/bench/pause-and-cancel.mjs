// @ts-check
/**
 * Milliseconds from the press of Pause until the page offers Resume and says of no job any more that it runs, and from the press of Cancel
 * until it offers Run: that is when the workers have answered. While the preset that the page opens with trains. Measured on the page
 * itself, by the clock, so that no message between it and this process counts.
 */
import { openInChromium } from '../../scripts/lib/chromium.mjs';
import { importTypeScript } from '../../scripts/lib/typescript.mjs';

/** What the lab promises. */
const LIMIT_MS = 200;
const TIMES = 7;
/** Between two presses: long enough for the training to be under way again, and not a multiple of a chunk. */
const APART_MS = 730;

const RUN = /^Run( again)?$/;

/**
 * @param {(line: string) => void} log
 * @returns {Promise<import('./bench.ts').Measurement[]>}
 */
export async function pauseAndCancel(log) {
  /** @type {typeof import('../../src/math/quantile.ts')} */
  const { median } = await importTypeScript('src/math/quantile.ts');
  const { page, died, close } = await openInChromium({ path: '#/lab', log });
  try {
    await page.waitForLoadState('networkidle');
    /** @type {number[]} */
    const pauses = [];
    /** @type {number[]} */
    const cancels = [];
    const measure = async () => {
      for (let i = 0; i < TIMES; i++) {
        await page.getByRole('button', { name: RUN }).click();
        await trains(page);
        await page.waitForTimeout(APART_MS);
        pauses.push(await answerTime(page, 'Pause', '^Resume$'));
        await page.getByRole('button', { name: 'Resume', exact: true }).click();
        await page.waitForTimeout(APART_MS);
        cancels.push(await answerTime(page, 'Cancel', RUN.source));
      }
    };
    await Promise.race([measure(), died]);
    const baselineName = `an answer within ${LIMIT_MS} ms`;
    return [
      { name: 'page/pause', unit: 'ms', ours: median(pauses), baseline: LIMIT_MS, baselineName, better: 'less' },
      { name: 'page/cancel', unit: 'ms', ours: median(cancels), baseline: LIMIT_MS, baselineName, better: 'less' },
    ];
  } finally {
    await close();
  }
}

/**
 * Presses a button and waits until another one is there and no job runs, on the page.
 *
 * @param {import('@playwright/test').Page} page
 * @param {string} press name of the button
 * @param {string} answer name of the button that answers, as a regular expression
 * @returns {Promise<number>} milliseconds between the two, the paint of the answer included
 */
function answerTime(page, press, answer) {
  return page.evaluate(
    ([pressed, answering]) =>
      new Promise((resolve, reject) => {
        const bar = document.querySelector('[aria-label="Run"]');
        /** @param {RegExp} name */
        const find = (name) => [...(bar?.querySelectorAll('button') ?? [])].find((button) => name.test(button.textContent.trim()));
        const button = find(new RegExp(`^${pressed}$`));
        if (!bar || !button) {
          reject(new Error(`There is no button ${pressed}: the study has ended before it was measured.`));
          return;
        }
        const began = performance.now();
        const observer = new MutationObserver(() => {
          if (bar.querySelector('li[data-status="running"], li[data-status="loading"]') || !find(new RegExp(answering))) return;
          observer.disconnect();
          // The second frame begins when the first one, with the answer in it, is painted.
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
        });
        observer.observe(bar, { childList: true, subtree: true, characterData: true, attributes: true });
        button.click();
      }),
    /** @type {const} */ ([press, answer]),
  );
}

/**
 * Waits until a job trains.
 * @param {import('@playwright/test').Page} page
 */
const trains = (page) => page.locator('[aria-label="Run"] li[data-status="running"]').first().waitFor({ timeout: 60_000 });
