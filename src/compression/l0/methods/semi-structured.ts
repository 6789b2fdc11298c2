import type { L0Method } from './method.ts';
import { firstAndFineTuning } from './regularised.ts';

/** Weights of a group, half of which stay. */
const GROUP = 4;

/**
 * The weights in which two of each four stay, those of largest magnitude, of equal ones the first. A group is of inputs of one output that
 * follow each other; of what is left over at the end of a row half stays, rounded up.
 * @param shape of a dense layer outputs × inputs, of a convolution side × side × inputs × outputs
 */
export function twoOfFour(values: Float32Array, shape: readonly number[]): Float32Array {
  const isDense = shape.length === 2;
  const inputs = isDense ? shape[1] : shape[shape.length - 2];
  // From one input of an output to its next, and from a whole row of them to the next.
  const stride = isDense ? 1 : shape[shape.length - 1];
  const kept = new Float32Array(values.length);
  for (let first = 0; first < values.length; first++) {
    const input = Math.floor(first / stride) % inputs;
    if (input % GROUP !== 0) continue;
    const places = Array.from({ length: Math.min(GROUP, inputs - input) }, (_, k) => first + k * stride);
    const order = places.sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]) || a - b);
    for (const place of order.slice(0, Math.ceil(order.length / 2))) kept[place] = values[place];
  }
  return kept;
}

/** Two of every four weights of a trained network go, as graphics cards can make use of, and the rest is fine-tuned (arXiv 2104.08378). */
export const semiStructured: L0Method = {
  id: 'two-of-four',
  title: '2:4, fine-tuned',
  help: 'the smaller two of every four weights in a row go, a pattern of which some graphics cards compute the faster; nothing here does',
  look: ['blue', 'square'],
  traits: { plainFirst: true },
  settings: {},
  strength: null,
  epochs: firstAndFineTuning,
  async course(tools) {
    const first = await tools.firstPhase();
    const pruned = await tools.prune(async () => {
      const values = await tools.values();
      await tools.pruneTo(values.map((array, index) => (tools.kinds[index] === 'weight' ? twoOfFour(array, tools.shapes[index]) : array)));
      return {};
    });
    return { regularised: first, admm: null, fineTuning: await tools.fineTune(first.epochs), ...pruned };
  },
};
