/** The input of every figure of a lab, put together from its state at most five times a second. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FigureInput, L0Input } from '../../figures/figure.ts';
import type { LabState } from '../../lab/contract.ts';
import type { Lab } from '../../lab/create-lab.ts';
import type { DtcStep, JobRecord } from '../../study/records.ts';
import { l0RunOf } from '../../study/families/l0/run.ts';
import { isComparable, loadPublished, type Published } from '../../study/families/dtc/published.ts';
import { loadL0Published, type L0Published } from '../../study/families/l0/published.ts';
import { isL0Job } from '../../study/schema.ts';
import { Throttle } from '../../study/throttle.ts';
import { dtcSteps, trajectoryOf, type Trajectory } from '../../study/families/dtc/run.ts';
import { currentTheme, onThemeChange } from '../theme.ts';
import type { View, ViewStore } from '../view.ts';
import { sameParts } from './tracked.ts';

/** Events come ten times a second; figures that follow them at half that rate look just as live. */
const INTERVAL_MS = 200;

const trajectories = new WeakMap<JobRecord, Trajectory>();
const pointsOfSteps = new WeakMap<readonly DtcStep[], Trajectory['points']>();

/** The trajectory of a record, if it has one; while only its losses grow, its points stay the same objects. */
function trajectory(record: JobRecord): Trajectory | null {
  const known = trajectories.get(record);
  if (known) return known;
  const fresh = trajectoryOf(record);
  if (!fresh) return null;
  const steps = dtcSteps(record.steps);
  const points = pointsOfSteps.get(steps) ?? fresh.points;
  pointsOfSteps.set(steps, points);
  const made = { ...fresh, points };
  trajectories.set(record, made);
  return made;
}

/** What is laid behind the run: a shared result and the stored runs that were chosen. */
function behind(shared: LabState['shared'], compared: LabState['compared']): readonly Trajectory[] {
  if (compared.length === 0) return shared?.trajectories ?? [];
  return [...(shared?.trajectories ?? []), ...compared.flatMap((run) => run.trajectories)];
}

/** What is shown: the study that was run, or else the one of a link, of a stored run, or of the form. */
function shownStudy({ run, shared, compared, study }: LabState): LabState['study'] {
  return run.study ?? shared?.study ?? compared[0]?.study ?? study;
}

const atWork = ({ run }: LabState): boolean => run.jobs.some(({ record: { status } }) => status === 'running' || status === 'loading');

export class FigureSource {
  readonly store: StoreApi<FigureInput>;
  private readonly lab: Lab;
  private readonly view: ViewStore;
  private published: Published | null = null;
  private l0Published: L0Published | null = null;
  private lastL0: L0Input | null = null;
  private readonly gathering = new Throttle(INTERVAL_MS, () => this.store.setState(this.gather(), true));

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

  private gather(): FigureInput {
    const state = this.lab.store.getState();
    const { run, shared, compared, chosenCycle } = state;
    const { sparsityAxis, layer, l0 } = this.view.getState();
    const study = shownStudy(state);
    return {
      own: run.jobs.map(({ record }) => trajectory(record)).filter((own) => own !== null),
      shared: behind(shared, compared),
      published: isComparable(study) ? this.published : null,
      l0: this.sameL0({
        job: isL0Job(study.job) ? study.job : null,
        own: run.jobs.map(({ record }) => l0RunOf(record)).filter((own) => own !== null),
        shared: [...(shared?.l0Runs ?? []), ...compared.flatMap((stored) => stored.l0Runs)],
        published: this.l0Published,
      }),
      options: { theme: currentTheme(), sparsityAxis, cycle: chosenCycle, layer, ...l0 },
    };
  }

  /** The same object while nothing in it changes: figures keep what they have read of it, and a slider of theirs changes nothing there. */
  private sameL0(fresh: L0Input): L0Input {
    const { lastL0 } = this;
    const { job, own, shared, published } = fresh;
    if (lastL0?.job === job && lastL0.published === published && sameParts(lastL0.own, own) && sameParts(lastL0.shared, shared))
      return lastL0;
    return (this.lastL0 = fresh);
  }

  private onLab(now: LabState, before: LabState): void {
    if (now.chosenCycle !== before.chosenCycle || now.shared !== before.shared || now.compared !== before.compared) this.gathering.now();
    // At a pause and at the end, figures and table say at once what the run bar says.
    else if (now.run.jobs !== before.run.jobs && atWork(before) && !atWork(now)) this.gathering.now();
    else if (now.run.jobs !== before.run.jobs || now.run.study !== before.run.study || now.study !== before.study) this.gathering.ask();
  }

  private onView(now: View, before: View): void {
    if (now.sparsityAxis !== before.sparsityAxis || now.layer !== before.layer || now.l0 !== before.l0) this.gathering.now();
  }

  private async fetchPublished(): Promise<void> {
    try {
      [this.published, this.l0Published] = await Promise.all([loadPublished(), loadL0Published()]);
    } catch {
      // Whatever kept the script away, the remedy is the same.
      this.lab.actions.notify({
        kind: 'error',
        message: 'The published curves could not be fetched, so figures show your runs only. Reload the page to try again.',
      });
      return;
    }
    this.gathering.now();
  }
}
