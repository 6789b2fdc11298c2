/** What is predicted of data, and what it costs to tell it to somebody who has the network. Read by the page: nothing here computes a network. */
import type { DataLoss, Isoline } from '../../coding/description-length.ts';
import type { InputShape } from '../shape.ts';

/** What a coded length depends on beside the loss. */
export interface CodeTerms {
  /** −log₂ of the spacing on which real targets are coded. */
  readonly targetBits: number;
  /** What a loss as it is told has beyond the loss as it is trained, bits. */
  readonly told: number;
}

/** A mean over predictions that training makes small. */
export interface Loss {
  /** Value of the setting `training.loss`. */
  readonly id: string;
  readonly title: string;
  /** With its unit, for axes: “cross-entropy (nats)”. */
  readonly axis: string;
  /** Whether it is above 0, so that it may be drawn on a log axis. */
  readonly isPositive: boolean;
  /** Bits that its formula has and training leaves out, as the authors' code does; 0 for most. */
  readonly constant: number;
  /** Whether σ of the targets is trained along. */
  readonly learnsSigma: boolean;
  /**
   * The unit that tells which α is exact.
   * @param noise standard deviation of the noise on the targets, where it is known
   * @returns null where none can be told
   */
  unit(noise: number | null): DataLoss | null;
  /** Bits of so many predictions at this mean of theirs. */
  bits(mean: number, predictions: number, terms: CodeTerms): number;
  /** The mean at which network and predictions take the bytes of a line: the inverse of `bits`. */
  onIsoline(line: Isoline, predictions: number, terms: CodeTerms): number;
  /** Mean squared error behind a loss as it is told; null where the targets are no numbers, or σ is missing. */
  squaredError(mean: number, sigma: number | null, terms: CodeTerms): number | null;
  /** The loss by which thresholds are judged, where it is not this one. */
  readonly judgedBy?: Loss;
}

export interface Task {
  readonly id: string;
  /** In the order in which they are offered; the first is taken unless told. */
  readonly losses: readonly [Loss, ...Loss[]];
  /** Whether a prediction is right or wrong, so that there is an accuracy. */
  readonly isRightOrWrong: boolean;
  /** Whether targets are real numbers, coded on a grid around a prediction. */
  readonly hasRealTargets: boolean;
  /** What each prediction is of, where they are the symbols of a text: “byte”. Losses are told in bits of one as well then. */
  readonly symbol: string | null;
  /** How many predictions a sample asks for. @param outputs classes, or values */
  predictionsOf(input: InputShape, outputs: number): number;
  /** Bits of targets that are written down as they are. @param outputs classes, or values */
  verbatimBits(predictions: number, outputs: number): number;
  /** What is approximate about its coded length, in words; null where nothing is. */
  readonly caveat: string | null;
}
