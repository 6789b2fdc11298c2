import type * as tf from '../tf.ts';

/** θ, w, γ and u of one parameter, or their gradients as a minimiser takes them. */
export type Players<T extends tf.Tensor = tf.Tensor> = { readonly theta: T; readonly w: T; readonly gamma: T; readonly u: T };
