/**
 * Work on figures, one piece per task of the main thread and each in an idle moment. Drawing is the longest thing that the page does, so
 * two pieces never share a task, and nothing is drawn twice that was asked for twice before its turn came.
 */

type Work = () => void | Promise<void>;

/** Longest wait for an idle moment: a figure may be late, but it comes even while the page is busy. */
const LONGEST_WAIT_MS = 250;
/** The same for a figure that is looked at; making and drawing it are two pieces or more. */
const LONGEST_WAIT_IN_SIGHT_MS = 60;

/** What is in sight comes before all that is not: after a change of the theme everything is drawn again, and figures ahead cost seconds of noise. */
const inSight = new Map<unknown, Work>();
const outOfSight = new Map<unknown, Work>();
let draining = false;

/**
 * Asks for a piece of work. One of the same owner that still waits is replaced and keeps its place, unless it comes into sight or leaves it.
 * It reports its own errors.
 */
export function enqueue(owner: unknown, isInSight: boolean, work: Work): void {
  const [queue, other] = isInSight ? [inSight, outOfSight] : [outOfSight, inSight];
  other.delete(owner);
  queue.set(owner, work);
  if (!draining) void drain();
}

export function withdraw(owner: unknown): void {
  inSight.delete(owner);
  outOfSight.delete(owner);
}

async function drain(): Promise<void> {
  draining = true;
  try {
    while (inSight.size + outOfSight.size > 0) {
      await idleMoment(inSight.size > 0 ? LONGEST_WAIT_IN_SIGHT_MS : LONGEST_WAIT_MS);
      const queue = inSight.size > 0 ? inSight : outOfSight;
      const next = queue.entries().next();
      if (next.done) break;
      const [owner, work] = next.value;
      queue.delete(owner);
      await work();
    }
  } finally {
    draining = false;
  }
}

function idleMoment(timeout: number): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) {
      globalThis.requestIdleCallback(() => resolve(), { timeout });
      return;
    }
    // Safari has no idle callback; a message at least lets input and paint go first.
    const { port1, port2 } = new MessageChannel();
    const arrived = (): void => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', arrived, { once: true });
    port1.start();
    port2.postMessage(null);
  });
}
