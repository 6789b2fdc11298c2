/** The input of every figure of a lab, put together from its state at most five times a second. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { messageOf } from '../../data/message-of.ts';
import type { FigureInput, Focus } from '../../figures/figure.ts';
import type { LabState } from '../../lab/contract.ts';
import type { Lab } from '../../lab/create-lab.ts';
import type { PublishedValues } from '../../study/family.ts';
import { families, familyOf } from '../../study/schema.ts';
import { Throttle } from '../../study/throttle.ts';
import { currentTheme, onThemeChange } from '../theme.ts';
import type { View, ViewStore } from '../view.ts';
import { focusAfter, shownOf, shownStudy } from './shown.ts';
import { sameParts } from './tracked.ts';

/** As often as the lab shows what it was told. */
const INTERVAL_MS = 200;

const numbers = new WeakMap<object, number>();
let last = 0;

/** A number for an object, which no other has. */
function numberOf(object: object): number {
  const number = numbers.get(object) ?? ++last;
  numbers.set(object, number);
  return number;
}

/** Of what is shown, with all that is laid behind it. A run that goes on, or is renamed, stays what it is. */
function keyOf({ run, shared, compared, study }: LabState): string {
  const behind = [...(shared ? [`shared ${numberOf(shared.study)}`] : []), ...compared.map(({ id }) => `run ${id}`)];
  return [run.study ? `run ${run.id ?? numberOf(run.study)}` : behind.length > 0 ? 'nothing' : `form ${numberOf(study)}`, ...behind].join(
    ', ',
  );
}

const atWork = ({ run }: LabState): boolean => run.jobs.some(({ record: { status } }) => status === 'running' || status === 'loading');

export class FigureSource {
  readonly store: StoreApi<FigureInput>;
  private readonly lab: Lab;
  private readonly view: ViewStore;
  /** By the id of their family. */
  private readonly published = new Map<string, unknown>();
  private measured: { values: unknown; measured: LabState['textSizes']['measured']; both: unknown } | null = null;
  private focus: Focus = 'run';
  private last: Pick<FigureInput, 'own' | 'shared'> = { own: [], shared: [] };
  /** The last input of the family that was shown before, while something may still be drawn of it. */
  private before: FigureInput | null = null;
  private readonly gathering = new Throttle(INTERVAL_MS, () => this.put(this.gather()));

  constructor(lab: Lab, view: ViewStore) {
    this.lab = lab;
    this.view = view;
    this.store = createStore<FigureInput>()(() => this.gather());
  }

  /** Follows the lab, the view and the theme until the function that it returns is called, and fetches the published runs. */
  follow(): () => void {
    // What has happened since it was made.
    this.gathering.now();
    const stops = [
      this.lab.store.subscribe((now, before) => this.onLab(now, before)),
      this.view.subscribe((now, before) => this.onView(now, before)),
      onThemeChange(() => this.gathering.now()),
    ];
    void this.fetchPublished();
    return () => {
      for (const stop of stops) stop();
      this.gathering.stop();
    };
  }

  /**
   * The newest input of a family. A page that is drawn in slices lets another family come in between them: what was laid out for the one
   * before is drawn to its end with its own numbers.
   */
  of(family: string): FigureInput {
    const now = this.store.getState();
    return now.family !== family && this.before?.family === family ? this.before : now;
  }

  /** Nothing is drawn of any family but this one any more. */
  forgetBefore(family: string): void {
    if (this.before?.family !== family) this.before = null;
  }

  private put(input: FigureInput): void {
    const before = this.store.getState();
    if (before.family !== input.family) this.before = before;
    this.store.setState(input, true);
  }

  private gather(): FigureInput {
    const state = this.lab.store.getState();
    const { study, own, shared } = shownOf(state, this.focus);
    const family = familyOf(study.job);
    const { id, published } = family;
    this.last = { own: this.same('own', own), shared: this.same('shared', shared) };
    return {
      family: id,
      study: { key: keyOf(state), name: study.name, focus: this.focus },
      job: study.job,
      ...this.last,
      published: published?.standBehind(study) ? this.withTexts(published, id, state.textSizes.measured) : null,
      options: { ...family.firstView, ...this.view.getState().options[id], theme: currentTheme(), cycle: state.chosenCycle },
    };
  }

  /** What was published with what was measured here, the same while neither changes. */
  private withTexts({ withTexts }: PublishedValues, id: string, measured: LabState['textSizes']['measured']): unknown {
    const values = this.published.get(id) ?? null;
    if (values === null || !withTexts) return values;
    if (this.measured?.values !== values || this.measured.measured !== measured)
      this.measured = { values, measured, both: withTexts(values, measured) };
    return this.measured.both;
  }

  /** The same list while nothing in it changes: figures keep what they have read of it, and a slider of theirs changes nothing there. */
  private same(which: 'own' | 'shared', fresh: FigureInput['own']): FigureInput['own'] {
    return sameParts(this.last[which], fresh) ? this.last[which] : fresh;
  }

  private onLab(now: LabState, before: LabState): void {
    if (keyOf(now) !== keyOf(before)) this.leaveStudy();
    const familyBefore = familyOf(shownStudy(before, this.focus).job);
    this.focus = focusAfter(now, before, this.focus);
    const isOther = now.chosenCycle !== before.chosenCycle || now.shared !== before.shared || now.compared !== before.compared;
    // Figures of one family say nothing of another.
    const isOfOther = familyOf(shownStudy(now, this.focus).job) !== familyBefore;
    if (isOther || isOfOther) this.gathering.now();
    // At a pause and at the end, figures and table say at once what the run bar says.
    else if (now.run.jobs !== before.run.jobs && atWork(before) && !atWork(now)) this.gathering.now();
    else if (now.run.jobs !== before.run.jobs || now.run.study !== before.run.study || now.study !== before.study) this.gathering.ask();
    else if (now.textSizes.measured !== before.textSizes.measured) this.gathering.ask();
  }

  /** Another study has other runs: what was chosen of the one before says nothing of it. */
  private leaveStudy(): void {
    const { options, setOptions } = this.view.getState();
    for (const { id, firstView, studyView } of families.all) {
      const chosen = studyView.filter((option) => option in (options[id] ?? {}));
      if (chosen.length > 0) setOptions(id, Object.fromEntries(Object.entries(firstView).filter(([option]) => chosen.includes(option))));
    }
  }

  private onView(now: View, before: View): void {
    if (now.options !== before.options) this.gathering.now();
  }

  private async fetchPublished(): Promise<void> {
    try {
      await Promise.all(families.all.map(async ({ id, published }) => this.published.set(id, (await published?.load()) ?? null)));
    } catch (error) {
      this.lab.actions.notify({
        kind: 'error',
        message: `The published curves could not be fetched, so figures show your runs only. ${messageOf(error)}`,
        action: { title: 'Try again', run: () => void this.fetchPublished() },
      });
      return;
    }
    this.gathering.now();
  }
}
