/** Runs one job in a worker: data, backend, method, and what it tells on the way. */
import { forReader } from '../data/reader.ts';
import { openStored, type AnyDataset } from '../data/dataset.ts';
import { DatasetError } from '../data/errors.ts';
import { sourceOf } from '../data/sources/index.ts';
import { BackendError, orLostDevice, startBackend, type BackendAssets } from '../nn/backend.ts';
import { DeviceLostError } from '../nn/kernels/webgpu/dispatcher.ts';
import { DeviceMemoryError } from '../nn/kernels/memory-error.ts';
import { Cancelled, RunControl } from '../nn/run-control.ts';
import { Diverged } from '../nn/train.ts';
import { jobCheckpointSchema, type JobCheckpoint } from './checkpoint.ts';
import type { JobEvent, RunOptions } from './events.ts';
import { datasetOf, type OpenOwnText } from './job-dataset.ts';
import { workerOf } from './families/worker.ts';
import type { StartNetwork } from './family-worker.ts';
import type { Checkpoint } from './job-record.ts';
import { keepNetwork } from './keep-network.ts';
import { readNetworkFile } from './network-model.ts';
import { explainIssues } from './explain.ts';
import { LOSS_EVERY, type JobError } from './records.ts';
import { jobSchema, type Job } from './schema.ts';
import { stackOf } from './unforeseen.ts';
import { ENGINE_VERSION } from './version.ts';
import { messageOf } from '../data/message-of.ts';

export interface JobEnvironment {
  readonly assets: BackendAssets;
  readonly browser: string;
  readonly cores: number;
  /** The file of a stored network by its SHA-256; null where it is not stored. Without it there are none. */
  readonly startNetwork?: (digest: string) => Promise<Uint8Array | null>;
  /** Opens a text of a person's own, where no browser keeps it. */
  readonly ownText?: OpenOwnText | undefined;
  /** Beginnings of the program's addresses, which are left out of the stacks of records. */
  readonly places?: readonly string[];
  /** Is told what nobody foresaw. */
  readonly onUnforeseen?: (error: unknown) => void;
}

/** The part of a RunControl that stops downloads as well. */
export interface JobControl extends RunControl {
  readonly signal: AbortSignal;
}

/**
 * Runs a job to its end; how it ended is told by its last event, never by an exception.
 * @param input a job, checked here since it comes from outside the worker
 * @param from a checkpoint of the job to go on from, checked as well; null begins anew
 */
export async function runJob(
  input: unknown,
  options: RunOptions,
  environment: JobEnvironment,
  control: JobControl,
  emit: (event: JobEvent) => void,
  from: unknown = null,
): Promise<void> {
  const began = performance.now();
  let secondsBefore = 0;
  const seconds = (): number => secondsBefore + (performance.now() - began - control.pausedMs) / 1000;
  try {
    const job = parseJob(input);
    const checkpoint = parseCheckpoint(from);
    secondsBefore = checkpoint?.seconds ?? 0;
    let steps = checkpoint?.steps ?? 0;
    emit({ type: 'status', status: 'loading' });
    const start = await startOf(job, environment);
    const worker = workerOf(job);
    const dataset = await open(job, options, environment, control, emit);
    await control.checkpoint();
    const backend = await startBackend(options.backend, worker.workPerSample(job), environment.assets, options.references);
    emit({
      type: 'environment',
      environment: {
        engine: ENGINE_VERSION,
        backend: backend.name,
        device: backend.device,
        software: backend.software,
        browser: environment.browser,
        cores: environment.cores,
      },
      reason: backend.reason,
    });
    if (backend.notice) emit({ type: 'notice', message: backend.notice });
    emit({ type: 'status', status: 'running' });
    const summary = await worker.run({
      job,
      dataset,
      control,
      checkpoint: ofFamily(checkpoint, worker.id),
      start,
      report: {
        progress: (progress) => emit({ type: 'progress', ...progress }),
        losses: everyNth(checkpoint?.method.trainingSteps ?? 0, (values) => emit({ type: 'losses', values })),
        look: (look) => emit({ type: 'look', ...look }),
        step: (step) => {
          steps++;
          emit({ type: 'step', step });
        },
        checkpoint: (method) => emit({ type: 'checkpoint', checkpoint: { method, steps, seconds: seconds() } }),
        notice: (message) => emit({ type: 'notice', message }),
        network: (handed) => keepNetwork({ job, dataset, backend: backend.name }, handed, emit),
      },
    });
    emit({ type: 'finished', summary, seconds: seconds() });
  } catch (error) {
    if (error instanceof Cancelled || (error instanceof DatasetError && error.kind === 'aborted')) {
      emit({ type: 'status', status: 'cancelled' });
    } else {
      emit({ type: 'failed', error: await describeError(error, environment), seconds: seconds() });
    }
  }
}

/** @throws SettingsError for a checkpoint of another family than the job's */
function ofFamily(checkpoint: JobCheckpoint | null, id: string): Checkpoint | null {
  if (checkpoint === null || checkpoint.method.kind === id) return checkpoint?.method ?? null;
  throw new SettingsError(
    `The stored state of this job is one of “${checkpoint.method.kind}”, and the job’s method is of “${id}”. Run the job again from its start.`,
  );
}

/** The network that a job begins with, if it begins with one. @throws SettingsError if it is not here, or is not one of the job's kind */
async function startOf(job: Job, { startNetwork }: JobEnvironment): Promise<StartNetwork | null> {
  if (!job.start) return null;
  const { network: digest, from } = job.start;
  const file = (await startNetwork?.(digest)) ?? null;
  if (!file) {
    throw new SettingsError(
      `This job begins with a stored network (${from}), which is not ${forReader({ page: 'in this browser', command: 'here' })}: such networks travel with no link and no result file, and go with the run that they were made for. ${forReader(
        {
          page: 'Open the run that it came from and fine-tune from there, or choose a preset to begin anew.',
          command: 'Open the lab in the browser that has that run and fine-tune from there, or begin anew with a preset.',
        },
      )}`,
    );
  }
  const { model, network } = await readNetworkFile(file);
  if (!workerOf(job).canBeginWith(job, model.job)) {
    throw new SettingsError(
      `This job begins with a stored network (${from}) that is of another kind than the job’s: set Network and Data as they were there.`,
    );
  }
  return { tensors: network.tensors, sigma: model.sigma };
}

class SettingsError extends Error {}

function parseJob(input: unknown): Job {
  const parsed = jobSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new SettingsError(`This job has settings that are not valid: ${explainIssues(parsed.error, input)}. Correct them and run again.`);
}

function parseCheckpoint(from: unknown): JobCheckpoint | null {
  if (from === null) return null;
  const parsed = jobCheckpointSchema.safeParse(from);
  if (parsed.success) return parsed.data;
  throw new SettingsError(
    `The stored state of this job cannot be used: ${explainIssues(parsed.error, from)}. Run the job again from its start.`,
  );
}

/** The files of a job's data; null where they are generated. */
async function open(
  job: Job,
  { dataUrl }: RunOptions,
  { ownText }: JobEnvironment,
  control: JobControl,
  emit: (event: JobEvent) => void,
): Promise<AnyDataset | null> {
  const { storage } = sourceOf(job).kind;
  if (!storage) return null;
  return openStored(storage, {
    ...(await datasetOf(job, dataUrl, ownText)),
    signal: control.signal,
    limits: workerOf(job).limits(job),
    onProgress: (progress) => emit({ type: 'data', ...progress }),
    onNotice: ({ message }) => emit({ type: 'notice', message }),
  });
}

/** Passes on every LOSS_EVERY-th of a stream of losses, of which some may have been seen before. */
function everyNth(before: number, emit: (values: number[]) => void): (losses: Float32Array) => void {
  let seen = before;
  return (losses) => {
    const kept: number[] = [];
    for (const loss of losses) {
      seen++;
      if (seen % LOSS_EVERY === 0) kept.push(loss);
    }
    if (kept.length > 0) emit(kept);
  };
}

async function describeError(error: unknown, environment: JobEnvironment): Promise<JobError> {
  const foreseen = foreseenError(error) ?? foreseenError(await orLostDevice(error));
  if (foreseen) return foreseen;
  const { places, onUnforeseen } = environment;
  onUnforeseen?.(error);
  const message = messageOf(error);
  return {
    kind: 'internal',
    message: `The job stopped for a reason that Parsimony did not foresee: ${message}. Run it again; if it stops once more, choose another backend.`,
    ...stackOf(error, places),
  };
}

/** Null for what nobody foresaw. */
function foreseenError(error: unknown): JobError | null {
  if (error instanceof DatasetError) return { kind: 'dataset', message: error.message };
  if (error instanceof BackendError || error instanceof DeviceLostError || error instanceof DeviceMemoryError)
    return { kind: 'backend', message: error.message };
  if (error instanceof Diverged) return { kind: 'diverged', message: error.message };
  if (error instanceof SettingsError) return { kind: 'settings', message: error.message };
  return null;
}
