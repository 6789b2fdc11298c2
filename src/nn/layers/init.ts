/** Initial weights, each parameter from its own stream of the seed, so that a layer added later shifts no other. */
import { stream, type RandomStream } from '../../math/random.ts';
import type { Activation } from './activation.ts';

/**
 * `lux`: the defaults of the Lux library, which the authors of arXiv 2505.17469 used: uniform ±√3 · g/√fan_in with g = 5/3 before tanh, 2
 * before ReLU (more than the usual √2) and 1 otherwise; biases uniform ±1/√fan_in. `he-uniform`: ±√6/√fan_in, biases 0 (arXiv 1502.01852).
 * `xavier-normal`: variance 2/(fan_in + fan_out), biases 0 (Glorot and Bengio, AISTATS 2010).
 */
export type InitName = 'lux' | 'he-uniform' | 'xavier-normal';

export interface Fan {
  readonly inputs: number;
  readonly outputs: number;
}

const luxGain: Record<Activation, number> = { linear: 1, relu: 2, tanh: 5 / 3, gelu: 1, 'gelu-erf': 1 };

/** Weights and biases for the parameters of one network. */
export class Initialiser {
  readonly #seed: number;
  readonly #name: InitName;

  constructor(seed: number, name: InitName) {
    this.#seed = seed;
    this.#name = name;
  }

  /** @param activation what follows the layer */
  weights(parameter: string, count: number, fan: Fan, activation: Activation): Float32Array {
    switch (this.#name) {
      case 'lux':
        return uniform(this.#stream(parameter), count, (Math.sqrt(3) * luxGain[activation]) / Math.sqrt(fan.inputs));
      case 'he-uniform':
        return uniform(this.#stream(parameter), count, Math.sqrt(6 / fan.inputs));
      case 'xavier-normal':
        return normal(this.#stream(parameter), count, Math.sqrt(2 / (fan.inputs + fan.outputs)));
    }
  }

  bias(parameter: string, count: number, fan: Fan): Float32Array {
    return this.#name === 'lux' ? uniform(this.#stream(parameter), count, 1 / Math.sqrt(fan.inputs)) : new Float32Array(count);
  }

  #stream(parameter: string): RandomStream {
    return stream(this.#seed, `init/${parameter}`);
  }
}

/** Independent numbers, uniform in ±bound. */
export const uniform = (random: RandomStream, count: number, bound: number): Float32Array =>
  Float32Array.from({ length: count }, () => bound * (2 * random.uniform() - 1));

/** Independent normal numbers with mean 0. */
export const normal = (random: RandomStream, count: number, deviation: number): Float32Array =>
  Float32Array.from({ length: count }, () => deviation * random.normal());
