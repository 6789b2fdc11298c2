/** When a layer that is pruned by itself is done, whether or not its pruning was interrupted. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stopping, stoppingSchema } from '../../../../src/compression/l0/layerwise-stopping.ts';
import { stream } from '../../../../src/math/random.ts';

const LOOK = 100;

const noise = (epochs: number, seed: number): number[] => [...stream(seed, 'test/curve').normals(epochs)];

const decided = Float32Array.of(0, 1, 1, 0);
const open = Float32Array.of(0, 1, 0.5, 0);

test.each([
  ['projected', [decided], 100],
  ['projected', [open, decided], 200],
  // It stands still at three looks.
  ['projected', [open, open, open], 300],
  // The same γ at two looks.
  ['sigmoid', [decided, decided], 200],
  ['sigmoid', [decided, Float32Array.of(1, 1, 1, 0), decided, decided], 400],
  ['sigmoid', [open, open, open, open, open], null],
  // What is as good as 0 or 1 counts as that.
  ['sigmoid', [Float32Array.of(1e-5, 0.9999, 1, 0), decided], 200],
] as const)('%s: with γ %j at its looks a layer whose objective stands still is done after %s epochs', (by, looks, expected) => {
  const stop = new Stopping(by, 10);
  let done: number | null = null;
  for (let epoch = 1; epoch <= LOOK * looks.length && done === null; epoch++) {
    // Rising, if anything.
    if (stop.observe(1 + 1e-3 * epoch) && stop.isDone(looks[epoch / LOOK - 1])) done = epoch;
  }
  expect(done).toBe(expected);
});

test('one that goes on from any epoch says what one says that was never interrupted', () => {
  const gamma = fc
    .float32Array({ minLength: 3, maxLength: 3, noNaN: true, min: 0, max: 1 })
    .map((values) => values.map((value) => (value < 0.9 ? Math.round(value) : value)));
  fc.assert(
    fc.property(
      fc.constantFrom('projected' as const, 'sigmoid' as const),
      fc.array(gamma, { minLength: 4, maxLength: 4 }),
      fc.integer({ min: 4, max: 150 }),
      fc.integer({ min: 0, max: 399 }),
      fc.boolean(),
      fc.nat(),
      (by, looks, window, cut, falls, seed) => {
        const curve = noise(400, seed).map((value, epoch) => value - (falls ? epoch : 0));
        const say = (stop: Stopping, loss: number, epoch: number): boolean | null =>
          stop.observe(loss) ? stop.isDone(looks[(epoch + 1) / LOOK - 1]) : null;
        const whole = new Stopping(by, window);
        const first = curve.slice(0, cut).map((loss, epoch) => say(whole, loss, epoch));
        const stored = stoppingSchema.parse(structuredClone(whole.soFar));
        const rest = new Stopping(by, window, stored, whole.looked?.slice() ?? null);
        expect(first.length).toBe(cut);
        for (const [epoch, loss] of curve.entries()) {
          if (epoch >= cut) expect(say(rest, loss, epoch)).toBe(say(whole, loss, epoch));
        }
      },
    ),
    { numRuns: 60 },
  );
});
