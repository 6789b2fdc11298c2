/** Threads of Node in place of a browser's workers. */
import { Worker, type TransferListItem } from 'node:worker_threads';
import type { WorkerLike } from '../../../src/lab/worker-life.ts';

/** Jobs with these seeds behave as named; seeds from 2000 on take 50 ms a step, all others run through at once. */
export const seeds = {
  crashes: 1001,
  /** Ends without a word, as a worker does that is terminated. */
  vanishes: 1002,
  fails: 1003,
  throws: 1004,
  saysNoEnd: 1005,
  ignoresCancel: 1006,
  /** Tells that it loads while it runs. */
  contradictsItself: 1007,
  /** Ends in its third step, unless it goes on from a checkpoint. */
  crashesOnce: 1008,
  /** Fails as a job does whose graphics device was lost, and so does every later job of its worker. */
  losesDevice: 1009,
  /** As that, for want of memory. */
  losesMemory: 1010,
  slow: 2000,
} as const;

const running = new Set<Worker>();

export interface Thread extends WorkerLike {
  /** Resolves when the thread has ended. */
  readonly gone: Promise<void>;
}

const jobScript = new URL('job-thread.mjs', import.meta.url);

export function spawnThread(script = jobScript): Thread {
  const worker = new Worker(script);
  running.add(worker);
  const gone = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      running.delete(worker);
      resolve();
    });
  });
  // The pool hears of an error through its own listener; without one here, Node would end the process.
  worker.on('error', () => undefined);
  const listeners = new Map<unknown, (value: unknown) => void>();
  return {
    gone,
    terminate: () => void worker.terminate(),
    postMessage: (message: unknown, transfer: Transferable[] = []) =>
      worker.postMessage(message, transfer as unknown as TransferListItem[]),
    // Node hands over the message or the error itself, a browser an event that holds it.
    addEventListener(type, listener) {
      const listen = (value: unknown): void => {
        const event = value instanceof Error ? { message: value.message } : { data: value };
        if (typeof listener === 'function') listener(event as unknown as Event);
        else listener.handleEvent(event as unknown as Event);
      };
      listeners.set(listener, listen);
      worker.on(type, listen);
    },
    removeEventListener(type, listener) {
      const listen = listeners.get(listener);
      if (listen) worker.off(type, listen);
    },
  };
}

/** Threads that have not ended. */
export const threadsRunning = (): number => running.size;

/** For the end of a test. */
export async function endThreads(): Promise<void> {
  await Promise.all([...running].map((worker) => worker.terminate()));
}

/** Waits until something holds. @throws Error after ten seconds */
export async function until(holds: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 10_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`Waited ten seconds in vain until ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
