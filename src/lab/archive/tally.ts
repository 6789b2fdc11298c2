/** What the list of runs shows of the jobs of a run. */
import type { JobRecord } from '../../study/records.ts';
import { hasEnded } from '../job-machine.ts';
import type { Tally } from './format.ts';

/** Test accuracy that a job ended with, or has come to; null before its first step, and for a regression. */
export function lastAccuracy({ summary, steps }: JobRecord): number | null {
  const final = summary?.kind === 'dtc' ? summary.finalAccuracy : summary?.testAccuracy;
  return final ?? steps.at(-1)?.testAccuracy ?? null;
}

export function tallyOf(records: readonly JobRecord[]): Tally {
  const inState = (status: JobRecord['status']): number => records.filter((record) => record.status === status).length;
  const summaries = records.flatMap(({ summary }) => (summary?.kind === 'l0' ? [summary] : []));
  const ofL0 = {
    compressionRate: rangeOf(summaries.map(({ compressionRate }) => compressionRate)),
    descriptionBytes: rangeOf(summaries.map(({ descriptionBytes }) => descriptionBytes)),
  };
  return {
    jobs: records.length,
    finished: inState('finished'),
    failed: inState('failed'),
    cancelled: inState('cancelled'),
    seconds: records.reduce((sum, record) => sum + secondsOf(record), 0),
    accuracy: rangeOf(records.map(lastAccuracy)),
    ...(summaries.length === 0 ? {} : ofL0),
  };
}

/** A job that goes on tells no time of its own yet: that of its steps is known, which counts pauses where its own does not. */
const secondsOf = ({ seconds, status, steps }: JobRecord): number =>
  hasEnded(status)
    ? seconds
    : Math.max(
        seconds,
        steps.reduce((sum, step) => sum + step.seconds, 0),
      );

/** Null where no value is known. */
function rangeOf(values: readonly (number | null)[]): { readonly lowest: number; readonly highest: number } | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : { lowest: Math.min(...known), highest: Math.max(...known) };
}
