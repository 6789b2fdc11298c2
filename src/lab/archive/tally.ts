/** What the list of runs shows of the jobs of a run. */
import type { JobRecord } from '../../study/records.ts';
import { familyOf } from '../../study/schema.ts';
import { hasEnded } from '../job-machine.ts';
import type { Tally } from './format.ts';

export function tallyOf(records: readonly JobRecord[]): Tally {
  const inState = (status: JobRecord['status']): number => records.filter((record) => record.status === status).length;
  const outcomes = records.map((record) => familyOf(record.job).outcomeOf(record));
  const sized = outcomes.filter(({ descriptionBytes }) => descriptionBytes !== undefined);
  const sizes = {
    compressionRate: rangeOf(sized.map(({ compressionRate = null }) => compressionRate)),
    descriptionBytes: rangeOf(sized.map(({ descriptionBytes = null }) => descriptionBytes)),
  };
  return {
    jobs: records.length,
    finished: inState('finished'),
    failed: inState('failed'),
    cancelled: inState('cancelled'),
    seconds: records.reduce((sum, record) => sum + secondsOf(record), 0),
    accuracy: rangeOf(outcomes.map(({ accuracy }) => accuracy)),
    ...(sized.length === 0 ? {} : sizes),
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
