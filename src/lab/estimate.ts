/** What running a study will take, told before it runs. */
import { trainingBytes } from '../compression/l0/job.ts';
import { datasetNames, featuresOf, servedDatasets } from '../data/served.ts';
import type { BackendName } from '../study/events.ts';
import { familyOf, isDtcJob, isL0Job, jobsOf, type DtcJob, type Job, type Study } from '../study/schema.ts';
import { makespan } from './progress.ts';
import { workOf } from './work.ts';

export interface Estimate {
  readonly jobs: number;
  /** Training steps over all jobs. */
  readonly trainingSteps: number;
  /** Null where no job has run on this backend yet. */
  readonly seconds: number | null;
  /** Memory of the workers that run side by side: networks while they train, and a copy of the data in each. */
  readonly bytes: number;
}

/** Nobody waits longer for a page that must stay open. */
const MOST_DAYS = 30;
const DAY = 86_400;

/** Why a study is not begun; null if nothing speaks against it. What a single network may take is checked with its settings. */
export function refusalOf({ job }: Study, { jobs, trainingSteps, seconds }: Estimate): string | null {
  if (seconds === null || seconds <= MOST_DAYS * DAY) return null;
  const [path, value] = isL0Job(job) ? ['training.maxEpochs', job.training.maxEpochs] : ['compression.batchesPerCycle', job.compression.batchesPerCycle];
  const title = familyOf(job).settings.get(path)?.title ?? path;
  const whole = (number: number): string => Math.round(number).toLocaleString('en-US');
  return (
    `This study would take about ${whole(seconds / DAY)} days here, ${whole(trainingSteps)} training steps in ${whole(jobs)} jobs; more than ${MOST_DAYS} days are not begun. ` +
    `Lower “${title}” (${path}), which is ${whole(value)}, or take fewer values of an axis.`
  );
}

/** Bytes of all images of a data set, as a worker holds them; 0 for what is not served. */
const dataBytes = (name: string): number => {
  const served = datasetNames.find((candidate) => candidate === name);
  return served ? (servedDatasets[served].train + servedDatasets[served].test) * featuresOf(served) : 0;
};
/** Weights, gradients and two moments, and the activations of a batch with their gradients. */
const dtcBytes = ({ data, model, training }: DtcJob): number => {
  const widths = [featuresOf(data.name), ...model.hidden, servedDatasets[data.name].classes];
  const weights = widths.slice(1).reduce((sum, outputs, layer) => sum + outputs * widths[layer], 0);
  return 4 * (4 * weights + 2 * training.batchSize * widths.reduce((sum, width) => sum + width, 0));
};

function bytesOf(job: Job): number {
  const data = dataBytes(job.data.name);
  return data + (isDtcJob(job) ? dtcBytes(job) : trainingBytes(job).bytes);
}

/** Seconds per unit of work by backend, measured on this machine. */
export type Rates = Partial<Readonly<Record<BackendName, number>>>;

/**
 * @param backend the one that will compute, null where that is not known
 * @param workers that will run side by side
 */
export function estimateStudy(study: Study, rates: Rates, backend: BackendName | null, workers: number): Estimate {
  const jobs = jobsOf(study);
  const works = jobs.map(workOf);
  const sizes = jobs.map(bytesOf).sort((a, b) => b - a);
  const rate = backend === null ? undefined : rates[backend];
  return {
    jobs: works.length,
    trainingSteps: works.reduce((sum, { steps }) => sum + steps, 0),
    seconds: rate === undefined ? null : makespan([], works.map(({ total }) => rate * total), workers),
    // At worst the largest run at once.
    bytes: sizes.slice(0, workers).reduce((sum, size) => sum + size, 0),
  };
}
