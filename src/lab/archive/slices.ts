/** Writing much without holding up the page: it is copied where it is handed over, which takes a second for 70 MB. */

/** Milliseconds of copying in one task. */
const SLICE_MS = 12;

/**
 * Hands requests over one by one, and lets the page go on between them: what has been handed over is waited for, which keeps the transaction
 * open.
 * @param requests each made when it is its turn
 */
export async function inSlices(requests: Iterable<() => Promise<unknown>>): Promise<void> {
  let waiting: Promise<unknown>[] = [];
  let began = performance.now();
  for (const request of requests) {
    waiting.push(request());
    if (performance.now() - began < SLICE_MS) continue;
    await Promise.all(waiting);
    waiting = [];
    began = performance.now();
  }
  await Promise.all(waiting);
}
