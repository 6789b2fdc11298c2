/** What the neurons of a hidden layer are scored by: sums and norms of their weights, and the ray of a reconstruction (arXiv 2505.23869). */
import { measure, measurementCount, measurementMatrix } from './measurement.ts';
import { reconstruct, type Reconstruction } from './reconstruction.ts';
import type { NeuronRule, Scored } from './rules.ts';
import { columnNorms, columnSums, rowNorms, rowSums } from './weight-vectors.ts';

/** The weights around a hidden layer of m neurons. */
export interface Around {
  readonly neurons: number;
  /** m × inputs, row-major. */
  readonly incoming: ArrayLike<number>;
  readonly inputs: number;
  /** Outputs × m, row-major. */
  readonly outgoing: ArrayLike<number>;
  readonly outputs: number;
}

export interface MeasuringOptions {
  readonly measurementShare: number;
  readonly lambda: number;
  readonly seed: number;
  /** Hidden layer, from 0. */
  readonly layer: number;
  /** The cycle, where every cycle draws its measurements afresh; null where all begin with the same seed. */
  readonly cycle: number | null;
}

export interface Measurements {
  /** Φa1 and Φa2. */
  readonly previous: Float64Array;
  readonly next: Float64Array;
}

/** Measures a layer, and reconstructs its ray where the rule scores by it. */
export function lookAt(
  rule: NeuronRule,
  { neurons, incoming, inputs, outgoing, outputs }: Around,
  { measurementShare, lambda, seed, layer, cycle }: MeasuringOptions,
): { readonly scored: Scored; readonly measurements: Measurements; readonly reconstruction: Reconstruction | null } {
  const previousSums = rowSums(incoming, neurons, inputs);
  const nextSums = columnSums(outgoing, outputs, neurons);
  // A ladder that goes on below the published one still measures something.
  const rows = Math.max(1, measurementCount(neurons, measurementShare));
  const phi = measurementMatrix({ rows, columns: neurons, seed, layer, cycle });
  const measurements = { previous: measure(phi, previousSums), next: measure(phi, nextSums) };
  const reconstruction = rule.reconstructs ? reconstruct(phi, measurements.previous, measurements.next, lambda) : null;
  return {
    scored: {
      previousSums,
      nextSums,
      incomingNorms: rowNorms(incoming, neurons, inputs),
      outgoingNorms: columnNorms(outgoing, outputs, neurons),
      ray: reconstruction?.ray ?? null,
    },
    measurements,
    reconstruction,
  };
}
