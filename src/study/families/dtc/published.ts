/**
 * The published runs of Dual Tomographic Compression: M. Süzen, "Gibbs randomness-compression proposition: An efficient deep learning",
 * arXiv 2505.23869, data at Zenodo 10.5281/zenodo.15751973 (CC BY 4.0). One run per method, seed 42424242. The numbers are a chunk of
 * their own (`dtc.json`), loaded when a figure wants them.
 */
import { loadPart } from '../../../data/load-part.ts';
import { someJobHas } from '../../beside.ts';
import { valueAt, type Job, type SettingValue, type Study } from '../../job.ts';
import { isDtcJob } from './settings.ts';

/** What every figure that shows published numbers says about them, as their licence asks. */
export const PUBLISHED_SOURCE = 'Süzen 2025, arXiv 2505.23869, CC BY 4.0';
/** The paper in BibTeX. */
export const dtcCitation = `@misc{suzen2025gibbs,
  author        = {S{\\"u}zen, Mehmet},
  title         = {Gibbs randomness-compression proposition: An efficient deep learning},
  year          = {2025},
  eprint        = {2505.23869},
  archivePrefix = {arXiv},
  doi           = {10.48550/arXiv.2505.23869}
}`;
/** DOI of the data set. */
export const PUBLISHED_DATA_DOI = '10.5281/zenodo.15751973';

/** The methods that were run, in the order of Table 1. */
export const publishedMethods = ['magnitude', 'random', 'dtc'] as const;
export type PublishedMethod = (typeof publishedMethods)[number];

/** One number per cycle for each method. */
export type PublishedSeries = Readonly<Record<PublishedMethod, readonly number[]>>;

/** One value for each of the two weight sums: incoming ("previous layer") and outgoing ("next layer") weights. */
export interface Dual<Value> {
  readonly previous: Value;
  readonly next: Value;
}

/** Cycle of the published ladder, which all methods share. */
export interface PublishedCycle {
  readonly cycle: number;
  /** Width before the prune, to which measurements and ray belong. */
  readonly neuronsBefore: number;
  /** Width after it, to which the accuracy belongs. */
  readonly neurons: number;
  /** Length of the measurement vectors. */
  readonly measurements: number;
  /** Share of the 512 neurons that is gone after the prune. */
  readonly sparsity: number;
}

export interface Published {
  readonly attribution: {
    readonly author: string;
    readonly year: number;
    readonly title: string;
    readonly arXiv: string;
    readonly doi: string;
    readonly dataDoi: string;
    readonly licence: string;
    /** What was changed about the data, which the licence asks to be said. */
    readonly changes: string;
  };
  readonly seed: number;
  /** Test accuracy after one training step; the source calls it that of the full model. */
  readonly accuracyAfterFirstStep: number;
  readonly ladder: readonly PublishedCycle[];
  /** Mean over the test batches of the accuracy inside each, right after each prune. */
  readonly accuracy: PublishedSeries;
  /** The same, smoothed by LOWESS with fraction 0.3 and 3 robustness iterations. */
  readonly accuracySmoothed: PublishedSeries;
  /** Table 1 of the paper: 15 of the smoothed accuracies, to four digits. */
  readonly table1: readonly ({ readonly cycle: number; readonly sparsity: number } & Readonly<Record<PublishedMethod, number>>)[];
  /** Correlations as the paper states them: G2 of the DTC run against the smoothed accuracies of DTC and of random pruning. */
  readonly correlation: { readonly dtc: number; readonly random: number };
  /** Of the DTC run, in bits (the source has G2 in nats); null at cycle 23, where no measurement is in range. */
  readonly gibbsEntropy: Dual<readonly (number | null)[]>;
  readonly inRange: Dual<readonly number[]>;
  readonly millerMadow: Dual<readonly (number | null)[]>;
  /** Measurement vectors of the DTC run at each cycle. */
  readonly measurements: Dual<readonly (readonly number[])[]>;
  /** Rays of the DTC run, in cosine coefficients, as the source's solver left them: what should be 0 is noise up to about 1e-3. */
  readonly rays: readonly (readonly number[])[];
}

export async function loadPublished(): Promise<Published> {
  const data = await loadPart(() => import('./published.json'));
  return data.default;
}

/** Settings that must be the published ones for curves to be comparable; the method's own switches are what a person compares. */
const ladderSettings: Readonly<Record<string, readonly SettingValue[]>> = {
  'data.name': ['mnist'],
  'data.trainImages': [0, 60_000],
  'data.testImages': [0, 10_000],
  'model.hidden': [[512]],
  'training.batchSize': [512],
  'training.learningRate': [0.001],
  'compression.share': [0.1],
  'compression.batchesPerCycle': [200],
};

/** Settings that, besides those, decide what an entropy or a histogram of measurements is. */
const measurementSettings: Readonly<Record<string, readonly SettingValue[]>> = {
  'compression.measurementShare': [0.1],
  'compression.histogramRange': [50],
  'compression.histogramBin': [0.2],
};

const same = (a: SettingValue, b: SettingValue): boolean => JSON.stringify(a) === JSON.stringify(b);

const agrees = (job: Job, settings: typeof ladderSettings): boolean =>
  isDtcJob(job) && Object.entries(settings).every(([path, values]) => values.some((value) => same(value, valueAt(job, path))));

/** Whether the published accuracies may stand behind those of this job: same data, network, training and ladder. */
export const comparableWith = (job: Job): boolean => agrees(job, ladderSettings);

/** Whether the published entropies and histograms may stand behind those of this job: also measured in the same way. */
export const measuresAsPublished = (job: Job): boolean => comparableWith(job) && agrees(job, measurementSettings);

/** Whether the published runs may stand behind a study: some job of it is comparable with them. */
export function isComparable(study: Study): boolean {
  return isDtcJob(study.job) && someJobHas(study, ladderSettings);
}
