/** What a job's worker exposes through Comlink: one job at a time, its events batched. */
import * as Comlink from 'comlink';
import { speakTo } from '../data/reader.ts';
import { RunControl } from '../nn/run-control.ts';
import { buffersOf } from './checkpoint.ts';
import type { BackendChoice, JobEvent, JobWorker, Rehearsed, RunOptions, StepTime } from './events.ts';
import { rehearse } from './rehearse.ts';
import { runJob, type JobEnvironment } from './run-job.ts';
import { Throttle } from './throttle.ts';

/** Events leave at most ten times a second: more than a person sees, few enough for the page to stay free. */
const BATCH_MS = 100;

class AbortableControl extends RunControl {
  private readonly abort = new AbortController();
  readonly signal = this.abort.signal;

  override cancel(): void {
    super.cancel();
    this.abort.abort();
  }
}

export class JobRunner implements JobWorker {
  private readonly environment: JobEnvironment;
  private control: AbortableControl | null = null;

  constructor(environment: JobEnvironment) {
    this.environment = environment;
  }

  async run(job: unknown, options: RunOptions, onEvents: (events: JobEvent[]) => void, from: unknown = null): Promise<void> {
    speakTo(options.reader ?? 'page');
    if (this.control) throw new Error('This worker is already running a job: give the job to another worker, or wait.');
    const events = new EventBatcher(onEvents);
    this.control = new AbortableControl((paused) => events.add({ type: 'status', status: paused ? 'paused' : 'running' }, true));
    try {
      await runJob(job, options, this.environment, this.control, (event) => events.add(event), from);
    } finally {
      this.control = null;
      events.flush();
    }
  }

  rehearse(rehearsed: readonly Rehearsed[], backend: BackendChoice): Promise<(StepTime | null)[]> {
    return rehearse(rehearsed, backend, this.environment.assets);
  }

  pause(): void {
    this.control?.pause();
  }

  resume(): void {
    this.control?.resume();
  }

  cancel(): void {
    this.control?.cancel();
  }
}

/** Events of which only the newest of a batch counts. */
const passing: ReadonlySet<JobEvent['type']> = new Set(['progress', 'data', 'look']);

/** Collects events and sends them together. */
class EventBatcher {
  private readonly send: (events: JobEvent[]) => void;
  private events: JobEvent[] = [];
  /** Whether steps are taken, which come and go. What goes before may be followed by seconds of work, in which no timer fires: it leaves at once. */
  private trains = false;
  private readonly sending = new Throttle(BATCH_MS, () => this.sendAll());

  constructor(send: (events: JobEvent[]) => void) {
    this.send = send;
  }

  add(event: JobEvent, now = false): void {
    if (passing.has(event.type)) this.events = this.events.filter((other) => other.type !== event.type);
    this.events.push(event);
    if (event.type === 'progress' && event.done > 0) this.trains = true;
    if (now || (!this.trains && event.type !== 'data') || this.sending.isDue) this.sending.now();
    else this.sending.ask();
  }

  flush(): void {
    this.sending.now();
  }

  private sendAll(): void {
    if (this.events.length === 0) return;
    const batch = this.events;
    this.events = [];
    const handedOver = batch.flatMap((event) => {
      if (event.type === 'checkpoint') return buffersOf(event.checkpoint);
      return event.type === 'network' ? [event.file.buffer] : [];
    });
    this.send(Comlink.transfer(batch, handedOver));
  }
}
