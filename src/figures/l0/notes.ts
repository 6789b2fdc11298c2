/** The words around figures of ℓ0 studies. */
import { dataText } from '../../study/job-data.ts';
import { comparesWithL0Published, L0_PUBLISHED_SOURCE } from '../../study/families/l0/published.ts';
import { idleWords } from '../../study/families/l0/idle.ts';
import { l0MeasuredNothing } from '../../study/families/l0/hollow.ts';
import { notCarried, subtitle } from '../notes.ts';
import { emptyWhile, keptBy, seedsOf, shownRuns, shownTask, tasksOf, whole, type Task } from './runs.ts';
import type { L0Input } from './input.ts';

/** Whose numbers: the data, how many runs and seeds, and what of them is shared. */
export const runNotes = keptBy((input): string => {
  const task = shownTask(input);
  const runs = shownRuns(input);
  const ended = runs.filter(({ run }) => run.summary !== null);
  const nothing = ended.filter(({ run }) => l0MeasuredNothing(run) !== null).length;
  return subtitle(
    task ? dataText(task.job) : null,
    tasksOf(input).length > 1 && task ? task.beside : null,
    ended.length > 0 ? `${whole(ended.length)} ${ended.length === 1 ? 'run' : 'runs'}, ${seedsOf(ended)}` : null,
    nothing > 0 ? `${whole(nothing)} of them measured nothing` : null,
    ended.some(({ source }) => source === 'shared') ? 'faint: shared' : null,
  );
});

/** Which weights the sizes of the runs count. */
export const countedNote = keptBy((input): string =>
  idleWords(shownRuns(input).flatMap(({ run }) => (run.summary === null ? [] : [run.job]))),
);

/** The data behind a single run. */
export function dataNote(input: L0Input): string {
  const task = shownTask(input);
  return task ? dataText(task.job) : '';
}

/** What is said instead of axes while no run of the task has ended. */
export function emptyRuns(input: L0Input, what: string): string {
  const runs = shownRuns(input);
  if (runs.length === 0) return `Press Run to see ${what}.`;
  if (runs.every(({ run }) => run.isDigest && run.status === 'finished' && run.summary === null)) return notCarried(what);
  return (
    emptyWhile(runs, `each job shows ${what} when it has been pruned and fine-tuned`) ??
    (runs.some(({ run }) => run.summary)
      ? `None of the runs that ended shows ${what}.`
      : `No run of this study came to its end, so nothing shows ${what}.`)
  );
}

/** What a published table says about being comparable. */
export function publishedTableNote(table: string, task: Task): string {
  const comparable = comparesWithL0Published({ name: 'the task', job: task.job, axes: [] });
  const caution = comparable ? '' : ', with other data or training than here';
  return `hollow: published (${L0_PUBLISHED_SOURCE}, ${table}${caution})`;
}
