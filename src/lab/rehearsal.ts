/**
 * The pace of a machine that has run nothing yet: some training steps of each network, such as those that quick presets train, on data that mean nothing, in as
 * many workers as would run side by side, since cores that are all at work are slower than one. What jobs that have run tell is better, and
 * goes before it.
 */
import { lazily } from '../data/registry.ts';
import type { BackendChoice, Rehearsed, StepTime } from '../study/events.ts';
import { presets } from '../study/presets.ts';
import { familyOf, jobsOf, type Job } from '../study/schema.ts';
import { JobClient } from './job-client.ts';
import type { LabSurroundings } from './lab-type.ts';
import type { Pace } from './paces.ts';
import { workerLimit } from './pool.ts';
import { networkKey, referenceSeconds } from './rates.ts';
import type { WorkerLike } from './worker-life.ts';
import { workOf } from './work.ts';

/** Of training for each network. In a tenth of a second the workers hardly come to train at the same time. */
const SECONDS = 0.4;
/**
 * Where a step takes less than so long most of it is JavaScript, which engines compile over hundreds of steps: those of a student took 1.1 ms
 * in the first tenth of a second and 0.3 ms in the third.
 */
const QUICK_STEP = 0.002;
const QUICK_SECONDS = 0.5;
/**
 * A step takes about so long at most on the computer of reference; of a larger one fewer samples are taken. That of a quick preset is taken whole:
 * with 8 samples in place of 100 that of the CIFAR MLP is mostly the update of its parameters, which told a third of its time.
 */
const STEP_SECONDS = 0.06;
/** Fewer say nothing of many. */
const LEAST_SAMPLES = 8;

/**
 * What the page takes of a core while a study runs: drawing its figures and its network takes 0.38 of one, which workers on all cores have
 * to leave to it. Nothing is drawn while this is measured.
 */
const PAGE_CORES = 0.4;

/** How many times slower jobs are with the page beside them. */
const besidePage = (workers: number, cores: number): number => Math.max(1, (workers + PAGE_CORES) / Math.max(workers, cores));

/** Whether its family says what a training step of it is. */
export const canBeRehearsed = (job: Job): boolean => familyOf(job).trainingStep !== undefined;

/**
 * One job of each network that quick presets train: of a preset that which takes longest, as a narrow transformer beside wide ones takes three
 * times as long for as much work; of several presets the quickest.
 */
export const jobsToRehearse = lazily((): readonly Job[] => {
  const least = new Map<string, Job>();
  for (const { kind, study } of presets()) {
    if (kind !== 'quick') continue;
    const job = jobsOf(study).reduce((most, one) => (workOf(one).total >= workOf(most).total ? one : most));
    if (!canBeRehearsed(job)) continue;
    const key = networkKey(job);
    const other = least.get(key);
    if (!other || workOf(job).total < workOf(other).total) least.set(key, job);
  }
  return [...least.values()];
});

/** A step of a job, with fewer samples where it would take long, and its work. */
function stepOf(job: Job): Rehearsed & { readonly work: number; readonly isQuick: boolean } {
  const { samples, work } = familyOf(job).trainingStep!(job);
  // Work that takes so long there.
  const most = STEP_SECONDS / (referenceSeconds(job) / workOf(job).total);
  const perSample = work(1) - work(0);
  const taken = Math.max(Math.min(samples, LEAST_SAMPLES), Math.min(samples, Math.floor((most - work(0)) / perSample)));
  const isQuick = work(taken) < (QUICK_STEP / STEP_SECONDS) * most;
  return { job, samples: taken, work: work(taken), isQuick, seconds: isQuick ? QUICK_SECONDS : SECONDS };
}

/**
 * @param jobs one of each network
 * @param signal ends it
 * @param onPace told of one network after another
 * @throws WorkerDied where it was ended, or why the backend did not start
 */
export async function rehearseHere<W extends WorkerLike>(
  { spawn, cores }: Pick<LabSurroundings<W>, 'spawn' | 'cores'>,
  choice: BackendChoice,
  jobs: readonly Job[],
  signal: AbortSignal,
  onPace: (pace: Pace) => void,
): Promise<void> {
  // A step of VGG-16 takes as long as all else together. Those of students come last of all: measured first, before the engine's JavaScript was
  // compiled, they were told to take twice as long as they did.
  const steps = jobs.map(stepOf).toSorted((a, b) => Number(a.isQuick) - Number(b.isQuick) || a.work - b.work);
  const clients: JobClient<W>[] = [];
  const end = (why: string): void => {
    for (const one of clients) one.terminate(why);
  };
  const stop = (): void => end('Something else runs now, and the pace of this machine is not measured.');
  signal.addEventListener('abort', stop);
  const client = (): JobClient<W> => {
    signal.throwIfAborted();
    const made = new JobClient(spawn(), () => undefined);
    clients.push(made);
    return made;
  };
  try {
    // The largest network says whether a graphics device computes, which workers would share.
    const largest = steps.reduce((most, step) => (step.work / step.samples > most.work / most.samples ? step : most));
    const ready = [{ ...largest, seconds: 0 }];
    const [first] = await client().rehearse(ready, choice);
    const workers = first?.backend === 'webgpu' ? 1 : workerLimit(cores);
    await Promise.all(Array.from({ length: workers - 1 }, () => client().rehearse(ready, choice)));
    for (const step of steps) {
      const times = (await Promise.all(clients.map((one) => one.rehearse([step], choice)))).flat().filter((time) => time !== null);
      if (times.length > 0) onPace(paceOf(step, choice, times, besidePage(workers, cores)));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    end('The pace of this machine has been measured.');
  }
}

function paceOf({ job, work }: ReturnType<typeof stepOf>, choice: BackendChoice, times: readonly StepTime[], slower: number): Pace {
  const seconds = times.reduce((sum, time) => sum + time.seconds, 0) / times.length;
  return { choice, network: networkKey(job), backend: times[0].backend, rate: (slower * seconds) / work };
}
