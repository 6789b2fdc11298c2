/** The bits that labels, targets or text cost given a model (arXiv 2505.17469, section 1 and Eq. 6): ideal code lengths, −log₂ of what the model gives. */
import { exp, log, log2 } from '../math/elementary.ts';

/** Bits of a nat. */
export const BITS_PER_NAT = 1 / Math.LN2;

/**
 * −log₂ softmax(logits)[label], summed: the bits of the labels, in double precision.
 * @param logits [samples, classes], row-major
 * @throws RangeError if there are not `classes` logits per label, or a label is no class
 * @internal Tests alone use it so far.
 */
export function labelBits(logits: ArrayLike<number>, labels: ArrayLike<number>, classes: number): number {
  if (logits.length !== labels.length * classes) {
    throw new RangeError(`Cannot code ${labels.length} labels with ${logits.length} logits: give ${classes} per label.`);
  }
  let nats = 0;
  for (let sample = 0; sample < labels.length; sample++) {
    const label = labels[sample];
    if (!Number.isInteger(label) || label < 0 || label >= classes) {
      throw new RangeError(`Label ${label} of sample ${sample} is none of the ${classes} classes.`);
    }
    const start = sample * classes;
    let largest = -Infinity;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[start + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += exp(logits[start + c] - largest);
    nats += log(sum) + largest - logits[start + label];
  }
  return nats * BITS_PER_NAT;
}

/** Bits of `samples` labels at this mean cross-entropy: n·CE/ln 2. */
export function classificationBits(meanCrossEntropyNats: number, samples: number): number {
  return samples * meanCrossEntropyNats * BITS_PER_NAT;
}

/** Bits of labels that nothing is known about: n·log₂(classes). */
export function uniformLabelBits(samples: number, classes: number): number {
  return samples * log2(classes);
}

/**
 * Bits of a text of so many bytes at this mean loss per byte. Of every chunk the first byte has no prediction and is charged the mean, as in
 * the paper's code.
 * @internal Tests alone use it so far.
 */
export function textBits(meanLossNats: number, bytes: number): number {
  return bytes * meanLossNats * BITS_PER_NAT;
}

/**
 * −log₂ of the spacing on which real targets are coded. Neither the paper nor its public code gives it: 22 is worked out from its Table 5,
 * whose N = 30 rows cost about 23.5 bits a target with a near-empty model and whose noisy N = 2000 rows about 20.5; both give 22 ± 0.3.
 */
export const DEFAULT_TARGET_BITS = 22;

/** ½log₂(2π), what the paper's code leaves out of the Gaussian loss. */
export const GAUSSIAN_CONSTANT_BITS = 0.5 * log2(2 * Math.PI);

/** Bits per scalar target of a Gaussian of deviation σ around the predictions: MSE/(2σ² ln 2) + ½log₂ σ² [+ ½log₂ 2π]. */
export function gaussianLoss(mse: number, sigma: number, { constant }: { readonly constant: boolean }): number {
  const variance = sigma * sigma;
  return mse / (2 * variance * Math.LN2) + 0.5 * log2(variance) + (constant ? GAUSSIAN_CONSTANT_BITS : 0);
}

export interface GaussianCode {
  /** Scalar targets. */
  readonly targets: number;
  /** Mean squared error over them. */
  readonly mse: number;
  /**
   * Deviation that the code assumes; null for the best one, σ² = MSE of these very targets. One learned or taken from a training set
   * makes a set with another error cost more.
   */
  readonly sigma?: number | null;
  /** −log₂ of the spacing of the targets. */
  readonly targetBits?: number;
}

/**
 * Bits of real targets: n·(½log₂(2πσ²) + MSE/(2σ² ln 2) + b). At least 0: where the error falls far below the spacing the density times
 * the spacing would exceed 1.
 * @throws RangeError if the error is negative or σ is not > 0
 */
export function gaussianBits({ targets, mse, sigma = null, targetBits = DEFAULT_TARGET_BITS }: GaussianCode): number {
  if (!(mse >= 0)) throw new RangeError(`Cannot code targets with a mean squared error of ${mse}: give a number ≥ 0.`);
  if (sigma !== null && !(sigma > 0)) throw new RangeError(`Cannot code targets with a deviation of ${sigma}: give a number > 0, or null.`);
  const perTarget = sigma === null ? 0.5 * log2(2 * Math.PI * Math.E * mse) : gaussianLoss(mse, sigma, { constant: true });
  return targets * Math.max(0, perTarget + targetBits);
}

/** Bits of targets written down as they are: 32 each, the float32 of the paper's black line. */
export function verbatimTargetBits(targets: number): number {
  return 32 * targets;
}
