/**
 * Job workers side by side. A worker takes one job after another, so that its data stays loaded; one that dies takes its job with it and no
 * other, and a new one is made for what still waits.
 */
import { forReader, reload } from '../data/reader.ts';
import { backendOf, type BackendName, type JobEvent, type RunOptions } from '../study/events.ts';
import type { JobError } from '../study/records.ts';
import type { Job } from '../study/schema.ts';
import { stackOf } from '../study/unforeseen.ts';
import { endsJob, newAssignment, spoils, type Assignment, type Waiting } from './assignment.ts';
import { JobClient } from './job-client.ts';
import { patienceFor } from './patience.ts';
import { ASK_EVERY_MS, WorkerDied, type WorkerLike } from './worker-life.ts';
import { messageOf } from '../data/message-of.ts';

/** Most workers side by side, each holding its data set: 8 times 60 MB for MNIST. */
const MOST_WORKERS = 8;
/** Milliseconds that a worker has to stop after a cancel before it is ended. */
const CANCEL_MS = 1000;
/** Milliseconds that the last events of a job may come behind the end of its call: they travel on a channel of their own. */
const LAST_EVENTS_MS = 1000;

/** Workers that may run side by side on a machine of so many cores. */
export const workerLimit = (cores: number): number => Math.min(MOST_WORKERS, Math.max(1, Math.floor(cores)));

export interface PoolOptions<W extends WorkerLike> {
  readonly spawn: () => W;
  readonly cores: number;
  /** As in LabSurroundings. */
  readonly places?: readonly string[] | undefined;
  /** As in LabSurroundings. */
  readonly leastPatience?: number | undefined;
  /** Milliseconds between two questions whether a worker is there; two seconds unless told. */
  readonly askEveryMs?: number;
  /** Everything that happens to a job, in order, including what its worker cannot tell any more. */
  readonly onEvents: (index: number, events: readonly JobEvent[]) => void;
}

export class JobPool<W extends WorkerLike = WorkerLike> {
  private readonly options: PoolOptions<W>;
  private readonly clients = new Map<JobClient<W>, Assignment | null>();
  private queue: Waiting[] = [];
  private runOptions: RunOptions | null = null;
  private backend: BackendName | null = null;
  private paused = false;

  constructor(options: PoolOptions<W>) {
    this.options = options;
  }

  /** The workers there are, for tests and for looking in from outside. */
  get workers(): readonly W[] {
    return [...this.clients.keys()].map(({ worker }) => worker);
  }

  /** Workers that have a job. */
  get busy(): number {
    return [...this.clients.values()].filter((assignment) => assignment !== null).length;
  }

  /**
   * Workers that may run side by side: one on a GPU, which they would share, and one until the first job has told where it computes;
   * otherwise one a core.
   */
  get limit(): number {
    return this.backend === null || this.backend === 'webgpu' ? 1 : workerLimit(this.options.cores);
  }

  /** Whether any job runs or waits. */
  get working(): boolean {
    return this.queue.length > 0 || [...this.clients.values()].some((assignment) => assignment !== null && !assignment.ended);
  }

  /**
   * Runs jobs, told by their index in this list.
   * @throws Error if jobs of an earlier start still run
   */
  start(jobs: readonly Job[], options: RunOptions): void {
    this.startSome(
      jobs.map((job, index) => ({ index, job })),
      options,
    );
  }

  /**
   * Runs some jobs of a study, told by the index that each brings.
   * @throws Error if jobs of an earlier start still run
   */
  startSome(jobs: readonly Waiting[], options: RunOptions): void {
    if (this.working) throw new Error('Jobs are still running: cancel them before others are started.');
    this.runOptions = options;
    this.backend = backendOf(options.backend);
    this.paused = false;
    this.queue = [...jobs];
    this.dispatch();
  }

  /** Runs one job of the last start again. */
  retry(job: Waiting): void {
    if (!this.runOptions) throw new Error('No jobs have been started, so none can be run again.');
    if (!this.working) this.paused = false;
    this.queue.push(job);
    this.dispatch();
  }

  pause(): void {
    this.paused = true;
    this.tellAll((client) => client.pause());
  }

  resume(): void {
    this.paused = false;
    this.tellAll((client) => client.resume());
    this.dispatch();
  }

  /** Cancels every job. One that waits is cancelled at once; a worker that does not stop within a second is ended. */
  cancel(): void {
    const waiting = this.queue;
    this.queue = [];
    for (const { index } of waiting) this.options.onEvents(index, [{ type: 'status', status: 'cancelled' }]);
    for (const [client, assignment] of this.clients) if (assignment) this.cancelAssigned(client, assignment);
  }

  /** As `cancel`, of one job; nothing happens to one that has ended. The others go on. */
  cancelJob(index: number): void {
    if (this.queue.some((waiting) => waiting.index === index)) {
      this.queue = this.queue.filter((waiting) => waiting.index !== index);
      this.options.onEvents(index, [{ type: 'status', status: 'cancelled' }]);
    }
    for (const [client, assignment] of this.clients)
      if (assignment?.index === index && !assignment.ended) this.cancelAssigned(client, assignment);
  }

  private cancelAssigned(client: JobClient<W>, assignment: Assignment): void {
    this.tellOne(client, () => client.cancel());
    const timer = setTimeout(() => {
      if (assignment.ended) return;
      this.tell(assignment, [{ type: 'status', status: 'cancelled' }]);
      client.terminate('The job was cancelled, and its worker ended because it did not stop in time.');
    }, CANCEL_MS);
    void assignment.whenEnded.then(() => clearTimeout(timer));
  }

  /** Gives a job up because of something that the page found out about it. */
  abandon(index: number, error: JobError): void {
    for (const [client, assignment] of this.clients) {
      if (assignment?.index !== index || assignment.ended) continue;
      this.tell(assignment, [this.failure(assignment, error)]);
      client.terminate(error.message);
    }
  }

  /** Ends all workers. */
  dispose(): void {
    this.queue = [];
    for (const client of this.clients.keys()) client.terminate('The lab was closed.');
  }

  private dispatch(): void {
    while (!this.paused && this.queue.length > 0 && this.busy < this.limit) {
      const next = this.queue[0];
      const client = this.idleClient(next);
      this.queue = this.queue.filter((waiting) => waiting !== next);
      if (client) void this.serve(client, next);
    }
  }

  /** A worker without a job, a new one if need be; null where none can be made, which fails the job. */
  private idleClient({ index }: Waiting): JobClient<W> | null {
    for (const [client, assignment] of this.clients) if (assignment === null) return client;
    try {
      const client: JobClient<W> = new JobClient(this.options.spawn(), (death) => this.onDeath(client, death), this.options.askEveryMs);
      client.leastPatience = questionsIn(this.options.leastPatience ?? 0);
      this.clients.set(client, null);
      return client;
    } catch (error) {
      const message = `No worker could be started for this job: ${messageOf(error)}. ${forReader({ page: 'Reload the page; check that nothing blocks its scripts.', command: 'Run the command again.' })}`;
      this.options.onEvents(index, [{ type: 'failed', error: { kind: 'worker', message }, seconds: 0 }]);
      return null;
    }
  }

  private async serve(client: JobClient<W>, { index, job, from = null, backend = null }: Waiting): Promise<void> {
    const assignment = newAssignment(index, job);
    this.clients.set(client, assignment);
    try {
      if (!this.runOptions) throw new Error('No jobs have been started.');
      const options = backend && backend !== backendOf(this.runOptions.backend) ? { ...this.runOptions, backend } : this.runOptions;
      await client.run(job, options, (events) => this.onEvents(client, assignment, events), from);
      await Promise.race([assignment.whenEnded, delay(LAST_EVENTS_MS)]);
      if (!assignment.ended) {
        const message = 'The worker of this job finished without saying how it ended. Run the job again.';
        this.tell(assignment, [this.failure(assignment, { kind: 'internal', message })]);
      }
    } catch (error) {
      // A death is told where it is noticed.
      if (!(error instanceof WorkerDied) && !assignment.ended) {
        const message = `The job could not be run: ${messageOf(error)}. Run it again; ${reload()} if that does not help.`;
        this.tell(assignment, [this.failure(assignment, { kind: 'internal', message, ...stackOf(error, this.options.places) })]);
      }
    }
    if (assignment.hasSpoiled) client.terminate('Its job failed, and another worker takes over.');
    if (this.clients.has(client)) this.clients.set(client, null);
    this.dispatch();
  }

  private onEvents(client: JobClient<W>, assignment: Assignment, events: readonly JobEvent[]): void {
    if (assignment.ended) return;
    for (const event of events) {
      if (event.type !== 'environment') continue;
      this.backend = event.environment.backend;
      client.leastPatience = questionsIn(Math.max(patienceFor(assignment.job, this.backend), this.options.leastPatience ?? 0));
    }
    this.tell(assignment, events);
    this.dispatch();
  }

  private onDeath(client: JobClient<W>, death: WorkerDied): void {
    const assignment = this.clients.get(client);
    this.clients.delete(client);
    if (assignment && !assignment.ended)
      this.tell(assignment, [
        this.failure(assignment, { kind: 'worker', message: death.message, ...stackOf(death.cause, this.options.places) }),
      ]);
    this.dispatch();
  }

  private failure({ began }: Assignment, error: JobError): JobEvent {
    return { type: 'failed', error, seconds: (performance.now() - began) / 1000 };
  }

  private tell(assignment: Assignment, events: readonly JobEvent[]): void {
    const last = events.findIndex(endsJob);
    const end = events[last];
    if (end?.type === 'failed' && spoils(end.error)) assignment.hasSpoiled = true;
    this.options.onEvents(assignment.index, last === -1 ? events : events.slice(0, last + 1));
    if (last !== -1) assignment.end();
  }

  private tellAll(call: (client: JobClient<W>) => Promise<void>): void {
    for (const [client, assignment] of this.clients) if (assignment) this.tellOne(client, () => call(client));
  }

  private tellOne(client: JobClient<W>, call: () => Promise<void>): void {
    call().catch((error: unknown) => {
      // A death is told where it is noticed; anything else means that the worker cannot be steered.
      if (!(error instanceof WorkerDied))
        client.terminate(`The worker of this job could not be told to stop or go on: ${messageOf(error)}. Run the job again.`);
    });
  }
}

/** Questions that are asked in so many seconds. */
const questionsIn = (seconds: number): number => Math.ceil((1000 * seconds) / ASK_EVERY_MS);

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
