/**
 * What Dual Tomographic Compression records: its steps and its summary, as strict schemas, since result files come from strangers.
 */
import { z } from '../../data/zod.ts';

const count = z.int().min(0);
const share = z.number().min(0).max(1);
/** At most this many neurons in a layer, and so entries in a ray or a measurement vector. */
const vector = z.array(z.number()).max(4096);

/** Two values, for the sums of a neuron's incoming ("previous layer") and outgoing ("next layer") weights. */
const dual = <Schema extends z.ZodType>(schema: Schema) => z.strictObject({ previous: schema, next: schema });

/** How well one LASSO problem was solved: the certificate that goes with every reconstruction. */
export const lassoCertificateSchema = z.strictObject({
  objective: z.number(),
  /** Upper bound on how far the objective lies above the minimum. */
  dualityGap: z.number(),
  /** Largest violation of the optimality conditions. */
  optimalityResidual: z.number(),
  nonzeros: count,
  /** Above this λ the solution is zero. */
  lambdaMax: z.number(),
  /** Pieces of the homotopy path. */
  iterations: count,
  /** Whether gap and residual are within 1e-7, relative to the problem's size. */
  certified: z.boolean(),
});

/** What was measured in one hidden layer at one prune, before its neurons were removed. */
export const layerStepSchema = z.strictObject({
  /** Width before the prune: length of the weight vectors and of the ray. */
  neuronsBefore: count,
  /** Width after it. */
  neurons: count,
  /** The neurons that went, by their places in the layer as it was built, ascending. Older records have none. */
  removed: z.array(count).max(4096).optional(),
  /** Measurement vectors Φa, n entries each. */
  measurements: dual(vector),
  /** ‖a‖₂ of the vectors that were measured. */
  weightNorm: dual(z.number()),
  /** Gibbs entropy of the measurements in bits; null where no measurement is in range. */
  gibbsEntropy: dual(z.number().nullable()),
  /** Measurements inside the histogram, and bins that hold any. */
  inRange: dual(count),
  occupiedBins: dual(count),
  /** Dual sum of the LASSO solutions, in cosine coefficients; null where the method makes no reconstruction. */
  ray: vector.nullable(),
  /** Mean of |ray|; the published figure divides it once more by the ray's length. */
  rayMeanAbs: z.number().nullable(),
  lasso: dual(lassoCertificateSchema).nullable(),
});
export type LayerStep = z.output<typeof layerStepSchema>;

/** One train-compress cycle of Dual Tomographic Compression or one of its baselines. */
export const dtcStepSchema = z.strictObject({
  kind: z.literal('dtc'),
  cycle: count,
  /** Hidden neurons after the prune, over all hidden layers. */
  neurons: count,
  /** Share of the initial hidden neurons that are gone after the prune. */
  sparsity: share,
  /** Mean over test batches of the accuracy inside each, right after the prune (the published figure). */
  testAccuracy: share,
  /** The same right before the prune. */
  testAccuracyBeforePrune: share,
  /** Correct test images, after and before the prune. */
  testCorrect: count,
  testCorrectBeforePrune: count,
  /** Loss of the last training batch before the prune. */
  trainLoss: z.number(),
  /** Of the first hidden layer, for readers of the file; `layers` has every layer. */
  gibbsEntropy: dual(z.number().nullable()),
  rayMeanAbs: z.number().nullable(),
  layers: z.array(layerStepSchema).min(1).max(6),
  /** Seconds of this cycle: training, compression and evaluation. */
  seconds: z.number().min(0),
});
export type DtcStep = z.output<typeof dtcStepSchema>;

export const dtcSummarySchema = z.strictObject({
  kind: z.literal('dtc'),
  cycles: count,
  finalNeurons: count,
  finalAccuracy: share,
  /** Test accuracy after one training step of the first cycle, a check value that the paper's data carries as well. */
  accuracyAfterFirstStep: share,
  /** Test images that the accuracies are over. */
  testImages: count,
  trainingSteps: count,
});
export type DtcSummary = z.output<typeof dtcSummarySchema>;
