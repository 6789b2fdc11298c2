/** The words around figures of ℓ0 studies. */
import { dataText } from '../../study/job-data.ts';
import { comparesWithL0Published, L0_PUBLISHED_SOURCE } from '../../study/families/l0/published.ts';
import { idleWords } from '../../study/families/l0/idle.ts';
import { l0MeasuredNothing } from '../../study/families/l0/hollow.ts';
import { joined, notCarried } from '../notes.ts';
import { emptyWhile, keptBy, seedsOf, shownRuns, shownTask, tasksOf, whole, type L0Shown, type Task } from './runs.ts';
import type { L0Input } from './input.ts';

/** The line under the title: how many runs and seeds; before any has ended, the data. */
export const captionOf = keptBy((input): string => {
  const ended = shownRuns(input).filter(({ run }) => run.summary !== null);
  if (ended.length === 0) return dataNote(input);
  const nothing = ended.filter(({ run }) => l0MeasuredNothing(run) !== null).length;
  return joined(
    `${whole(ended.length)} ${ended.length === 1 ? 'run' : 'runs'}, ${seedsOf(ended)}`,
    nothing > 0 ? `${whole(nothing)} of them measured nothing` : null,
  );
});

/** Whose numbers: the data, and what of the runs is shared. */
export const runNotes = keptBy((input): string => {
  const task = shownTask(input);
  const ended = shownRuns(input).filter(({ run }) => run.summary !== null);
  return joined(
    ended.length > 0 ? dataNote(input) : null,
    tasksOf(input).length > 1 && task ? task.beside : null,
    ended.some(({ source }) => source === 'shared') ? 'faint: shared' : null,
  );
});

/** Which weights the sizes of the runs count. */
export const countedNote = keptBy((input): string =>
  idleWords(shownRuns(input).flatMap(({ run }) => (run.summary === null ? [] : [run.job]))),
);

/** Of the paper. @param place a figure, table or equation of it */
export const inPaper = (place: string): string => `${place} of arXiv 2505.17469 (Barth and von Petersenn 2025).`;

/** The data behind a single run. */
export function dataNote(input: L0Shown): string {
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
