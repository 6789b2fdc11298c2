/** How large the numbers of a network are, layer by layer: recorded with every step, and told while it is trained. */
import { countMagnitudes, MAGNITUDE_CLASSES } from '../../math/magnitudes.ts';
import type { Parameter } from '../../nn/layers/parameter.ts';
import type { Network } from '../../nn/models/network.ts';
import { blockOf } from '../../nn/weight-tensors.ts';
import type { LayerMagnitudes, NetworkLook } from '../layer-magnitudes.ts';
import { sampleOf, type Writing } from './sample.ts';

/**
 * Counts the numbers of each weight tensor with its biases.
 * @param sizes of each parameter as it was built, which count as zeros where neurons were deleted
 */
export function layerMagnitudes(
  parameters: readonly Parameter[],
  sizes: readonly number[],
  values: readonly Float32Array[],
): LayerMagnitudes[] {
  const layers = new Map<string, LayerMagnitudes>();
  for (const [index, { name }] of parameters.entries()) {
    const block = blockOf(name);
    const counts = layers.get(block)?.counts ?? Array.from({ length: MAGNITUDE_CLASSES }, () => 0);
    countMagnitudes(values[index], counts);
    layers.set(block, { name: block, size: (layers.get(block)?.size ?? 0) + sizes[index], counts });
  }
  return [...layers.values()];
}

/** No picture changes faster. */
const LEAST_MS = 500;
/** Looking may cost so much of the time between two looks. */
const MOST_SHARE = 0.02;

/** What is looked at. */
interface InTraining extends Writing {
  readonly network: Network;
  /** Of each parameter as it was built. */
  readonly sizes: readonly number[];
}

/** Looks at a network that is being trained, seldom enough to cost next to nothing. */
export class Onlooker {
  readonly #trained: InTraining;
  readonly #tell: (look: NetworkLook) => void;
  #due = Number.NEGATIVE_INFINITY;

  constructor(trained: InTraining, tell: (look: NetworkLook) => void) {
    this.#trained = trained;
    this.#tell = tell;
  }

  /** Looks, if it is time. */
  async look(): Promise<void> {
    const began = performance.now();
    if (began < this.#due) return;
    const { network, sizes } = this.#trained;
    const { parameters } = network;
    const values = await Promise.all(parameters.map((parameter) => parameter.values()));
    this.#tell({ layers: layerMagnitudes(parameters, sizes, values), ...(await sampleOf(this.#trained, values)) });
    const now = performance.now();
    this.#due = now + Math.max(LEAST_MS, (now - began) / MOST_SHARE);
  }
}
