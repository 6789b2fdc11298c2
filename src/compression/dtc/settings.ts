/**
 * Settings of Dual Tomographic Compression and of the baselines that share its cycle (arXiv 2505.23869 and its notebooks).
 * This file is data: it is read by the page and must not import tfjs.
 */
import { defaultDtcMethod, dtcMethods, type DtcMethod } from './methods.ts';
import { choice, number, seed, settingsSchema, type SettingValues } from '../../data/setting.ts';

const scoring = (has: (method: DtcMethod) => boolean) => ({ 'compression.method': dtcMethods.filter(has).map(({ id }) => id) });
/** Methods that reconstruct rays, and those that score neurons at all. */
const ofRays = scoring(({ reconstructs }) => reconstructs === true);
const ofScores = scoring(({ scores }) => scores !== null);

export const dtcSettings = {
  method: choice({
    title: 'Method',
    help: 'By what neurons are chosen for removal. Magnitude: the size of the sum of all weights into and out of a neuron, signs included. Random: by lot. DTC: the ray, which LASSO reconstructs from a few random measurements of those sums. ℓ2: the norm of the weights into a neuron times that of the weights out of it. No pruning: none goes, and the network trains as long as the others, which shows what training alone does.',
    differs:
      'The paper’s “magnitude” is the absolute value of a signed sum, which has no rank correlation with a neuron’s norm; ℓ2 is the usual reading and is ours.',
    options: dtcMethods.map(({ id, title }) => ({ value: id, title })),
    default: defaultDtcMethod.id,
  }),
  prune: choice({
    title: 'Remove',
    help: 'Whether the neurons with the largest or with the smallest scores go at every prune. Random pruning has no scores and ignores this.',
    differs:
      'The paper’s text removes the smallest scores; its notebook keeps what lies below the 0.9-quantile, that is, removes the largest.',
    options: [
      { value: 'largest', title: 'Largest' },
      { value: 'smallest', title: 'Smallest' },
    ],
    default: 'largest',
    appliesTo: ofScores,
  }),
  rayDomain: choice({
    title: 'Ray scored as',
    help: 'DTC only. The ray is a list of cosine waves (DCT), not of neurons. DCT: wave k scores neuron k all the same, as published. Neuron: the ray is first carried back through the cosine transform, so that entry i belongs to neuron i.',
    differs:
      'The LASSO returns cosine coefficients, and paper and notebook both use coefficient k as the score of neuron k. With respect to neurons, that prunes a random set.',
    options: [
      { value: 'coefficient', title: 'DCT' },
      { value: 'neuron', title: 'Neuron' },
    ],
    default: 'coefficient',
    appliesTo: ofRays,
  }),
  lambda: number({
    title: 'LASSO penalty λ',
    symbol: 'λ',
    help: 'How much LASSO prefers few entries to a close fit: the weight of ‖x‖₁ against ‖Θx − y‖² (no factor ½). Above about 4000 every coefficient is zero, all scores tie, and DTC becomes random pruning.',
    differs: 'The notebook uses 0.3; the paper gives no value. At 0.3 the solution is practically the smallest-ℓ1 interpolant.',
    default: 0.3,
    min: 1e-6,
    max: 1e6,
    step: 0.1,
    appliesTo: ofRays,
  }),
  share: number({
    title: 'Removed per cycle',
    help: 'Share of the neurons of each hidden layer that goes at every prune. From m neurons, ceil((1 − share)·(m − 1)) are kept.',
    differs: 'The notebook thresholds at a quantile; the lab ranks and counts, which gives the same ladder 512 → 460 → 414 … 9.',
    default: 0.1,
    min: 0.01,
    max: 0.9,
    step: 0.01,
  }),
  measurementShare: number({
    title: 'Measurements per neuron',
    help: 'Number of random measurements as a share of the neurons: n = trunc(share·m). At 1 and a small λ the neuron ray is the magnitude score itself.',
    differs: 'The paper writes n = m·s with s the share removed; the notebook takes a tenth of m.',
    default: 0.1,
    min: 0.01,
    max: 1,
    step: 0.05,
  }),
  batchesPerCycle: number({
    title: 'Batches per cycle',
    help: 'Training steps between two prunes, always from the first batch on, with Adam begun anew.',
    differs: 'Both sources use 200 batches of 512; that the order is the file order and that Adam starts anew is only in the notebook.',
    default: 200,
    min: 1,
    max: 20_000,
    integer: true,
    step: 25,
    unit: 'batches',
  }),
  stopWidth: number({
    title: 'Stop at',
    help: 'The study ends once every hidden layer has at most this many neurons.',
    default: 10,
    min: 2,
    max: 4096,
    integer: true,
    step: 1,
    unit: 'neurons',
  }),
  measurementMatrix: choice({
    title: 'Measurement matrix',
    help: 'Whether the random matrix Φ is drawn from the same seed at every cycle, or afresh. Both layers of a cycle always share it.',
    differs: 'The notebook seeds the generator with the same number for every cycle; the paper does not say.',
    options: [
      { value: 'same', title: 'Same seed' },
      { value: 'fresh', title: 'Fresh' },
    ],
    default: 'same',
  }),
  histogramRange: number({
    title: 'Histogram range ±',
    help: 'Measurements outside this range are left out of the Gibbs entropy. 0 takes them all.',
    differs: 'The notebook’s edges run from −50 to 49.8; up to all of the previous layer’s measurements lie outside.',
    default: 50,
    min: 0,
    max: 1e6,
    step: 10,
    zero: 'all',
  }),
  histogramBin: number({
    title: 'Histogram bin width',
    help: 'Width of a bin of the normalised histogram behind the Gibbs entropy. With narrow bins nearly every measurement sits alone and the entropy is log2 of their number.',
    default: 0.2,
    min: 0.001,
    max: 1000,
    step: 0.1,
  }),
  measurementSeed: seed({
    title: 'Seed of Φ',
    help: 'Seed of the measurement matrix; empty takes the job’s seed.',
  }),
  selectionSeed: seed({
    title: 'Seed of ties and random choice',
    help: 'Seed of random pruning and of the permutation that breaks ties; empty takes the job’s seed.',
  }),
} as const;

/** Bins of a histogram at most: a million of them are 8 MB of edges at every prune. */
const MAX_BINS = 1_000_000;

export const dtcSchema = settingsSchema(dtcSettings).refine(
  ({ histogramRange, histogramBin }) => (2 * histogramRange) / histogramBin <= MAX_BINS,
  { path: ['histogramBin'], message: `makes more than ${MAX_BINS} bins with this range: choose wider bins or a smaller range` },
);
export type DtcSettings = SettingValues<typeof dtcSettings>;
