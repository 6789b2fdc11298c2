// @ts-check
/**
 * The longest task on the page's main thread while a study runs: what a person feels as a hitch. Twice: by the clock, which on a busy
 * machine counts the time that other programs had the core, and by the processor time of the thread, which is the page's own work.
 */
import { openInChromium } from '../../scripts/lib/chromium.mjs';

/** What browsers call a long task. */
const LIMIT_MS = 50;

/** For the page to load and draw the published curves, which is not what is measured. */
const SETTLE_MS = 5000;

/** Long enough for the first cycles of every method to arrive and be drawn. */
const WATCH_MS = 20_000;

/**
 * @param {(line: string) => void} log
 * @returns {Promise<import('./bench.ts').Measurement[]>}
 */
export async function longestTask(log) {
  const { page, died, close } = await openInChromium({ path: '#/lab', log });
  try {
    await page.waitForLoadState('networkidle');
    await page.waitForTimeout(SETTLE_MS);
    const { wall, cpu } = longestOf(await Promise.race([traceOf(page), died]));
    const baselineName = `no task over ${LIMIT_MS} ms`;
    return [
      { name: 'page/longest-task', unit: 'ms', ours: wall, baseline: LIMIT_MS, baselineName, better: 'less' },
      { name: 'page/longest-task/cpu', unit: 'ms', ours: cpu, baseline: LIMIT_MS, baselineName, better: 'less' },
    ];
  } finally {
    await close();
  }
}

/** @typedef {{ name: string, ph: string, pid: number, tid: number, dur?: number, tdur?: number, args?: { name?: string } }} TraceEvent */

/**
 * A trace from the press of Run on.
 *
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<TraceEvent[]>}
 */
async function traceOf(page) {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page belongs to no browser.');
  // PerformanceObserver tells of tasks from 50 ms on, and by the clock only; the trace has every task.
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.waitForTimeout(WATCH_MS);
  return JSON.parse((await browser.stopTracing()).toString('utf8')).traceEvents;
}

/**
 * Milliseconds of the longest task on the main thread of the page's process, by the clock and by processor time.
 * @param {readonly TraceEvent[]} events
 */
export function longestOf(events) {
  const tasks = mainThreadTasks(events);
  const longest = (/** @type {'wall' | 'cpu'} */ key) => tasks.reduce((most, task) => Math.max(most, task[key]), 0);
  return { wall: longest('wall'), cpu: longest('cpu') };
}

/**
 * The tasks on the main thread of the page's process: milliseconds by the clock and by processor time.
 * @param {readonly TraceEvent[]} events
 */
export function mainThreadTasks(events) {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const main = new Set(threads.map(({ pid, tid }) => `${pid}/${tid}`));
  const tasks = events.filter(({ name, ph, pid, tid }) => name.endsWith('RunTask') && ph === 'X' && main.has(`${pid}/${tid}`));
  if (tasks.length === 0) throw new Error('The trace holds no task of the main thread, so that it says nothing.');
  // Chromium tells of each task under two names.
  const own = tasks.filter(({ name }) => name === tasks[0].name);
  return own.map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, cpu: tdur / 1000 }));
}
