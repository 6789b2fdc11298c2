/** Runs some jobs of a plan side by side, and tells what is to be kept of each as it happens. */
import { messageOf } from '../../data/message-of.ts';
import type { JobCheckpoint } from '../../study/checkpoint.ts';
import type { JobEvent, RunOptions } from '../../study/events.ts';
import { newRecord, type JobRecord } from '../../study/records.ts';
import type { Job } from '../../study/schema.ts';
import { stackOf } from '../../study/unforeseen.ts';
import { restoredJob } from '../archive/resume.ts';
import type { SavedJob } from '../archive/format.ts';
import type { JobState } from '../contract.ts';
import { hasEnded } from '../job-machine.ts';
import { applyEvents, newJobState } from '../job-state.ts';
import type { LabSurroundings } from '../lab-type.ts';
import { JobPool } from '../pool.ts';
import { waitingOf } from '../run-start.ts';
import type { WorkerLike } from '../worker-life.ts';

/** A job, and where it was stopped; null begins anew. */
export interface ShardJob {
  readonly job: Job;
  readonly saved: SavedJob | null;
}

/** What is to be kept of a job, by its place in the list. */
export interface ShardReport {
  /** Told whenever something of a job changes. */
  state(place: number, state: JobState): void;
  /** A job could go on from here. */
  checkpoint(place: number, record: JobRecord, checkpoint: JobCheckpoint): void;
  /** It has finished or failed. */
  ended(place: number, record: JobRecord): void;
}

export class ShardRun<W extends WorkerLike> {
  readonly #pool: JobPool<W>;
  readonly #surroundings: Pick<LabSurroundings<W>, 'now' | 'places'>;
  readonly #options: RunOptions;
  readonly #report: ShardReport;
  #states: JobState[] = [];
  #resolve: () => void = () => undefined;

  /** @param cores jobs side by side; a graphics device takes one at a time */
  constructor(
    surroundings: Pick<LabSurroundings<W>, 'spawn' | 'cores' | 'places' | 'leastPatience' | 'now'>,
    options: RunOptions,
    report: ShardReport,
  ) {
    const { spawn, cores, places, leastPatience } = surroundings;
    this.#surroundings = surroundings;
    this.#options = options;
    this.#report = report;
    this.#pool = new JobPool<W>({ spawn, cores, places, leastPatience, onEvents: (place, events) => this.#on(place, events) });
  }

  /** Resolves when every job has ended, or has been stopped by `stop`. @returns how each stands */
  async run(jobs: readonly ShardJob[]): Promise<readonly JobRecord[]> {
    const begun = jobs.map(({ job, saved }) => (saved ? restoredJob(saved) : { record: newRecord(job), from: null }));
    this.#states = begun.map(({ record }) => ({ ...newJobState(record.job), record }));
    const whenEnded = new Promise<void>((resolve) => {
      this.#resolve = resolve;
    });
    this.#pool.startSome(
      begun.map(({ record, from }, place) => waitingOf(place, record, from)),
      this.#options,
    );
    this.#settle();
    await whenEnded;
    return this.#states.map(({ record }) => record);
  }

  /** Stops all jobs where they are; what was told of them last is where they go on. */
  stop(): void {
    this.#pool.cancel();
  }

  /** Ends all workers. */
  dispose(): void {
    this.#pool.dispose();
  }

  #on(place: number, events: readonly JobEvent[]): void {
    const before = this.#states[place];
    // A failure that its worker could not tell comes after the one that ended it.
    if (hasEnded(before.record.status)) return;
    let after: JobState;
    try {
      after = applyEvents(before, events, new Date(this.#surroundings.now()).toISOString());
    } catch (error) {
      const message = `The worker of this job told something that cannot be: ${messageOf(error)} Run the job again.`;
      const failure = { kind: 'internal', message, ...stackOf(error, this.#surroundings.places) } as const;
      this.#pool.abandon(place, failure);
      after = { ...before, record: { ...before.record, status: 'failed', error: failure } };
    }
    this.#states[place] = after;
    const { record } = after;
    const told = events.findLast((event) => event.type === 'checkpoint');
    if (told) this.#report.checkpoint(place, record, told.checkpoint);
    this.#report.state(place, after);
    if (record.status === 'finished' || record.status === 'failed') this.#report.ended(place, record);
    this.#settle();
  }

  #settle(): void {
    if (this.#states.every(({ record }) => hasEnded(record.status))) this.#resolve();
  }
}
