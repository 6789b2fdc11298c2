/**
 * The published tables of ℓ0 regularisation: Barth and von Petersenn, "Efficient compression of neural networks and datasets",
 * arXiv 2505.17469, tables 1 to 6. Numbers only, as printed. They are a chunk of their own (`l0.json`), loaded when a figure
 * wants them.
 */
import { loadPart } from '../../../data/load-part.ts';
import { someJobHas } from '../../beside.ts';
import type { Job, SettingValue, Study } from '../../job.ts';
import { codedPredictions } from './length.ts';
import { isL0Job } from './settings.ts';
import type { MeasuredText, TextSizes } from '../../text-sizes.ts';

/** What every figure that shows these numbers says about them. */
export const L0_PUBLISHED_SOURCE = 'Barth and von Petersenn 2025, arXiv 2505.17469';

/** The paper in BibTeX. */
export const l0Citation = `@misc{barth2025compression,
  author        = {Barth, Lukas Silvester and von Petersenn, Paulo},
  title         = {Efficient compression of neural networks and datasets},
  year          = {2025},
  eprint        = {2505.17469},
  archivePrefix = {arXiv},
  doi           = {10.48550/arXiv.2505.17469}
}`;

/** What a network costs in accuracy at which size. */
export interface PublishedTradeOff {
  /** As the table calls it. */
  readonly method: string;
  /** The value of `compression.method` of the same method; null where the lab has none. */
  readonly id: string | null;
  /** Whether it is a result of this paper, not one quoted from the literature. */
  readonly own: boolean;
  /** Accuracy lost against the unpruned network, percentage points; negative is a gain, null not reported. */
  readonly errorIncrease: number | null;
  /** Numbers of the dense network per number left; null where only a bound is known. */
  readonly compressionRate: number | null;
  /** Where the table prints "more than" and "less than" instead of numbers. */
  readonly bounds?: { readonly errorIncreaseAbove: number; readonly compressionRateBelow: number };
  /** A second result that the table prints for the method. */
  readonly alternative?: { readonly errorIncrease: number; readonly compressionRate: number };
}

export interface PublishedTradeOffTable {
  /** Such as "Table 6". */
  readonly table: string;
  readonly title: string;
  /** Values of `data.name` and `model.name`; ImageNet is no data set of the lab. */
  readonly data: string;
  readonly model: string;
  /** Trainable numbers of the dense network. */
  readonly parameters: number;
  readonly rows: readonly PublishedTradeOff[];
}

export interface WithError {
  readonly value: number;
  /** The printed ±. */
  readonly error: number;
}

/** Seconds of one epoch (table 4). */
export interface PublishedEpochTime {
  readonly experiment: string;
  readonly data: string;
  readonly model: string;
  readonly unregularised: WithError;
  readonly rl1: WithError;
  readonly drr: WithError;
  readonly pmmp: WithError;
  /** What speaks against the printed numbers. */
  readonly doubt?: string;
}

export interface ByLoss {
  readonly mse: WithError;
  readonly gauss: WithError;
}

/** Description lengths of a training set and a test set of the same size with their student, bytes (table 5). */
export interface PublishedTeacherStudent {
  /** Standard deviation of the noise; the table says variance, which does not fit its numbers. */
  readonly noise: number;
  readonly train: number;
  readonly rl1: ByLoss;
  readonly drr: ByLoss;
  readonly pmmp: ByLoss;
  readonly unpruned: WithError;
}

/** The methods that table 5 has, from the shortest description on, and the one of its unpruned networks. */
export const printedMethods = ['pmmp', 'drr', 'rl1'] as const;
export const unprunedMethod = 'vanilla';

/** What a method, or a compressor, makes of a text with all that is needed to read it (table 3). */
export interface PublishedTotal {
  /** As the table calls it. */
  readonly method: string;
  /** The value of `compression.method` of the networks. */
  readonly id?: string;
  /** Numbers of a network that nothing was taken from. */
  readonly parameters?: number;
  /** The id of the compressor, for one that packs chunks of 512 bytes. */
  readonly compressor?: string;
  /** Of network and text, or of all chunks with their headers. */
  readonly megabytes: number;
}

/** Totals of one text, the beginning of Wikipedia's English articles. */
export interface PublishedTextTotals {
  /** Of the text that networks were trained on; compressors had up to 54,272 more. */
  readonly bytes: number;
  readonly rows: readonly PublishedTotal[];
}

/**
 * What compressors make of the training part of a text that the lab serves, measured beforehand: xz 5.4.1 at level 6, Zstandard 1.5.7 at 19,
 * zlib 1.2.13 and bzip2 1.0.8 at 9, PPMd of 7-Zip 24.09 (order 6 with 16 MB of memory, for the longer text order 8 with 256 MB), the lab's PPM.
 */
export interface PackedText extends TextSizes {
  /** The value of `data.name`, and of a text of a person's own its digest. */
  readonly data: string;
  readonly sha256?: string | undefined;
}

export interface L0Published {
  readonly attribution: { readonly authors: string; readonly year: number; readonly title: string; readonly arXiv: string };
  readonly tradeOffs: readonly PublishedTradeOffTable[];
  readonly secondsPerEpoch: readonly PublishedEpochTime[];
  readonly teacherStudent: readonly PublishedTeacherStudent[];
  readonly texts: readonly PublishedTextTotals[];
  readonly packed: readonly PackedText[];
}

export async function loadL0Published(): Promise<L0Published> {
  const data = await loadPart(() => import('./published.json'));
  return data.default;
}

/** The table of the job's data and network, whatever it is trained with; null where the paper has none. */
export function publishedTradeOffs(published: L0Published, job: Job): PublishedTradeOffTable | null {
  if (!isL0Job(job)) return null;
  return published.tradeOffs.find(({ data, model }) => data === job.data.name && model === job.model.name) ?? null;
}

/** What compressors make of the text of a job; null where that was not measured. */
export function packedText(published: L0Published, job: Job): PackedText | null {
  if (!isL0Job(job)) return null;
  const isOf = ({ data, bytes, sha256 }: PackedText): boolean =>
    data === job.data.name && bytes === codedPredictions(job) && sha256 === job.text?.sha256;
  return published.packed.find(isOf) ?? null;
}

/** With what was measured of other texts here. */
export const withTexts = (published: L0Published, measured: readonly MeasuredText[]): L0Published =>
  measured.length === 0 ? published : { ...published, packed: [...published.packed, ...measured] };

/** The row of the job's generated data; null where the paper has none. */
export function publishedTeacherStudent(published: L0Published, job: Job): PublishedTeacherStudent | null {
  if (!isL0Job(job) || job.data.name !== 'teacher-student' || job.model.name !== 'student') return null;
  return published.teacherStudent.find(({ noise, train }) => noise === job.data.noise && train === job.data.train) ?? null;
}

/**
 * Settings that must be the paper's for its accuracies to be comparable (section 4 and code). Epochs are not among them: phases end where
 * the loss has converged, and how long the published runs took is not said.
 */
const classifierSettings: Readonly<Record<string, readonly SettingValue[]>> = {
  'data.train': [45_000],
  'data.validation': [5000],
  'data.test': [10_000],
  'model.width': [1],
  'training.batchSize': [500],
  'training.learningRate': [0.001],
};

const studentSettings: Readonly<Record<string, readonly SettingValue[]>> = {
  'data.train': [30, 300, 2000],
  'data.noise': [1e-5, 0.08],
  'data.teacherHidden': [[5, 8]],
  'training.learningRate': [5e-4],
};

/** Whether published numbers may stand behind a study as comparable: some job of it has the paper's data, network and training. */
export function comparesWithL0Published(study: Study): boolean {
  if (!isL0Job(study.job)) return false;
  const published: readonly (readonly [data: string, model: string])[] = [
    ['mnist', 'lenet-300-100'],
    ['mnist', 'lenet-5'],
    ['cifar-10', 'vgg-16'],
  ];
  const about = (data: string, model: string): Readonly<Record<string, readonly SettingValue[]>> => ({
    'data.name': [data],
    'model.name': [model],
  });
  if (published.some(([data, model]) => someJobHas(study, { ...about(data, model), ...classifierSettings }))) return true;
  return someJobHas(study, { ...about('teacher-student', 'student'), ...studentSettings });
}
