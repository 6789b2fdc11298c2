/** How large a network is. */

/** A layer with weights, as a picture of a network has it. */
export interface LayerSize {
  /** Neurons, or channels. */
  readonly units: number;
  /** Numbers of each: 1 of a neuron, its pixels of a channel. */
  readonly pixels: number;
}

export interface ModelSize {
  /** Trainable numbers. */
  readonly parameters: number;
  /** Multiply-adds of a forward pass, per sample. */
  readonly work: number;
  /** Numbers that a training step keeps until its gradient, per sample. */
  readonly kept: number;
  /** In the order in which a sample goes through them, the outputs last. */
  readonly layers: readonly LayerSize[];
}
