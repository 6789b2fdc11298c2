/** What the picture of the network shows, in words. */
import type { DenseShape } from '../../../lab/front/network.ts';
import { countAlive } from '../../../lab/front/reach.ts';
import { grouped } from '../../../math/number-text.ts';
import type { UnitAt } from './places.ts';

/** How many units of each hidden layer are alive, and how many numbers are left. */
export function pictureWords({ layers, size }: DenseShape, alive: readonly Uint8Array[], kept: number): string {
  const hidden = alive.map((units, layer) => `${countAlive(units)} of ${units.length} units alive in hidden layer ${layer + 1}`);
  return `A network of ${layers[0].inputs} pixels, ${hidden.length} hidden layers and ${layers.at(-1)!.outputs} digits. ${grouped(kept)} of ${grouped(size)} numbers are left: ${hidden.join(', ')}.`;
}

/** A unit and what is left of its connections. */
export function unitWords(shape: DenseShape, numbers: Float32Array, alive: readonly Uint8Array[], { layer, unit }: UnitAt): string {
  const { layers } = shape;
  const isOutput = layer === layers.length - 1;
  const { inputs, weights } = layers[layer];
  let heard = 0;
  for (let i = 0; i < inputs; i++) if (numbers[weights + unit * inputs + i] !== 0) heard++;
  const from = `hears ${heard} of ${inputs} ${layer === 0 ? 'pixels' : 'units'}`;
  if (isOutput) return `Digit ${unit}: ${from}.`;
  const next = layers[layer + 1];
  let told = 0;
  for (let to = 0; to < next.outputs; to++) if (numbers[next.weights + to * next.inputs + unit] !== 0) told++;
  const state = alive[layer][unit] === 1 ? 'alive' : 'dead';
  const leads = layer + 1 === layers.length - 1 ? 'digits' : 'units';
  return `Unit ${unit + 1} of ${layers[layer].outputs} in hidden layer ${layer + 1}, ${state}: ${from}, tells ${told} of ${next.outputs} ${leads}.`;
}

/** Units of all layers in one row, as a slider steps through them; 0 is none of them. */
export function unitNumber({ layers }: DenseShape, at: UnitAt | null): number {
  if (!at) return 0;
  return 1 + at.unit + layers.slice(0, at.layer).reduce((sum, { outputs }) => sum + outputs, 0);
}

export function unitOfNumber({ layers }: DenseShape, number: number): UnitAt | null {
  let unit = number - 1;
  if (unit < 0) return null;
  for (const [layer, { outputs }] of layers.entries()) {
    if (unit < outputs) return { layer, unit };
    unit -= outputs;
  }
  return null;
}
