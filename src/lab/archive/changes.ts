/** From what workers tell to what is written. */
import type { JobEvent } from '../../study/events.ts';
import type { JobState } from '../contract.ts';
import type { JobChange } from './format.ts';

/** Events that change nothing of a record by themselves: losses go with the step after them, and networks are kept apart. */
const passing: ReadonlySet<JobEvent['type']> = new Set(['progress', 'data', 'losses', 'notice', 'network']);

/**
 * What a batch of events has changed of the jobs that it is about.
 * @param jobs after the events
 */
export function changesOf(
  batch: readonly { readonly index: number; readonly events: readonly JobEvent[] }[],
  jobs: readonly JobState[],
): JobChange[] {
  const byJob = new Map<number, JobEvent[]>();
  for (const { index, events } of batch) byJob.set(index, [...(byJob.get(index) ?? []), ...events]);
  return [...byJob].flatMap(([index, events]): JobChange[] => {
    if (events.every(({ type }) => passing.has(type))) return [];
    const { record } = jobs[index];
    const told = events.findLast((event) => event.type === 'checkpoint')?.checkpoint;
    // A worker that died may be replaced by another that goes on; every other end is one.
    const over = record.status === 'finished' || record.status === 'cancelled';
    return [{ index, record, newSteps: events.filter(({ type }) => type === 'step').length, checkpoint: over ? null : told }];
  });
}
