/** Whether a study is about a text. */
import { symbolsAtOnce } from '../../../study/job-data.ts';
import type { L0Input } from '../input.ts';
import { shownTask } from '../runs.ts';

/** Whether the networks of the task that is shown predict a text. */
export function isOfText(input: L0Input): boolean {
  const task = shownTask(input);
  return task !== null && symbolsAtOnce(task.job) !== null;
}
