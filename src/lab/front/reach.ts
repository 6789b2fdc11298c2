/** Which units of a cut network still matter: something reaches them, and they reach an output. */
import type { DenseShape } from './network.ts';

/**
 * Units of each hidden layer that lie on a way from an input to an output over numbers that are not 0. A bias is no way in: a unit that has
 * nothing but its bias says the same of every input.
 * @returns 1 for alive, 0 for dead, by layer
 */
export function aliveUnits({ layers }: DenseShape, numbers: Float32Array): Uint8Array[] {
  const reached: Uint8Array[] = [new Uint8Array(layers[0].inputs).fill(1)];
  for (const [index, { inputs, outputs, weights }] of layers.entries()) {
    const from = reached[index];
    const to = new Uint8Array(outputs);
    for (let unit = 0; unit < outputs; unit++) {
      const row = weights + unit * inputs;
      for (let i = 0; i < inputs && to[unit] === 0; i++) if (from[i] === 1 && numbers[row + i] !== 0) to[unit] = 1;
    }
    reached.push(to);
  }
  let leads = new Uint8Array(layers[layers.length - 1].outputs).fill(1);
  const alive: Uint8Array[] = [];
  for (let index = layers.length - 1; index > 0; index--) {
    const { inputs, outputs, weights } = layers[index];
    const before = new Uint8Array(inputs);
    for (let unit = 0; unit < outputs; unit++) {
      if (leads[unit] === 0) continue;
      const row = weights + unit * inputs;
      for (let i = 0; i < inputs; i++) if (numbers[row + i] !== 0) before[i] = 1;
    }
    alive.unshift(before.map((value, unit) => value & reached[index][unit]));
    leads = before;
  }
  return alive;
}

export const countAlive = (alive: Uint8Array): number => alive.reduce((sum, value) => sum + value, 0);
