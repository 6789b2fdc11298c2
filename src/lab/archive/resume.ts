/** Taking a stored run up again. */
import type { JobCheckpoint } from '../../study/checkpoint.ts';
import { LOSS_EVERY, type JobRecord } from '../../study/records.ts';
import { ENGINE_VERSION } from '../../study/version.ts';
import { hasEnded } from '../job-machine.ts';
import { newRecord } from '../../study/records.ts';
import type { SavedJob } from './format.ts';

export interface RestoredJob {
  readonly record: JobRecord;
  /** Where it goes on; null if it has ended, or begins anew. */
  readonly from: JobCheckpoint | null;
}

/**
 * A job as it goes on: one that has ended as it was left; one that was going on with what it had at its checkpoint, since what came after
 * will come again; one without a checkpoint that this engine can use from its start.
 */
export function restoredJob({ record, checkpoint }: SavedJob): RestoredJob {
  if (hasEnded(record.status)) return { record, from: null };
  if (!checkpoint || checkpoint.steps > record.steps.length || record.environment?.engine !== ENGINE_VERSION) {
    return { record: newRecord(record.job), from: null };
  }
  const { steps, seconds, method } = checkpoint;
  return {
    record: {
      ...record,
      status: 'queued',
      steps: record.steps.slice(0, steps),
      losses: record.losses.slice(0, Math.floor(method.trainingSteps / LOSS_EVERY)),
      summary: null,
      error: null,
      seconds,
    },
    from: checkpoint,
  };
}
