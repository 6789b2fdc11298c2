/** Batches, where they come from, and how they are kept on a graphics device. */
import type { Dispatcher } from './kernels/webgpu/dispatcher.ts';
import type { StepBuffer } from './kernels/webgpu/step-buffer.ts';
import type * as tf from './tf.ts';

export interface Batch {
  /** float32 [batch, features] for values, int32 [batch, length] for bytes. */
  readonly inputs: tf.Tensor;
  /** Class indices, int32, [batch] or [batch, length]; or values, float32, of the shape of the outputs. */
  readonly targets: tf.Tensor;
  /** Samples in it. */
  readonly size: number;
  /** Targets in it: one a sample of a class or a value each, the length of a sequence for each of its samples. */
  readonly predictions: number;
  dispose(): void;
}

export interface BatchSource {
  /** Batches in one pass; the last one may be smaller. */
  readonly count: number;
  /** Samples in one pass. */
  readonly samples: number;
  /** Targets in one pass: what a mean loss is a mean over, and what is right or wrong. */
  readonly predictions: number;
  /** Batch `index` of pass `pass`, both from 0. Waits only for the data that it needs. */
  batch(index: number, pass: number): Promise<Batch>;
  /**
   * The same batches, kept on a graphics device; without it each is sent there when its turn comes. The caller owns them.
   * @throws DeviceMemoryError if the device has no room
   */
  onDevice?(device: Dispatcher): Promise<DeviceBatches>;
}

export interface DeviceBatches {
  /**
   * Sees to it that a batch is on the device; waits only for the data that it needs. It may take the place of the one before, behind the
   * steps that were submitted.
   * @returns what the step's buffer must say, and the samples in the batch
   */
  bring(index: number, pass: number): Promise<{ readonly first: number; readonly size: number }>;
  /** The batch of the step that is captured. */
  take(step: StepBuffer, size: number): { readonly inputs: tf.Tensor; readonly targets: tf.Tensor };
  dispose(): void;
}
