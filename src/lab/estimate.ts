/** What running a study will take, told before it runs. */
import { grouped } from '../math/number-text.ts';
import type { Complaint, TrainingMemory } from '../compression/job-schema.ts';
import { factsOf, sourceOf } from '../data/sources/index.ts';
import type { BackendName } from '../study/events.ts';
import { familyOf, jobsOf, settingOf, settingsOf, type Job, type Study } from '../study/schema.ts';
import { settingWords } from '../study/explain.ts';
import { repeatsOf, twinsOf, type Repeats } from '../study/repeats.ts';
import { makespan } from './progress.ts';
import { isMeasured, measuredSeconds, referenceSeconds, type Rates } from './rates.ts';
import { workOf } from './work.ts';

export interface Estimate {
  readonly jobs: number;
  /** Training steps over all jobs. */
  readonly trainingSteps: number;
  /** By the pace of this machine; null where no job has run on this backend yet. */
  readonly seconds: number | null;
  /** Whether that is by the pace of other networks: for as much work one takes up to three times as long as another. */
  readonly isByOthers: boolean;
  /** By the pace of another computer without a graphics card, for where nothing was measured. */
  readonly referenceSeconds: number;
  /** Memory of the workers that run side by side: tensors at their peak, what the scripts hold, and a copy of the data in each. */
  readonly bytes: number;
  /** Workers that this is for. */
  readonly workers: number;
  /** Of the job with the largest tensors: their bytes, and the setting that they depend on. */
  readonly largest: Pick<TrainingMemory, 'bytes' | 'setting'>;
  readonly backend: BackendName | null;
  /** The first thing that a job asks for and its data do not have. */
  readonly missing: Complaint | null;
  /** The first thing worth knowing that speaks against no job. */
  readonly caution: Complaint | null;
  /** Jobs that compute what others compute. */
  readonly repeats: Repeats;
}

/** Nobody waits longer for a page that must stay open. */
const MOST_DAYS = 30;
const DAY = 86_400;

/** What a WebAssembly heap holds: addresses have 32 bits, and the build of tfjs says 65,536 pages at most, which is the same. */
const HEAP_BYTES = 4 * 2 ** 30;

const gib = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

/** Why a study is not begun; null if nothing speaks against it. */
export function refusalOf({ job }: Study, { jobs, trainingSteps, seconds, largest, backend, missing }: Estimate): string | null {
  const named = (path: string): string => settingWords(path, job);
  if (missing) return `${named(missing[0])} ${missing[1]}.`;
  if (largest.bytes > HEAP_BYTES && backend !== 'webgpu') {
    return (
      `A job of this study would need about ${gib(largest.bytes)} for its tensors; WebAssembly holds ${gib(HEAP_BYTES)} at most. ` +
      `Lower ${named(largest.setting)}, or choose WebGPU where there is a graphics card with so much memory.`
    );
  }
  if (seconds === null || seconds <= MOST_DAYS * DAY) return null;
  const path = familyOf(job).lengthSetting;
  return (
    `This study would take about ${grouped(seconds / DAY)} days here, ${grouped(trainingSteps)} training steps in ${grouped(jobs)} jobs; more than ${MOST_DAYS} days are not begun. ` +
    `Lower ${named(path)}, which is ${grouped(settingOf(job, path) as number)}, or take fewer values of an axis.`
  );
}

/** What is worth knowing before a study runs and keeps nobody from running it; null if nothing is. @param machineGib see `memoryWarning` */
export function warningOf(study: Study, estimate: Estimate, machineGib: number | null): string | null {
  const { caution } = estimate;
  const warnings = [
    caution && `${settingWords(caution[0], study.job)} ${caution[1]}.`,
    memoryWarning(study, estimate, machineGib),
    repeatsWarning(study, estimate),
  ].filter((warning) => warning !== null);
  return warnings.length > 0 ? warnings.join(' ') : null;
}

/** Where values of an axis have no effect on some of the jobs. */
function repeatsWarning({ job }: Study, { jobs, repeats }: Estimate): string | null {
  if (repeats.jobs === 0) return null;
  const settings = settingsOf(familyOf(job));
  const titles = repeats.axes.map((path) => `“${settings.get(path)?.title ?? path}”`);
  const one = repeats.jobs === 1;
  return `${grouped(repeats.jobs)} of the ${grouped(jobs)} jobs ${one ? 'repeats another' : 'repeat others'}, as ${titles.join(' and ')} ${titles.length === 1 ? 'has' : 'have'} no effect on ${one ? 'it' : 'them'}: what computes the same is trained once.`;
}

/**
 * That a study needs more memory than the machine has; null if it does not.
 * @param machineGib what the browser says of that: Chromium alone does, in powers of two and, in most versions, 8 at most
 */
function memoryWarning({ job }: Study, { bytes, workers, largest }: Estimate, machineGib: number | null): string | null {
  if (machineGib === null || bytes <= machineGib * 2 ** 30) return null;
  const title = settingsOf(familyOf(job)).get(largest.setting)?.title ?? largest.setting;
  const beside = workers > 1 ? ` with ${workers} jobs side by side` : '';
  return (
    `This study would need about ${gib(bytes)} of memory${beside}, and the browser says that this machine has ${machineGib} GiB${machineGib >= 8 ? ' or more' : ''}. ` +
    `If it runs out, the browser stops jobs: lower “${title}” (${largest.setting}) to be safe.`
  );
}

/** Bytes of all samples of a job's data set, as a worker holds them; 0 for what is generated. */
function dataBytes(job: Job): number {
  const { input, count } = factsOf(job);
  return count ? (count.train + count.test) * sourceOf(job).kind.bytesOf(input) : 0;
}

/**
 * Copies of the network that JavaScript holds beside the tensors: checkpoints, the best state, files, and what is not collected yet. The
 * most that the process had beside start, heap and data, over the network's bytes: 23 and 17 for 784-2000-2000-10 with R-L1 and PMMP, 38
 * for the CIFAR MLP with either, and 34 and 52 for VGG-16 of quarter width, uncollected garbage among them.
 */
const SCRIPT_COPIES = 24;

/** Of a worker with the job. */
function bytesOf(job: Job, { bytes, parameters }: TrainingMemory): number {
  return bytes + 4 * parameters * SCRIPT_COPIES + dataBytes(job);
}

/** Until a worker has its program, its backend and the first of its data: 0.9 s with two cores and all of it at hand. */
const START_SECONDS = 1;
/** Seconds a byte until a worker has unpacked and checked its data: 3 s for the 47 MB of MNIST, 19 s for the 184 MB of CIFAR-10, in each of two workers. */
const LOAD_SECONDS = 1e-7;

/** Until the first jobs train: workers read side by side, each what its data set has. */
const startSeconds = (jobs: readonly Job[]): number => START_SECONDS + LOAD_SECONDS * Math.max(...jobs.map(dataBytes));

function measuredMakespan(jobs: readonly Job[], rates: Rates, backend: BackendName, workers: number): number | null {
  const seconds = jobs.map((job) => measuredSeconds(job, rates, backend));
  if (seconds.includes(null)) return null;
  const all = seconds.map((own) => own ?? 0);
  return startSeconds(jobs) + makespan([], all, workers);
}

/**
 * @param backend the one that will compute, null where that is not known
 * @param workers that will run side by side
 */
export function estimateStudy(study: Study, rates: Rates, backend: BackendName | null, workers: number): Estimate {
  const jobs = jobsOf(study);
  // What computes the same is trained once.
  const twins = twinsOf(study, jobs);
  const trained = jobs.filter((_, place) => twins[place] === null);
  const works = trained.map(workOf);
  const memories = jobs.map((job) => familyOf(job).memory(job));
  const sizes = jobs.map((job, index) => bytesOf(job, memories[index])).sort((a, b) => b - a);
  return {
    jobs: jobs.length,
    trainingSteps: works.reduce((sum, { steps }) => sum + steps, 0),
    seconds: backend === null ? null : measuredMakespan(trained, rates, backend, workers),
    isByOthers: backend !== null && jobs.some((job) => !isMeasured(job, rates, backend)),
    referenceSeconds: startSeconds(jobs) + makespan([], trained.map(referenceSeconds), workers),
    // At worst the largest run at once.
    bytes: sizes.slice(0, workers).reduce((sum, size) => sum + size, 0),
    workers: Math.min(workers, trained.length),
    largest: memories.reduce((most, memory) => (memory.bytes > most.bytes ? memory : most)),
    backend,
    repeats: repeatsOf(study, jobs, twins),
    caution: jobs.flatMap((job) => familyOf(job).cautions?.(job) ?? []).at(0) ?? null,
    missing: jobs.flatMap((job) => familyOf(job).refusals(job)).at(0) ?? null,
  };
}
