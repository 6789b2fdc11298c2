/** Two-part description lengths: the model's bytes plus the data's (arXiv 2505.17469, section 1), and what follows from them. */
import { pow } from '../math/elementary.ts';
import { BITS_PER_NAT, DEFAULT_TARGET_BITS } from './data-length.ts';

export interface DescriptionLength {
  readonly modelBytes: number;
  readonly dataBytes: number;
  readonly bytes: number;
  readonly bits: number;
}

/** ℓ(θ) + Σ −log₂ μ_θ(x); the decoder is not counted. */
export function descriptionLength(modelBytes: number, dataBits: number): DescriptionLength {
  const dataBytes = dataBits / 8;
  const bytes = modelBytes + dataBytes;
  return { modelBytes, dataBytes, bytes, bits: 8 * bytes };
}

/** Bits of a parameter in the paper's count. */
const PARAMETER_BITS = 32;

/** A data loss, by the unit of its mean. */
export type DataLoss =
  | { readonly unit: 'nats' }
  | { readonly unit: 'bits' }
  /** Squared targets, with Gaussian noise of known deviation. */
  | { readonly unit: 'squared'; readonly sigma: number };

/**
 * The α at which mean loss + α·ℓ₀ is smallest where the description length is, at 32 bits a parameter: 32·ln 2/N for nats, 32/N for
 * bits, 64·σ²·ln 2/N for squared errors.
 * @param samples N; for text, its bytes
 * @throws RangeError unless N is an integer ≥ 1
 */
export function mdlAlpha(loss: DataLoss, samples: number): number {
  if (!Number.isInteger(samples) || samples < 1) {
    throw new RangeError(`There is no MDL-exact α for ${samples} samples: give an integer ≥ 1.`);
  }
  switch (loss.unit) {
    case 'nats':
      return (PARAMETER_BITS * Math.LN2) / samples;
    case 'bits':
      return PARAMETER_BITS / samples;
    case 'squared':
      return (2 * PARAMETER_BITS * loss.sigma * loss.sigma * Math.LN2) / samples;
  }
}

/** A line of equal description length in a plot of a loss against model bytes. */
export interface Isoline {
  /** The description length, bytes. */
  readonly bytes: number;
  readonly modelBytes: number;
}

/** The loss in nats per sample (for text, per byte) on the line: 8·ln 2·(DL − model bytes)/n. Negative where the model alone is longer. */
export function isolineNats({ bytes, modelBytes }: Isoline, samples: number): number {
  return (8 * (bytes - modelBytes)) / (samples * BITS_PER_NAT);
}

/** The Gaussian loss in bits per target, constant included, on the line: 8(DL − model bytes)/n − b. */
export function isolineGaussianBits({ bytes, modelBytes }: Isoline, targets: number, targetBits = DEFAULT_TARGET_BITS): number {
  return (8 * (bytes - modelBytes)) / targets - targetBits;
}

/** The mean squared error on the line, σ² being the MSE of the set coded: 2^{2(8(DL − model bytes)/n − b)}/(2πe). */
export function isolineMse(line: Isoline, targets: number, targetBits = DEFAULT_TARGET_BITS): number {
  return pow(4, isolineGaussianBits(line, targets, targetBits)) / (2 * Math.PI * Math.E);
}

/**
 * Description lengths to draw lines for: `count` of them, geometrically spaced from 0.9 of the least of those shown to 1.1 of the most.
 * @param shown bytes, > 0; none, no lines
 */
export function isolineLevels(shown: readonly number[], count = 8): number[] {
  if (shown.length === 0) return [];
  const low = 0.9 * shown.reduce((least, bytes) => Math.min(least, bytes), Infinity);
  const high = 1.1 * shown.reduce((most, bytes) => Math.max(most, bytes), 0);
  return Array.from({ length: count }, (_, i) => low * pow(high / low, count === 1 ? 0.5 : i / (count - 1)));
}
