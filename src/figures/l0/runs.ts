/**
 * The runs of an ℓ0 study as figures see them. Runs of one task (the same data, network and loss) can share axes; inside of a task those of
 * one series differ in nothing but how strongly they prune, and in their seeds.
 */
import { grouped as whole } from '../../math/number-text.ts';
import type { L0Run } from '../../study/families/l0/run.ts';
import { l0MethodOf, l0Methods } from '../../study/families/l0/methods.ts';
import { l0Described } from '../../study/families/l0/settings.ts';
import { valueAt, type Section } from '../../study/job.ts';
import { isToldOfData } from '../../study/job-data.ts';
import { lazily, settingsOf } from '../../study/settings.ts';
import { differingPaths, gathered, seriesFrom, settingText, type SeriesOf } from '../series.ts';
import { methodTitle, type Method } from '../style.ts';
import type { L0Job } from '../../study/families/l0/types.ts';
import type { Focus } from '../figure.ts';
import type { L0Input } from './input.ts';

export interface Task {
  readonly key: string;
  /** The settings in which tasks of this study differ; empty where there is but one. */
  readonly label: string;
  /** The label without what `dataText` says. */
  readonly beside: string;
  readonly job: L0Job;
}

/** A run with a name by which the page chooses it: “own/3”. */
export interface NamedRun {
  readonly id: string;
  readonly source: 'own' | 'shared';
  readonly run: L0Run;
}

export interface Series extends Omit<SeriesOf<NamedRun>, 'members'> {
  readonly runs: readonly NamedRun[];
}

/** What of an input says which runs there are. */
export type L0Shown = Pick<L0Input, 'study' | 'job' | 'own' | 'shared' | 'published' | 'options'>;

/** Settings by what they tell apart. */
const paths = lazily(() => {
  const settings = settingsOf(l0Described);
  const seeds = [...settings].filter(([path, { kind }]) => kind === 'seed' || path === 'seed').map(([path]) => path);
  /** How strongly methods prune: the places of their runs along a curve. */
  const strength = [
    ...new Set(l0Methods.all.flatMap((method) => (method.strength?.along ? [`compression.${method.strength.setting}`] : []))),
  ];
  const task = [...settings.keys()].filter(
    (path) =>
      (/^(data|model)\./.test(path) && !seeds.includes(path)) ||
      ['training.loss', 'training.gaussConstant', 'compression.codec', 'compression.targetBits'].includes(path),
  );
  const series = [...settings.keys()].filter((path) => ![...seeds, ...strength, ...task, 'compression.method'].includes(path));
  return { strength, task, series };
});

/** The regularisation that a run trains with; null where its method has none. */
export const alphaOf = (job: L0Job): number | null => (l0MethodOf(job).traits.hasAlpha ? job.compression.alpha : null);

function keyBy(wanted: () => readonly string[]): (job: L0Job) => string {
  // Taken apart once: ten thousand jobs have half a million settings, and looking each of them up by its path took longest in a first drawing.
  const places = lazily(() => wanted().map((path) => path.split('.') as [Section, string]));
  const values = (job: L0Job): unknown[] => places().map(([section, name]) => (job[section] as Readonly<Record<string, unknown>>)[name]);
  const keys = new WeakMap<L0Job, string>();
  return (job) => {
    let key = keys.get(job);
    // Settings are texts, numbers and lists of them, so that nothing has keys to sort: canonicalJson takes four times as long.
    if (key === undefined) keys.set(job, (key = JSON.stringify(values(job))));
    return key;
  };
}

const taskKey = keyBy(() => paths().task);
const seriesKey = keyBy(() => ['compression.method', ...paths().series]);
/** Equal for runs that repeat each other under other seeds. */
export const repeatKey = keyBy(() => ['compression.method', ...paths().strength, ...paths().series]);

/** Keeps what is read from an input as long as the input is there: a dozen figures ask for the same at every update. */
export function keptBy<Value>(read: (input: L0Shown) => Value): (input: L0Shown) => Value {
  const kept = new WeakMap<
    L0Shown['own'],
    Pick<L0Shown, 'job' | 'shared' | 'published'> & { readonly focus: Focus; readonly byTask: Map<string | null, Value> }
  >();
  return (input) => {
    const {
      study: { focus },
      job,
      own,
      shared,
      published,
    } = input;
    const last = kept.get(own);
    const isSame = last !== undefined && last.job === job && last.shared === shared && last.published === published && last.focus === focus;
    const byTask = isSame ? last.byTask : new Map<string | null, Value>();
    if (!isSame) kept.set(own, { job, shared, published, focus, byTask });
    const { task } = input.options;
    const known = byTask.get(task);
    if (known !== undefined) return known;
    const value = read(input);
    byTask.set(task, value);
    return value;
  };
}

/** The tasks of a study, in the order of its runs, those that somebody turned to last before others; before it has any, that of its base job. */
export const tasksOf = keptBy(findTasks);

function findTasks({ study, job: base, own, shared }: L0Shown): readonly Task[] {
  const jobs = (study.focus === 'run' ? [...own, ...shared] : [...shared, ...own]).map(({ job }) => job);
  if (jobs.length === 0) jobs.push(base);
  const byKey = new Map<string, L0Job>();
  for (const job of jobs) if (!byKey.has(taskKey(job))) byKey.set(taskKey(job), job);
  const firsts = [...byKey.values()];
  const differing = differingPaths(firsts, paths().task);
  const words = (job: L0Job, told: readonly string[]): string => told.map((path) => settingText(job, path)).join(', ');
  return [...byKey].map(([key, job]) => {
    const untold = differing.filter((path) => !isToldOfData(job, path));
    return { key, job, label: words(job, differing), beside: words(job, untold) };
  });
}

/** The task that is shown; null where there is no study. */
export function shownTask(input: L0Shown): Task | null {
  const tasks = tasksOf(input);
  return tasks.find(({ key }) => key === input.options.task) ?? tasks[0] ?? null;
}

/** The methods of all runs, in their order. */
export const methodsShown = keptBy(({ own, shared }): readonly Method[] => [
  ...new Set([...own, ...shared].map(({ job }) => job.compression.method)),
]);

/** The runs of the task that is shown. */
export const shownRuns = keptBy(findRuns);

function findRuns(input: L0Shown): readonly NamedRun[] {
  const task = shownTask(input);
  const named = (runs: readonly L0Run[], source: NamedRun['source']): NamedRun[] =>
    runs.map((run, index) => ({ id: `${source}/${index}`, source, run })).filter(({ run }) => taskKey(run.job) === task?.key);
  return [...named(input.own, 'own'), ...named(input.shared, 'shared')];
}

/** The series of the shown task. */
export const seriesOf = keptBy(findSeries);

function findSeries(input: L0Shown): readonly Series[] {
  const { own = [], shared = [] } = Object.fromEntries(gathered(shownRuns(input), ({ source }) => source));
  const series = seriesFrom<NamedRun, L0Job>({ own, shared }, { jobOf: ({ run }) => run.job, keyOf: seriesKey, paths: paths().series });
  return series.map(({ members, ...one }) => ({ ...one, runs: members }));
}

/** “R-L1, α = 3e−4, seed 42”: what sets a run apart, for hover texts and lists. */
export function runTitle({ run }: NamedRun, label = methodTitle(run.job.compression.method)): string {
  return [label, strengthText(run.job), `seed ${run.job.seed}`].filter(Boolean).join(', ');
}

/** “α = 3e−4”; empty for methods without a strength. */
export function strengthText(job: L0Job): string {
  const { strength } = l0MethodOf(job);
  if (!strength) return '';
  const value = valueAt(job, `compression.${strength.setting}`) as number;
  return strength.words(value, short(value));
}

/** A number in four digits at most, small ones as 3e−5. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-3 || size >= 1e6))
    return Number(value.toPrecision(3)).toExponential().replace('-', '−').replace('e-', 'e−').replace('e+', 'e');
  return String(Number(value.toPrecision(4)));
}

/** Whole numbers as 266,610. */
export { whole };

/** What is said of runs that can still come to something, and what becomes of them; null where all have ended. */
export function emptyWhile(runs: readonly NamedRun[], then: string): string | null {
  const own = new Set(runs.filter(({ source }) => source === 'own').map(({ run }) => run.status));
  if (own.has('running') || own.has('loading')) return `Runs are under way: ${then}.`;
  if (own.has('paused')) return `The run is paused. When it goes on, ${then}.`;
  return own.has('queued') ? `Jobs are waiting: ${then}.` : null;
}

/** The seeds of the runs in words: “seed 7”, “3 seeds”. */
export function seedsOf(runs: readonly NamedRun[]): string {
  const seeds = new Set(runs.map(({ run }) => run.job.seed));
  return seeds.size === 1 ? `seed ${[...seeds][0]}` : `${seeds.size} seeds`;
}
