/** Dropout: some inputs become 0 during training, the others grow to keep the mean. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import { dropout, dropoutKey } from '../dropout.ts';
import type { PhiloxKey } from '../philox.ts';
import type * as tf from '../tf.ts';
import { PlainLayer, type Pass } from './layer.ts';

export class Dropout extends PlainLayer {
  readonly rate: number;
  readonly key: PhiloxKey;

  /** @param rate probability of becoming 0, in [0, 1) */
  constructor(seed: number, name: string, rate: number) {
    super();
    if (!(rate >= 0 && rate < 1))
      throw new RangeError(`The dropout rate ${rate} of ${name} is not usable: give a number from 0 to below 1.`);
    this.rate = rate;
    this.key = dropoutKey(seed, name);
  }

  override forward(inputs: tf.Tensor, pass: Pass): tf.Tensor {
    const { rate, key } = this;
    if (!pass.training || rate === 0) return inputs;
    return pass.drop ? pass.drop(inputs, rate, key) : dropout(inputs, rate, key, pass.step);
  }

  /** Nothing is dropped in a test. */
  override chain(): readonly ChainLayer[] {
    return [];
  }
}
