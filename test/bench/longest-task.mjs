// @ts-check
/** The longest task on the page's main thread while a study runs: what a person feels as a hitch. */
import { openInChromium } from '../../scripts/lib/chromium.mjs';

/** What browsers call a long task. */
const LIMIT_MS = 50;

/** Long enough for the first cycles of every method to arrive and be drawn. */
const WATCH_MS = 20_000;

/**
 * @param {(line: string) => void} log
 * @returns {Promise<import('./bench.ts').Measurement[]>}
 */
export async function longestTask(log) {
  const { page, died, close } = await openInChromium({ path: '', log });
  try {
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.waitForTimeout(2000);
    const trace = await Promise.race([traceOf(page), died]);
    const name = `no task over ${LIMIT_MS} ms`;
    return [{ name: 'page/longest-task', unit: 'ms', ours: longestOf(trace), baseline: LIMIT_MS, baselineName: name, better: 'less' }];
  } finally {
    await close();
  }
}

/** @typedef {{ name: string, ph: string, pid: number, tid: number, dur?: number, args?: { name?: string } }} TraceEvent */

/**
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<TraceEvent[]>}
 */
async function traceOf(page) {
  const browser = page.context().browser();
  if (!browser) throw new Error('The page belongs to no browser.');
  // PerformanceObserver tells of tasks from 50 ms on; the trace has the length of every task.
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline'] });
  await page.waitForTimeout(WATCH_MS);
  return JSON.parse((await browser.stopTracing()).toString('utf8')).traceEvents;
}

/**
 * Milliseconds of the longest task on the main thread of the page's process.
 * @param {readonly TraceEvent[]} events
 */
export function longestOf(events) {
  const threads = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
  const main = new Set(threads.map(({ pid, tid }) => `${pid}/${tid}`));
  const tasks = events.filter(({ name, ph, pid, tid }) => name.endsWith('RunTask') && ph === 'X' && main.has(`${pid}/${tid}`));
  if (tasks.length === 0) throw new Error('The trace holds no task of the main thread, so that it says nothing.');
  return Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000;
}
