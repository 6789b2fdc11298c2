/** Layers that have no parameters of their own. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import * as tf from '../tf.ts';
import { activate, type Activation } from './activation.ts';
import { PlainLayer } from './layer.ts';

/** [batch, …] to [batch, all the rest]. */
export class Flatten extends PlainLayer {
  override forward(inputs: tf.Tensor): tf.Tensor {
    return tf.reshape(inputs, [inputs.shape[0], -1]);
  }

  override chain(): readonly ChainLayer[] {
    return [{ type: 'flatten' }];
  }
}

/** [batch, height · width · channels] to [batch, height, width, channels]. */
export class ToImage extends PlainLayer {
  readonly #shape: readonly [height: number, width: number, channels: number];

  constructor(shape: readonly [height: number, width: number, channels: number]) {
    super();
    this.#shape = shape;
  }

  override forward(inputs: tf.Tensor): tf.Tensor {
    return tf.reshape(inputs, [-1, ...this.#shape]);
  }

  override chain(): readonly ChainLayer[] {
    const [height, width, channels] = this.#shape;
    return [{ type: 'image', height, width, channels }];
  }
}

/** Largest of each square of `side` pixels, without overlap; a rest that fills no square is left out. */
export class MaxPool extends PlainLayer {
  readonly #side: number;

  constructor(side: number) {
    super();
    this.#side = side;
  }

  override forward(inputs: tf.Tensor): tf.Tensor {
    return tf.maxPool(inputs as tf.Tensor4D, this.#side, this.#side, 'valid');
  }

  override chain(): readonly ChainLayer[] {
    return [{ type: 'max-pool', side: this.#side }];
  }
}

/** Mean over height and width: [batch, height, width, channels] to [batch, channels]. */
export class GlobalMeanPool extends PlainLayer {
  override forward(inputs: tf.Tensor): tf.Tensor {
    return tf.mean(inputs, [1, 2]);
  }

  override chain(): readonly ChainLayer[] {
    return [{ type: 'mean-pool' }];
  }
}

/** An activation by itself, where something stands between it and the layer that it follows. */
export class Activated extends PlainLayer {
  readonly #activation: Activation;

  constructor(activation: Activation) {
    super();
    this.#activation = activation;
  }

  override forward(inputs: tf.Tensor): tf.Tensor {
    return activate(inputs, this.#activation);
  }

  override chain(): readonly ChainLayer[] {
    return [{ type: 'activation', activation: this.#activation }];
  }
}
