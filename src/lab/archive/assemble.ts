/** From the rows of a stored run to the run. */
import { jobKey, jobsOf, type Study } from '../../study/schema.ts';
import { newRecord } from '../../study/records.ts';
import { ArchiveError } from './database.ts';
import {
  storedCheckpointSchema,
  storedJobSchema,
  storedRunSchema,
  storedStepSchema,
  type LoadedRun,
  type SavedJob,
  type StoredCheckpoint,
  type StoredJob,
  type StoredStep,
} from './format.ts';

export interface Rows {
  readonly run: unknown;
  readonly jobs: readonly unknown[];
  readonly steps: readonly unknown[];
  readonly checkpoints: readonly unknown[];
}

/**
 * A run with one job for each of its study, in their order, so that what is shown and exported of it always belongs together: rows can be
 * missing, or be of other jobs where two tabs of an earlier version have written one run.
 * @throws ArchiveError for rows that cannot be read, and for a run of which no job is left
 */
export function assemble(rows: Rows): LoadedRun {
  const { run, jobs, steps, checkpoints } = parsed(rows);
  const wanted = jobsOf(run.study);
  const rowAt = new Map(jobs.map((row) => [row.index, row]));
  const checkpointAt = new Map(checkpoints.map(({ job, checkpoint }) => [job, checkpoint]));
  const stepsAt = new Map<number, StoredStep[]>();
  for (const step of steps) {
    const known = stepsAt.get(step.job);
    if (known) known.push(step);
    else stepsAt.set(step.job, [step]);
  }
  let lacking = 0;
  const found = wanted.map((job, index): SavedJob => {
    const row = rowAt.get(index);
    if (!row || jobKey(row.record.job) !== jobKey(job)) {
      lacking++;
      return { record: newRecord(job), checkpoint: null };
    }
    const own = (stepsAt.get(index) ?? []).filter(({ place }) => place < row.steps).map(({ step }) => step);
    return { record: { ...row.record, steps: own }, checkpoint: checkpointAt.get(index) ?? null };
  });
  if (lacking === wanted.length) throw emptyError(run.study);
  return { run, jobs: found, lacking, strange: jobs.length - (wanted.length - lacking) };
}

function parsed(rows: Rows) {
  try {
    return {
      run: storedRunSchema.parse(rows.run),
      jobs: storedJobSchema.array().parse(rows.jobs) satisfies StoredJob[],
      steps: storedStepSchema.array().parse(rows.steps) satisfies StoredStep[],
      checkpoints: storedCheckpointSchema.array().parse(rows.checkpoints) satisfies StoredCheckpoint[],
    };
  } catch (cause) {
    const name = nameOf(rows.run);
    throw new ArchiveError(
      'failed',
      `${name === null ? 'This stored run' : `The stored run “${name}”`} could not be read: another version of Parsimony wrote it, or it is damaged. It was left as it is.`,
      { cause },
    );
  }
}

const emptyError = ({ name }: Study): ArchiveError =>
  new ArchiveError(
    'failed',
    `“${name}” is stored without its jobs, so there is nothing of it to show or to go on with. It was left as it is: delete it on the page Runs, and run it again.`,
  );

function nameOf(run: unknown): string | null {
  const { study }: { readonly study?: { readonly name?: unknown } } = run ?? {};
  return typeof study?.name === 'string' ? study.name.slice(0, 120) : null;
}
