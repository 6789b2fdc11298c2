/** Residual connections (He et al., arXiv 1512.03385): what goes around a piece of a network is added to what comes out of it. */
import type { ChainLayer } from '../../coding/layer-chain.ts';
import * as tf from '../tf.ts';
import { PlainLayer, type Layer, type Pass } from './layer.ts';
import type { Parameter } from './parameter.ts';

/** relu(body(inputs) + shortcut(inputs)); the inputs themselves unless there is a shortcut. */
export class Residual implements Layer {
  readonly parameters: readonly Parameter[];
  readonly #body: Layer;
  readonly #shortcut: Layer | null;

  constructor(body: Layer, shortcut: Layer | null = null) {
    this.#body = body;
    this.#shortcut = shortcut;
    this.parameters = this.#pieces.flatMap(({ parameters }) => parameters);
  }

  get statistics(): readonly tf.Variable[] {
    return this.#pieces.flatMap(({ statistics }) => statistics ?? []);
  }

  get #pieces(): readonly Layer[] {
    return this.#shortcut ? [this.#body, this.#shortcut] : [this.#body];
  }

  forward(inputs: tf.Tensor, pass: Pass): tf.Tensor {
    const around = this.#shortcut?.forward(inputs, pass) ?? inputs;
    return tf.relu(tf.add(this.#body.forward(inputs, pass), around));
  }

  chain(): readonly ChainLayer[] | null {
    const body = this.#body.chain?.() ?? null;
    const shortcut = this.#shortcut ? (this.#shortcut.chain?.() ?? null) : [];
    return body && shortcut && [{ type: 'residual', body, shortcut }];
  }

  dispose(): void {
    for (const piece of this.#pieces) piece.dispose();
  }
}

/**
 * The shortcut without parameters, option A of arXiv 1512.03385, section 3.3: every `stride`-th pixel, and channels of zeros after those
 * that there are. [batch, height, width, channels] to [batch, ⌈height/stride⌉, ⌈width/stride⌉, channels + more].
 */
export class PaddedIdentity extends PlainLayer {
  readonly #stride: number;
  readonly #more: number;

  constructor(stride: number, more: number) {
    super();
    this.#stride = stride;
    this.#more = more;
  }

  override forward(inputs: tf.Tensor): tf.Tensor {
    // A mean over single pixels is how tfjs takes every n-th one with a gradient; its strided slice has none.
    const pixels = this.#stride === 1 ? (inputs as tf.Tensor4D) : tf.avgPool(inputs as tf.Tensor4D, 1, this.#stride, 'valid');
    return this.#more === 0
      ? pixels
      : tf.pad(pixels, [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, this.#more],
        ]);
  }

  override chain(): readonly ChainLayer[] {
    return [{ type: 'padded-identity', stride: this.#stride, more: this.#more }];
  }
}
