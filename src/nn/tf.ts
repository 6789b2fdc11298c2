/**
 * tfjs as the lab uses it: the core with all gradients. Everything that computes imports it from here, so that a gradient can never be
 * missing because a file was loaded alone. The version is pinned exactly (4.22.0), since our kernels reach below its public surface.
 *
 * The core comes first. In Node the gradients belong to a second copy of it, and whichever copy loads first makes the tensors: those of
 * the second one lack `clone`.
 */
export * from '@tensorflow/tfjs-core';

import '@tensorflow/tfjs-core/dist/register_all_gradients';
