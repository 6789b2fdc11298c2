/** What a job with one of the ℓ0 methods records: its steps and its summary, as strict schemas, since result files come from strangers. */
import { z } from '../../data/zod.ts';
import { networkMagnitudesSchema } from '../layer-magnitudes.ts';
import { weightHistogramSchema } from '../weight-histogram.ts';
import { sampleSchema } from '../../data/text/sample.ts';
import { CODECS } from '../../coding/codec-size.ts';

const count = z.int().min(0);
const share = z.number().min(0).max(1);

/**
 * `regularised`: with the penalty, or plainly before pruning. `pruning`: one point right after it. `admm`: rounds of ℓ0-ADMM.
 * `shrinking`: a pruning in the midst of the first phase.
 */
export const l0Phases = ['regularised', 'admm', 'pruning', 'fine-tuning', 'shrinking'] as const;
export type L0Phase = (typeof l0Phases)[number];

/** Most weights of a network whose every weight is recorded: three times 5,000 numbers take some 90 kB. */
export const MOST_CONNECTIONS = 5000;
/** Most pixels, or numbers of a filter, that are recorded of a first layer. */
const MOST_PIXELS = 1 << 16;

const layerWeights = z.array(z.array(z.number()).max(MOST_CONNECTIONS)).max(100);
/** Every number of a small dense network, layer by layer, to four digits: weights as outputs × inputs, row-major. */
export const connectionsSchema = z.strictObject({ weights: layerWeights, biases: layerWeights });
export type Connections = z.output<typeof connectionsSchema>;

const levelsSchema = z.strictObject({
  scale: z.number().min(0),
  text: z
    .string()
    .max(MOST_PIXELS)
    .regex(/^[\w-]*$/u),
});

/** The first layer as a picture: a pixel of the image for a dense layer, a number of the filter for a convolution. */
const firstLayerSchema = z.strictObject({
  kind: z.enum(['pixels', 'filters']),
  height: z.int().min(1).max(1024),
  width: z.int().min(1).max(1024),
  channels: z.int().min(1).max(4096),
  /** Neurons, or filters. */
  units: count,
  /** Weights that are not zero at each place, over all units and channels, row by row. */
  used: z.array(count).max(MOST_PIXELS),
  /** Σ|w| at each place, quantised. */
  magnitude: levelsSchema,
  /** Some units, those with the most weights left: their weights summed over the channels, quantised. */
  shown: z.array(z.strictObject({ unit: count, used: count, weights: levelsSchema })).max(64),
});
export type FirstLayer = z.output<typeof firstLayerSchema>;

/** One measured epoch, or a pruning. Losses are without penalties, in nats, squared units, or bits for the Gaussian loss: with ½ log₂ 2π where the job says so. */
export const l0StepSchema = z.strictObject({
  kind: z.literal('l0'),
  phase: z.enum(l0Phases),
  /** Epochs of training so far, over all phases. */
  epoch: count,
  /** Mean over the batches of the epoch, each before its step; for a pruning over the whole training set. */
  trainLoss: z.number(),
  validationLoss: z.number(),
  testLoss: z.number(),
  /** Share of images that are right; null for a regression. */
  validationAccuracy: share.nullable(),
  testAccuracy: share.nullable(),
  /** Numbers of the network that are not zero, and the share that is. */
  nonzero: count,
  sparsity: share,
  /** Threshold below which weights went; null but at a pruning by one. */
  threshold: z.number().min(0).nullable(),
  /** Every threshold that the search tried, with its loss (null where it would have emptied a layer). */
  search: z
    .array(z.strictObject({ threshold: z.number().min(0), loss: z.number().nullable(), accepted: z.boolean() }))
    .max(200)
    .nullable(),
  /** Of the Gaussian loss. */
  sigma: z.number().nullable(),
  /** PMMP and FPP: share of γ between 0.1 and 0.9. */
  undecided: share.nullable(),
  /** Of a pruning: the weights before it and right after it. Older records have none. */
  weights: z.strictObject({ before: weightHistogramSchema, after: weightHistogramSchema }).optional(),
  /**
   * Of a pruning of a dense network of MOST_CONNECTIONS numbers at most: what is connected before (where a threshold was searched, right
   * after that and before idle weights were taken out) and in the end; and what was there before anything went, where that is not `before`.
   * Older records lack the last.
   */
  connections: z.strictObject({ dense: connectionsSchema.optional(), before: connectionsSchema, after: connectionsSchema }).optional(),
  /** The numbers of each layer by their magnitude. Older records have none. */
  layers: networkMagnitudesSchema.optional(),
  /** Of a network on a text: what it makes up, a character a byte (`data/text/sample.ts`). Older records have none. */
  sample: sampleSchema.optional(),
  /** Seconds since the step before. */
  seconds: z.number().min(0),
});
export type L0Step = z.output<typeof l0StepSchema>;

/** A network at so many bits a weight: what it takes, and what it loses then. */
const roundedSchema = z.strictObject({
  bits: z.union([z.literal(32), z.literal(16), z.literal(8)]),
  /** Weights that are not zero once they are rounded. */
  nonzero: count,
  /** Of the weights alone, and with where they stand. */
  valuesBytes: z.number().min(0),
  readableBytes: z.number().min(0),
  trainLoss: z.number(),
  validationLoss: z.number(),
  testLoss: z.number(),
  /** Of the training set, given the network. */
  dataBytes: z.number(),
});

/** Of a network that predicts the symbols of a text. */
const textSchema = z.strictObject({
  /** Share of the batches of the training set that its loss is the mean over. */
  trainShare: z.number().gt(0).max(1),
  /** At 32, 16 and 8 bits a weight, each measured with the rounded weights. */
  rounded: z.array(roundedSchema).length(3),
  /** Test loss at the places of a chunk, nats, in at most 32 bins of equally many. */
  byPlace: z.array(z.number()).max(32),
  /** Coding the training set while learning from it, each batch before its step: what the first way through takes, as far as it went. */
  online: z
    .strictObject({
      bytes: z.number().min(0),
      coded: count,
      /** Of methods that code while they learn: what had been coded at some moments, and the bytes that it took. */
      way: z
        .array(z.tuple([count, z.number().min(0)]))
        .max(10_000)
        .optional(),
    })
    .nullable(),
});

export const l0SummarySchema = z.strictObject({
  kind: z.literal('l0'),
  /** Numbers of the network as it was built: biases and normalisation included, σ not. */
  parameters: count,
  /** Numbers of the network in the end, where neurons were deleted. */
  parametersLeft: count.optional(),
  nonzero: count,
  /**
   * Of these, those that some input can make matter: of a network of dense layers what some path from an input, or a bias, to an output goes
   * through, of others what has a slope for random inputs. Unpruned networks and older records have none.
   */
  effective: count.optional(),
  /** parameters / nonzero; null where nothing is left. */
  compressionRate: z.number().min(1).nullable(),
  trainLoss: z.number(),
  validationLoss: z.number(),
  testLoss: z.number(),
  testAccuracy: share.nullable(),
  /** Test accuracy and loss before and right after pruning; null for what is not pruned. */
  before: z.strictObject({ testAccuracy: share.nullable(), testLoss: z.number() }).nullable(),
  after: z.strictObject({ testAccuracy: share.nullable(), testLoss: z.number() }).nullable(),
  threshold: z.number().min(0).nullable(),
  codec: z.enum(CODECS),
  modelBytes: z.number().min(0),
  /** Of the training set, given the network; for a regression of as many test samples as well. */
  dataBytes: z.number(),
  descriptionBytes: z.number(),
  /** Epochs of each phase, and whether it ended by convergence. */
  epochs: z.strictObject({ regularised: count, admm: count, fineTuning: count }),
  converged: z.strictObject({ regularised: z.boolean(), fineTuning: z.boolean() }),
  sigma: z.number().nullable(),
  /** Tensors, of the size they were built with, and what is left in them. */
  layers: z.array(z.strictObject({ name: z.string().max(80), size: count, nonzero: count })).max(400),
  trainingSteps: count,
  /** The weights in the end. Older records have none. */
  weights: weightHistogramSchema.optional(),
  /** Of networks that read images. */
  firstLayer: firstLayerSchema.optional(),
  /** Of a network that gives the same for every input: its layers of which no weight is left. Older records have none. */
  collapsed: z.array(z.string().max(80)).max(400).optional(),
  text: textSchema.optional(),
});
export type L0Summary = z.output<typeof l0SummarySchema>;
