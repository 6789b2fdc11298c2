/**
 * Work on figures, one piece per task of the main thread and each in an idle moment. Drawing is the longest thing that the page does, so
 * two pieces never share a task, and nothing is drawn twice that was asked for twice before its turn came.
 */

type Work = () => void | Promise<void>;

/** Longest wait for an idle moment: a figure may be late, but it comes even while the page is busy. */
const LONGEST_WAIT_MS = 250;

const waiting = new Map<unknown, Work>();
let draining = false;

/** Asks for a piece of work. One of the same owner that still waits is replaced and keeps its place. It reports its own errors. */
export function enqueue(owner: unknown, work: Work): void {
  waiting.set(owner, work);
  if (!draining) void drain();
}

export function withdraw(owner: unknown): void {
  waiting.delete(owner);
}

async function drain(): Promise<void> {
  draining = true;
  try {
    while (waiting.size > 0) {
      await idleMoment();
      const next = waiting.entries().next();
      if (next.done) break;
      const [owner, work] = next.value;
      waiting.delete(owner);
      await work();
    }
  } finally {
    draining = false;
  }
}

function idleMoment(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) {
      window.requestIdleCallback(() => resolve(), { timeout: LONGEST_WAIT_MS });
      return;
    }
    // Safari has no idle callback; a message at least lets input and paint go first.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => resolve(), { once: true });
    port1.start();
    port2.postMessage(null);
  });
}
