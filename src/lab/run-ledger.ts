/** What of the run is stored: beside what is shown of it, how it was begun and where each of its jobs could go on. */
import type { JobCheckpoint } from '../study/checkpoint.ts';
import type { JobChange, SavedRun, StoredRun } from './archive/format.ts';
import type { RunKeeper } from './archive/keeper.ts';
import { restoredJob } from './archive/resume.ts';
import { tallyOf } from './archive/tally.ts';
import type { RunState } from './contract.ts';
import { hasEnded } from './job-machine.ts';
import { newJobState } from './job-state.ts';

type Origin = Pick<StoredRun, 'backend' | 'startedAt'>;

export class RunLedger {
  /** What was chosen as its backend, and when it was started. */
  origin: Origin = { backend: 'auto', startedAt: '' };
  /** Where each job could go on if its worker died. */
  readonly checkpoints = new Map<number, JobCheckpoint>();
  private readonly keeper: RunKeeper | null;

  /** @param keeper null where runs are not stored */
  constructor(keeper: RunKeeper | null) {
    this.keeper = keeper;
  }

  /** The run as it is stored; null while nothing has been run. */
  saved({ id, study, status, jobs, environment, backendReason }: RunState): SavedRun | null {
    if (id === null || study === null) return null;
    const records = jobs.map(({ record }) => record);
    return {
      run: {
        id,
        study,
        ...this.origin,
        status: status === 'finished' || status === 'cancelled' || status === 'failed' ? status : 'running',
        environment,
        backendReason,
        tally: tallyOf(records),
        pinned: false,
        deletedAt: null,
        // The keeper knows which one it is.
        revision: 0,
      },
      jobs: records.map((record, index) => ({ record, checkpoint: this.checkpoints.get(index) ?? null })),
    };
  }

  /** Takes a stored run up. @returns what is shown of it */
  adopt({ run, jobs }: SavedRun): Pick<RunState, 'id' | 'study' | 'jobs' | 'environment' | 'backendReason'> {
    const { id, study, backend, startedAt, environment, backendReason } = run;
    this.origin = { backend, startedAt };
    const restored = jobs.map(restoredJob);
    for (const [index, { from }] of restored.entries()) if (from) this.checkpoints.set(index, from);
    this.keeper?.adopt(run);
    const shown = restored.map(({ record }) => ({
      ...newJobState(record.job),
      phase: hasEnded(record.status) ? record.status : 'waiting',
      record,
    }));
    return { id, study, jobs: shown, environment, backendReason };
  }

  /** Stores a run that has just begun. @param moves where the jobs of the run that it extends are now; null if it is a new one */
  begin(run: RunState, moves: ReadonlyMap<number, number> | null): void {
    const whole = this.saved(run);
    if (whole) void this.keeper?.begin(whole, moves);
  }

  /** Says of the stored run that it goes on. */
  goOn(run: RunState): void {
    const whole = this.saved(run);
    if (whole) void this.keeper?.write(whole, []);
  }

  /** Says of the stored run that it has ended. */
  settle(run: RunState): void {
    const whole = this.saved(run);
    if (whole) void this.keeper?.settle(whole);
  }

  /** Stores what has changed. */
  keep(run: RunState, changes: readonly JobChange[]): void {
    for (const { index, checkpoint } of changes) if (checkpoint === null) this.checkpoints.delete(index);
    const whole = this.saved(run);
    if (whole && changes.length > 0) void this.keeper?.write(whole, changes);
  }
}
