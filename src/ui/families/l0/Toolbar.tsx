import { listedRuns, titleOf, type LookedInto } from '../../../figures/l0/looked-into.ts';
import { methodsShown, shownTask, tasksOf } from '../../../figures/l0/runs.ts';
import type { L0View } from '../../../study/families/l0/view.ts';
import { Select } from '../../kit/Select.tsx';
import { useView } from '../../lab.tsx';
import { useL0Input } from './useL0Input.ts';
import { MethodChips } from '../../chart/MethodChips.tsx';
import styles from '../../chart/Toolbar.module.css';

/** Stands for the run that figures of a single run take by themselves. */
const BY_ITSELF = 'shortest';

interface Choice {
  readonly value: string;
  readonly title: string;
  readonly note?: string;
}

const choiceOf = (one: LookedInto): Choice => ({
  value: one.run.id,
  title: `${titleOf(one)}${one.run.source === 'shared' ? ' (shared)' : ''}`,
});

const choicesTexts = new WeakMap<readonly LookedInto[], string>();

/** Runs as choices, in one text; kept, since the lab asks for it at every move of a slider. */
function choicesText(runs: readonly LookedInto[]): string {
  const text = choicesTexts.get(runs) ?? JSON.stringify(runs.map(choiceOf));
  choicesTexts.set(runs, text);
  return text;
}

/** How the figures of an ℓ0 study are looked at: which methods, which of its tasks, and which run where a figure shows one. */
export function Toolbar() {
  // Texts, so that the toolbar is drawn again only when they change.
  const methods = useL0Input((input) => methodsShown(input).join(' '));
  const tasks = useL0Input((input) => JSON.stringify(tasksOf(input).map(({ key, label }): Choice => ({ value: key, title: label }))));
  const task = useL0Input((input) => shownTask(input)?.key ?? null);
  const runs = useL0Input((input) => choicesText(listedRuns(input).runs));
  const isPart = useL0Input((input) => listedRuns(input).isPart);
  const run = useL0Input(({ options }) => options.run);
  const setOptions = useView((view) => view.setOptions);
  const setL0 = (change: Partial<L0View>): void => setOptions('l0', change);
  const taskChoices = JSON.parse(tasks) as readonly Choice[];
  const runChoices = JSON.parse(runs) as readonly Choice[];
  const byItself: Choice = {
    value: BY_ITSELF,
    title: 'the shortest description',
    ...(isPart ? { note: 'The shortest follow; a click on its marker chooses any other run.' } : {}),
  };
  return (
    <section className={styles.bar} aria-label="View of the figures">
      <MethodChips methods={methods} />
      {taskChoices.length > 1 && (
        <div className={styles.choice}>
          <span aria-hidden="true">Task</span>
          <Select label="Task" hideLabel value={task} options={taskChoices} onChange={(chosen) => setL0({ task: chosen, run: null })} />
        </div>
      )}
      {runChoices.length > 1 && (
        <div className={styles.choice}>
          <span aria-hidden="true">Run shown</span>
          <Select
            label="Run shown by figures of a single run"
            hideLabel
            value={runChoices.some(({ value }) => value === run) ? run : BY_ITSELF}
            options={[byItself, ...runChoices]}
            onChange={(chosen) => setL0({ run: chosen === BY_ITSELF ? null : chosen })}
          />
        </div>
      )}
    </section>
  );
}
