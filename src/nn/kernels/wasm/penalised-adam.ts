/** The optimiser's updates with penalties, in place on the tfjs WebAssembly heap. */
import type * as tf from '../../tf.ts';
import { addressFor } from './adam.ts';
import { currentKernels } from './module.ts';

/** A penalty's gradient as the module takes it: c sign w, c sign w · exp(−s|w|), c w · exp(−s w²), c w / (1 + s w²)². */
export interface PenaltyNumbers {
  readonly kind: 'none' | 'l1' | 'exponential' | 'gaussian' | 'student-t';
  readonly c: number;
  readonly s: number;
}

const kinds: Record<PenaltyNumbers['kind'], number> = { none: 0, l1: 1, exponential: 2, gaussian: 3, 'student-t': 4 };

/** The tensors of one parameter: all float32, of one size. `weights` and the moments or velocity are overwritten. */
export interface PenalisedTensors {
  readonly weights: tf.Tensor;
  readonly gradient: tf.Tensor;
  /** 0 where a weight is pruned. */
  readonly mask: tf.Tensor | null;
}

export interface PenalisedSettings {
  readonly learningRate: number;
  readonly penalty: PenaltyNumbers;
  /** 2ρ. */
  readonly twiceRho: number;
  /** What decay leaves of a weight, 1 − ηλ. */
  readonly share: number;
  /** Factor on the total gradient. */
  readonly factor: number;
  /** Whether the weights are clamped to [0, 1]. */
  readonly unitInterval: boolean;
}

/** Sum of squares of the total gradient mask ∘ (g + penalty + 2ρw). @throws as `penalisedAdam` does */
export function penalisedSquareSum(tensors: PenalisedTensors, penalty: PenaltyNumbers, twiceRho: number): number {
  const { heap, functions } = currentKernels();
  const { weights, gradient, mask } = tensors;
  const { size } = weights;
  return functions.penalisedSquareSum(
    heap.address(weights),
    addressFor(heap, 'gradient', gradient, size),
    addressFor(heap, 'mask', mask, size),
    size,
    kinds[penalty.kind],
    penalty.c,
    penalty.s,
    twiceRho,
  );
}

/**
 * One step of Adam or AdamW on the total gradient, one pass over memory.
 * @throws if the sizes or types differ, or if the current backend has no kernels of ours
 */
export function penalisedAdam(
  tensors: PenalisedTensors & { readonly firstMoment: tf.Tensor; readonly secondMoment: tf.Tensor },
  settings: PenalisedSettings,
  adam: {
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly correction1: number;
    readonly correction2: number;
  },
): void {
  const kernels = currentKernels();
  const { heap, functions } = kernels;
  const { weights, firstMoment, secondMoment, gradient, mask } = tensors;
  const { size } = weights;
  const { beta1, beta2, epsilon, correction1, correction2 } = adam;
  functions.penalisedAdam(
    addressFor(heap, 'weights', weights, size),
    addressFor(heap, 'firstMoment', firstMoment, size),
    addressFor(heap, 'secondMoment', secondMoment, size),
    addressFor(heap, 'gradient', gradient, size),
    addressFor(heap, 'mask', mask, size),
    size,
    settings.learningRate,
    beta1,
    1 - beta1,
    beta2,
    1 - beta2,
    epsilon,
    1 / correction1,
    1 / correction2,
    ...shared(settings),
    kernels.scratch(functions.penalisedScratchBytes()),
  );
}

/** One step of gradient descent on the total gradient, with momentum where there is a velocity. @throws as `penalisedAdam` does */
export function penalisedDescent(
  tensors: PenalisedTensors & { readonly velocity: tf.Tensor | null },
  settings: PenalisedSettings,
  momentum: number,
): void {
  const { heap, functions } = currentKernels();
  const { weights, velocity, gradient, mask } = tensors;
  const { size } = weights;
  functions.penalisedDescent(
    addressFor(heap, 'weights', weights, size),
    addressFor(heap, 'velocity', velocity, size),
    addressFor(heap, 'gradient', gradient, size),
    addressFor(heap, 'mask', mask, size),
    size,
    settings.learningRate,
    momentum,
    ...shared(settings),
  );
}

/** variable += rate · (value − variable), in place. @throws as `penalisedAdam` does */
export function averageInPlace(variable: tf.Tensor, value: tf.Tensor, rate: number): void {
  const { heap, functions } = currentKernels();
  const { size } = variable;
  functions.average(addressFor(heap, 'weights', variable, size), addressFor(heap, 'value', value, size), rate, size);
}

type Shared = [kind: number, c: number, s: number, twiceRho: number, share: number, factor: number, unit: number];

const shared = ({ penalty, twiceRho, share, factor, unitInterval }: PenalisedSettings): Shared => [
  kinds[penalty.kind],
  penalty.c,
  penalty.s,
  twiceRho,
  share,
  factor,
  Number(unitInterval),
];
