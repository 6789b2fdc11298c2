/** What the jobs of a study have in their settings: those of the product of its axes, and those beside it. */
import { exceptSeed, SEED_PATH, valueAt, withValue, type Beside, type Job, type SettingValue, type Study } from './job.ts';
import { METHOD_PATH } from './settings.ts';

/** The job that stands beside the product of a study by these settings, with the seed of the base job; not checked. */
export const besideJob = (base: Job, own: Beside): Job =>
  Object.entries(own).reduce((job, [path, value]) => withValue(job, path, value), base);

/** Settings in which jobs of a study are meant to differ: its axes, and what is changed in those beside its product. */
export const variedPaths = ({ axes, beside = [] }: Pick<Study, 'axes' | 'beside'>): readonly string[] => [
  ...new Set([...axes.map(({ path }) => path), ...beside.flatMap((own) => Object.keys(own))]),
];

/** The values of a setting, which the family has, in the product of a study. */
const productValues = (study: Study, path: string): readonly SettingValue[] =>
  study.axes.find((axis) => axis.path === path)?.values ?? [valueAt(study.job, path)];

const same = (a: SettingValue, b: SettingValue): boolean => JSON.stringify(a) === JSON.stringify(b);

/** All values that a setting, which the family has, takes in the jobs of a study: those of its axis first. */
export function takenValues(study: Study, path: string): readonly SettingValue[] {
  const values = [...productValues(study, path)];
  for (const own of study.beside ?? []) if (path in own && !values.some((value) => same(value, own[path]))) values.push(own[path]);
  return values;
}

/** Whether some job of a study has one of these values in each of these settings, which its family has. */
export function someJobHas(study: Study, wanted: Readonly<Record<string, readonly SettingValue[]>>): boolean {
  const all = Object.entries(wanted);
  const isAmong = (values: readonly SettingValue[], value: SettingValue): boolean => values.some((candidate) => same(candidate, value));
  // A product has all values side by side, so one of its jobs has what is wanted exactly if each setting has a value that is.
  if (all.every(([path, values]) => productValues(study, path).some((value) => isAmong(values, value)))) return true;
  return (study.beside ?? []).some((own) => {
    const job = besideJob(study.job, own);
    return all.every(([path, values]) => isAmong(values, valueAt(job, path)));
  });
}

/** The lists that were asked about last: jobs beside a product by their settings without the seed. */
const known = new WeakMap<readonly Beside[], { readonly base: Job; readonly byKey: ReadonlyMap<string, Beside> }>();

/** The settings by which a job came to stand beside the product of its study, whatever its seed; undefined for one of the product. */
function besideOf({ job: base, beside }: Study, job: Job): Beside | undefined {
  if (!beside) return undefined;
  let entry = known.get(beside);
  if (entry?.base !== base) {
    entry = { base, byKey: new Map(beside.map((own) => [exceptSeed(besideJob(base, own)), own])) };
    known.set(beside, entry);
  }
  return entry.byKey.get(exceptSeed(job));
}

/** The settings that tell a job from the others of its study: those of the axes, or what is changed in one beside their product, and the seed. */
export function tellingPaths(study: Study, job: Job): readonly string[] {
  const axes = study.axes.map(({ path }) => path);
  const own = besideOf(study, job);
  return own ? [...Object.keys(own), ...axes.filter((path) => path === SEED_PATH)] : axes;
}

/** What jobs that differ in nothing but the seed are called in tables of the command line: “drr, alpha 0.01, hidden 300+100”. */
export function rowTitle(study: Study, job: Job): string {
  const paths = tellingPaths(study, job).filter((path) => path !== SEED_PATH && path !== METHOD_PATH);
  const show = (value: SettingValue): string => (Array.isArray(value) ? value.join('+') : String(value));
  return [job.compression.method, ...paths.map((path) => `${path.slice(path.indexOf('.') + 1)} ${show(valueAt(job, path))}`)].join(', ');
}
