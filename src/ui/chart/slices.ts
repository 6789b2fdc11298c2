/**
 * Plotly draws in a sequence of steps: defaults, axes, data, the rest. It can wait between two of them, and does so for slow resources.
 * Here it also waits when the steps so far have taken long, so that a drawing is several tasks of the main thread and not one: with
 * workers on every core the clock runs two to three times as fast as the page's processor time, and a drawing of 30 to 40 ms was a task of
 * 70 to 120.
 */

/** Milliseconds of steps in one task before the next waits. No step takes longer than some 15 ms. */
const SLICE_MS = 6;

/**
 * A drawing is a sequence of 13 to 16 steps. Parts of it (margins, a colour bar) are sequences of 2 to 4, which stay together: that of a
 * colour bar waits for all promises of its plot, and would wait for its own.
 */
const LEAST_STEPS = 10;

/** When the present task of each drawing began. */
const underWay = new Map<unknown, number>();

/** Draws into an element with waits between steps; drawings that are not made through here keep their steps together. */
export async function inSlices(element: HTMLElement, draw: () => Promise<unknown>): Promise<void> {
  underWay.set(element, performance.now());
  try {
    await draw();
  } finally {
    underWay.delete(element);
  }
}

export type Step = (argument: unknown) => unknown;

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/**
 * Takes steps one after another, waiting for those that return a promise. Stands in for Plotly's own function of the same meaning, with the
 * waits of `inSlices` added.
 *
 * @param steps is emptied on the way, as Plotly's is
 * @param argument goes to every step; of a drawing, its element
 * @returns what `last` returns, or a promise if anything waited
 */
export function takeSteps(steps: Step[], argument?: unknown, last?: Step): unknown {
  const waits = steps.length >= LEAST_STEPS;
  const goOn = (): unknown => {
    for (let step = steps.shift(); step; step = steps.shift()) {
      const done = step(argument);
      if (isThenable(done)) return done.then(goOn);
      const began = underWay.get(argument);
      if (!waits || began === undefined || steps.length === 0 || performance.now() - began < SLICE_MS) continue;
      return nextTask().then(() => {
        underWay.set(argument, performance.now());
        return goOn();
      });
    }
    return last?.(argument);
  };
  return goOn();
}

/** A message goes behind what waits already, input and the painting of a frame among it. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener(
      'message',
      () => {
        port1.close();
        resolve();
      },
      { once: true },
    );
    port1.start();
    port2.postMessage(null);
  });
}
