import type * as tf from '../tf.ts';

/** Tensors by the names under which a kernel gets them. */
export type Inputs<Names extends string> = Readonly<Record<Names, tf.TensorInfo>>;

/** What a kernel is called with. */
export interface KernelParams<In extends object = object, Attrs extends object = object> {
  readonly inputs: In;
  readonly attrs: Attrs;
  readonly backend: object;
}

/** A kernel by what it takes; for those of tfjs, whose types are maps of anything. */
export type Kernel<In extends object = object, Attrs extends object = object> = (
  params: KernelParams<In, Attrs>,
) => tf.TensorInfo | tf.TensorInfo[];

/**
 * A kernel for the registry of tfjs, which hands over inputs and attributes as maps of anything: here, and nowhere else, it is said which ones
 * a kernel of that name gets.
 */
export const kernel = <In extends object, Attrs extends object = object>(run: Kernel<In, Attrs>): tf.KernelFunc =>
  run as unknown as tf.KernelFunc;
