/** How large a network is. */

/** A layer with weights, as a picture of a network has it. */
export interface LayerSize {
  /** Neurons, or channels. */
  readonly units: number;
  /** Numbers of each: 1 of a neuron, its pixels of a channel. */
  readonly pixels: number;
}

/** A layer that multiplies by its numbers, as records name it: weights and biases together. */
export interface WeighedLayer {
  readonly numbers: number;
  /** How often each is used for a sample: once in a dense layer, at every pixel that comes out of a convolution, at every place of a text. */
  readonly uses: number;
}

/** Whether a layer of a record is one of these: symbols are looked up, and what normalises moves and stretches what others have made. */
export const isWeighed = (name: string): boolean => name !== 'embedding' && !/(?:^|\/)norm$/u.test(name);

export interface ModelSize {
  /** Trainable numbers. */
  readonly parameters: number;
  /** Multiply-adds of a forward pass, per sample. */
  readonly work: number;
  /** Numbers that a training step keeps until its gradient, per sample. */
  readonly kept: number;
  /** In the order in which a sample goes through them, the outputs last. */
  readonly layers: readonly LayerSize[];
  /** In the order of the network's parameters. */
  readonly weighed: readonly WeighedLayer[];
  /** Multiply-adds of a sample in which no number of the network takes part: who looks at whom in a text. */
  readonly unweighed: number;
}
