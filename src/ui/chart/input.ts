/** The input of every figure, put together from the lab's state at most five times a second. */
import { createStore, useStore } from 'zustand';
import type { FigureInput, L0Input } from '../../figures/figure.ts';
import type { LabState } from '../../lab/contract.ts';
import type { DtcStep, JobRecord } from '../../study/records.ts';
import { l0RunOf } from '../../study/families/l0/run.ts';
import { isComparable, loadPublished, type Published } from '../../study/families/dtc/published.ts';
import { loadL0Published, type L0Published } from '../../study/families/l0/published.ts';
import { isL0Job } from '../../study/schema.ts';
import { dtcSteps, trajectoryOf, type Trajectory } from '../../study/families/dtc/run.ts';
import { actions, labState, onLabChange } from '../lab.ts';
import { currentTheme, onThemeChange } from '../theme.ts';
import { useView } from '../view.ts';
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

let published: Published | null = null;
let l0Published: L0Published | null = null;

/** What is shown: the study that was run, or else the one of a link, of a stored run, or of the form. */
function shownStudy({ run, shared, compared, study }: LabState): LabState['study'] {
  return run.study ?? shared?.study ?? compared[0]?.study ?? study;
}

let lastL0: L0Input | null = null;

/** The same object while nothing in it changes: figures keep what they have read of it, and a slider of theirs changes nothing there. */
function sameL0(fresh: L0Input): L0Input {
  const { job, own, shared, published: papers } = fresh;
  if (lastL0?.job === job && lastL0.published === papers && sameParts(lastL0.own, own) && sameParts(lastL0.shared, shared)) return lastL0;
  return (lastL0 = fresh);
}

function gather(): FigureInput {
  const lab = labState();
  const { run, shared, compared, chosenCycle } = lab;
  const { sparsityAxis, layer, l0 } = useView.getState();
  const study = shownStudy(lab);
  return {
    own: run.jobs.map(({ record }) => trajectory(record)).filter((own) => own !== null),
    shared: behind(shared, compared),
    published: isComparable(study) ? published : null,
    l0: sameL0({
      job: isL0Job(study.job) ? study.job : null,
      own: run.jobs.map(({ record }) => l0RunOf(record)).filter((own) => own !== null),
      shared: [...(shared?.l0Runs ?? []), ...compared.flatMap((stored) => stored.l0Runs)],
      published: l0Published,
    }),
    options: { theme: currentTheme(), sparsityAxis, cycle: chosenCycle, layer, ...l0 },
  };
}

export const inputStore = createStore<FigureInput>()(gather);

export const useFigureInput = <Part>(select: (input: FigureInput) => Part): Part => useStore(inputStore, select);

const atWork = ({ run }: LabState): boolean => run.jobs.some(({ record: { status } }) => status === 'running' || status === 'loading');

let timer: ReturnType<typeof setTimeout> | null = null;
let last = 0;

function flush(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  last = performance.now();
  inputStore.setState(gather(), true);
}

function flushSoon(): void {
  timer ??= setTimeout(flush, Math.max(0, INTERVAL_MS - (performance.now() - last)));
}

/** Follows the lab, the view and the theme for as long as the page is open, and fetches the published runs. */
export function followLab(): void {
  onLabChange((now, before) => {
    if (now.chosenCycle !== before.chosenCycle || now.shared !== before.shared || now.compared !== before.compared) flush();
    // At a pause and at the end, figures and table say at once what the run bar says.
    else if (now.run.jobs !== before.run.jobs && atWork(before) && !atWork(now)) flush();
    else if (now.run.jobs !== before.run.jobs || now.run.study !== before.run.study || now.study !== before.study) flushSoon();
  });
  useView.subscribe((now, before) => {
    if (now.sparsityAxis !== before.sparsityAxis || now.layer !== before.layer || now.l0 !== before.l0) flush();
  });
  onThemeChange(flush);
  Promise.all([loadPublished(), loadL0Published()]).then(
    ([dtc, l0]) => {
      published = dtc;
      l0Published = l0;
      flush();
    },
    () =>
      actions.notify({
        kind: 'error',
        message: 'The published curves could not be fetched, so figures show your runs only. Reload the page to try again.',
      }),
  );
}
