/** What a running job tells: a typed union, sent from the worker in batches at most ten times a second. */
import type { NetworkLook } from '../compression/layer-magnitudes.ts';
import type { MethodProgress, NetworkStage } from '../compression/method.ts';
import type { Reader } from '../data/reader.ts';
import type { BackendChoice, BackendName } from '../nn/backend-choice.ts';
import type { JobCheckpoint } from './checkpoint.ts';
import type { Job } from './job.ts';
import type { Environment, JobError, Step, Summary } from './records.ts';

export type JobEvent =
  | { readonly type: 'status'; readonly status: 'loading' | 'running' | 'paused' | 'cancelled' }
  /** Bytes of the data set that have arrived, of those that this job needs. */
  | { readonly type: 'data'; readonly file: string; readonly loadedBytes: number; readonly totalBytes: number }
  | { readonly type: 'environment'; readonly environment: Environment; readonly reason: string }
  | ({ readonly type: 'progress' } & MethodProgress)
  /** Training losses of every LOSS_EVERY-th batch since the last event. */
  | { readonly type: 'losses'; readonly values: readonly number[] }
  /** The network at this moment, between its steps. */
  | ({ readonly type: 'look' } & NetworkLook)
  | { readonly type: 'step'; readonly step: Step }
  /** Where the job could go on; follows the steps that it is after. */
  | { readonly type: 'checkpoint'; readonly checkpoint: JobCheckpoint }
  /** A network to keep, as a network file; of the file's model see `network-model.ts`. */
  | { readonly type: 'network'; readonly stage: NetworkStage; readonly file: Uint8Array<ArrayBuffer> }
  /** Something worth telling that does not stop the job, such as a data set that could not be kept for the next visit. */
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'finished'; readonly summary: Summary; readonly seconds: number }
  | { readonly type: 'failed'; readonly error: JobError; readonly seconds: number };

export type { LayerMagnitudes, NetworkLook } from '../compression/layer-magnitudes.ts';
export type { NetworkStage } from '../compression/method.ts';
export { backendChoices, backendOf, type BackendChoice, type BackendName } from '../nn/backend-choice.ts';

export interface RunOptions {
  readonly backend: BackendChoice;
  /** Folder that holds the data sets, ending in a slash. */
  readonly dataUrl: string;
  /** Kernels that their references stand in for, to find a wrong one; see nn/kernels/reference.ts. */
  readonly references?: readonly string[] | undefined;
  /** To whom messages speak; to whoever sits before a page unless told. */
  readonly reader?: Reader | undefined;
}

/** A job whose training steps are measured, with so many samples each, for so long. */
export interface Rehearsed {
  readonly job: Job;
  readonly samples: number;
  readonly seconds: number;
}

/** How fast they were, and where. */
export interface StepTime {
  readonly backend: BackendName;
  /** Of one step. */
  readonly seconds: number;
}

/** What a job's worker answers to; the page calls it through Comlink. */
export interface JobWorker {
  /**
   * Runs a job to its end. Resolves when it has finished, failed or been cancelled; all of that is told in events.
   * @param job checked again by the schema in the worker
   * @param from a checkpoint of this job to go on from, checked as well; null begins anew
   */
  run(job: unknown, options: RunOptions, onEvents: (events: JobEvent[]) => void, from?: unknown): Promise<void>;
  /**
   * Measures training steps on data that mean nothing; what is set up for them comes on top of the time that is given.
   * @returns for each, null where its family trains nothing
   * @throws what a backend or a network throws
   */
  rehearse(rehearsed: readonly Rehearsed[], backend: BackendChoice): Promise<(StepTime | null)[]>;
  pause(): void;
  resume(): void;
  cancel(): void;
}
