// @ts-check
/**
 * The first page under the hand: what a frame of picture, histogram and numbers takes of the main thread while the handle is dragged, how
 * soon the accuracy on all 10,000 test images follows, and how soon both networks answer a digit.
 */
import { openInChromium } from '../../scripts/lib/chromium.mjs';
import { mainThreadTasks } from './longest-task.mjs';

/** At 60 frames a second there are 16.7 ms, of which the browser wants some for itself. */
const FRAME_MS = 8;
const ACCURACY_MS = 150;
const DIGIT_MS = 50;
const FRAMES = 90;
const ROUNDS = 9;

/** @param {readonly number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * @param {(line: string) => void} log
 * @returns {Promise<import('./bench.ts').Measurement[]>}
 */
export async function frontPage(log) {
  const { page, died, close } = await openInChromium({ path: '', log });
  try {
    return await Promise.race([measure(page), died]);
  } finally {
    await close();
  }
}

/**
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<import('./bench.ts').Measurement[]>}
 */
async function measure(page) {
  const slider = page.getByRole('slider', { name: 'Share of the weights that is thrown away' });
  await settled(page);
  // The curve that is measured by the way, and the lab's program that is fetched.
  await page.waitForTimeout(8000);
  const digit = median(await page.evaluate(digitTimes, ROUNDS));
  await slider.focus();
  const accuracy = median(await page.evaluate(accuracyTimes, ROUNDS));
  const frame = await frameTime(page);
  const row = (/** @type {string} */ name, /** @type {number} */ ours, /** @type {number} */ baseline) => ({
    name,
    unit: 'ms',
    ours,
    baseline,
    baselineName: `within ${baseline} ms`,
    better: /** @type {const} */ ('less'),
  });
  return [row('front/frame', frame, FRAME_MS), row('front/accuracy', accuracy, ACCURACY_MS), row('front/digit', digit, DIGIT_MS)];
}

/** @param {import('@playwright/test').Page} page */
const settled = (page) => page.locator('[data-number=accuracy][aria-busy=false]').waitFor();

/**
 * Processor time of the main thread for each frame of a drag: script, style, layout and paint.
 * @param {import('@playwright/test').Page} page
 */
async function frameTime(page) {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page belongs to no browser.');
  await page.evaluate(dragFrames, 10);
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  const frames = await page.evaluate(dragFrames, FRAMES);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8'));
  return mainThreadTasks(traceEvents).reduce((sum, { cpu }) => sum + cpu, 0) / frames;
}

/** In the page: drags the handle for so many frames, and back and forth. @param {number} frames */
async function dragFrames(frames) {
  const handle = /** @type {SVGElement} */ (document.querySelector('svg[role=slider]'));
  const box = handle.getBoundingClientRect();
  // Made-up pointers cannot be captured.
  handle.setPointerCapture = () => undefined;
  handle.hasPointerCapture = () => true;
  const send = (/** @type {string} */ type, /** @type {number} */ x) =>
    handle.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX: x, clientY: box.y + 60, bubbles: true }));
  send('pointerdown', box.x + box.width * 0.6);
  for (let frame = 0; frame < frames; frame++) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    send('pointermove', box.x + box.width * (0.6 + 0.2 * Math.sin(frame / 9)));
  }
  return frames;
}

/** In the page: milliseconds from a key to the accuracy of what it left. @param {number} rounds */
async function accuracyTimes(rounds) {
  const shown = /** @type {HTMLElement} */ (document.querySelector('[data-number=accuracy]'));
  const handle = /** @type {SVGElement} */ (document.querySelector('svg[role=slider]'));
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    handle.dispatchEvent(new KeyboardEvent('keydown', { key: round % 2 === 0 ? 'PageUp' : 'PageDown', bubbles: true }));
    await new Promise((resolve) => {
      const look = () => {
        if (shown.getAttribute('aria-busy') === 'true') return;
        watch.disconnect();
        resolve(null);
      };
      const watch = new MutationObserver(look);
      watch.observe(shown, { attributes: true, attributeFilter: ['aria-busy'] });
    });
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return times;
}

/** In the page: milliseconds from the press of a test digit to what both networks say of it. @param {number} rounds */
async function digitTimes(rounds) {
  const say = /** @type {HTMLElement} */ (document.querySelector('[aria-live=polite]'));
  const times = [];
  for (let round = 0; round < rounds; round++) {
    const button = /** @type {HTMLElement} */ (document.querySelector(`[aria-label="Test digit ${round % 10}"]`));
    const before = say.textContent;
    const began = performance.now();
    button.click();
    while (say.textContent === before) await Promise.resolve();
    times.push(performance.now() - began);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return times;
}
