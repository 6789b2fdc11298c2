/** Stored runs as rows of the table: what differs between them, in which order they come, and which a search finds. */
import { pow } from '../../math/elementary.ts';
import { factsOf } from '../../data/sources/index.ts';
import type { RunEntry } from '../../lab/stored-contract.ts';
import { familyOf, settingsOf, settingOf, type SettingValue, type Study } from '../../study/schema.ts';
import { decimals } from '../text/format.ts';
import { METHOD_PATH, methodTitle, settingTitle, valueTitle } from '../text/labels.ts';

/** More columns than these are not compact any more; what else differs is in the run itself. */
const MOST_COLUMNS = 4;
/** Values of an axis that are written out; of more, the first and the last. */
const MOST_VALUES = 3;

/** All values that a setting takes in a study; none of a setting that its family does not have. */
export const valuesOf = (study: Study, path: string): readonly SettingValue[] =>
  study.axes.find((axis) => axis.path === path)?.values ?? (settingsOf(familyOf(study.job)).has(path) ? [settingOf(study.job, path)] : []);

export const methodsOf = (study: Study): string[] => valuesOf(study, METHOD_PATH).map(String);

/** Settings other than the method in which the runs differ, in the order of the form. */
export function differingPaths(entries: readonly Pick<RunEntry, 'study'>[]): string[] {
  const families = [...new Set(entries.map(({ study }) => familyOf(study.job)))];
  const paths = [...new Set(families.flatMap((family) => [...settingsOf(family).keys()]))].filter((path) => path !== METHOD_PATH);
  const differ = (path: string): boolean => new Set(entries.map(({ study }) => JSON.stringify(valuesOf(study, path)))).size > 1;
  return paths.filter(differ).slice(0, MOST_COLUMNS);
}

/** “0.3”, “1, 2, 3”, “0.001 … 3, 20 values”. */
export function cellText(study: Study, path: string): string {
  const texts = valuesOf(study, path).map((value) => valueTitle(path, value, study.job));
  return texts.length > MOST_VALUES ? `${texts[0]} … ${texts.at(-1)}, ${texts.length} values` : texts.join(', ');
}

/** What tells a run from others of its name: its methods and what else differs, “DRR; Regularisation α 0.001 … 3, 8 values”. Empty where no other has its name. */
export function tellingText(entry: Pick<RunEntry, 'study'>, among: readonly Pick<RunEntry, 'study'>[]): string {
  const { study } = entry;
  const alike = among.filter((other) => other.study.name === study.name);
  if (alike.length < 2) return '';
  const methods = new Set(alike.map((other) => methodsOf(other.study).join()));
  const settings = differingPaths(alike).map((path) => `${settingTitle(path, study.job)} ${cellText(study, path)}`);
  return [...(methods.size > 1 ? [methodsOf(study).map(methodTitle).join(', ')] : []), ...settings].join('; ');
}

export const statusTitles: Readonly<Record<RunEntry['status'], string>> = {
  running: 'running',
  interrupted: 'interrupted',
  finished: 'finished',
  cancelled: 'cancelled',
  failed: 'failed',
};

export const statusTitle = ({ status, elsewhere }: Pick<RunEntry, 'status' | 'elsewhere'>): string =>
  elsewhere ? 'running in another tab' : statusTitles[status];

export type SortKey = 'name' | 'status' | 'started' | 'accuracy' | 'rate' | 'bytes' | 'seconds';
export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

const keyOf: Readonly<Record<SortKey, (entry: RunEntry) => string | number>> = {
  name: ({ study }) => study.name.toLowerCase(),
  status: statusTitle,
  started: ({ startedAt }) => startedAt,
  // A run without any comes after all others, read from the highest.
  accuracy: ({ tally }) => tally.accuracy?.highest ?? -1,
  rate: ({ tally }) => tally.compressionRate?.highest ?? -1,
  bytes: ({ tally }) => tally.descriptionBytes?.lowest ?? -1,
  seconds: ({ tally }) => tally.seconds,
};

/** Pinned runs come first; runs that are equal keep their order. */
export function sorted(entries: readonly RunEntry[], { key, descending }: Sorting): RunEntry[] {
  const of = keyOf[key];
  const sign = descending ? -1 : 1;
  return [...entries].sort((a, b) => {
    if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
    const [one, other] = [of(a), of(b)];
    return one === other ? 0 : one < other ? -sign : sign;
  });
}

/** What of a run is searched beside what the table shows: its data and networks, by their titles and by the names that files give them, and its family. */
function searched(study: Study): string[] {
  const { job } = study;
  const family = familyOf(job);
  const choices = [...settingsOf(family)].filter(([path, { kind }]) => kind === 'choice' && /^(?:data|model)\./u.test(path));
  const values = choices.flatMap(([path]) => valuesOf(study, path).flatMap((value) => [String(value), valueTitle(path, value, job)]));
  return [...values, family.title, family.modelOf(job).title ?? '', factsOf(job).title];
}

/** Runs in which every word of the search occurs: in the name, the methods, the data, the network, the state or the settings that are shown. */
export function found(entries: readonly RunEntry[], search: string, paths: readonly string[]): RunEntry[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return entries.filter((entry) => {
    const { study } = entry;
    const text = [
      study.name,
      ...methodsOf(study).map(methodTitle),
      statusTitle(entry),
      ...paths.map((path) => cellText(study, path)),
      ...searched(study),
    ]
      .join(' ')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/**
 * What a run has against the baseline, in words: accuracy in percentage points, the highest compression rate as a factor, the shortest
 * description as a share. What either run lacks is left out.
 */
export function deltaWords(entry: RunEntry, baseline: RunEntry): string {
  const points = deltaOf(entry, baseline);
  const ratio = (key: 'compressionRate' | 'descriptionBytes', end: 'lowest' | 'highest'): number | null => {
    const [own, other] = [entry.tally[key]?.[end], baseline.tally[key]?.[end]];
    return own === undefined || other === undefined || other === 0 ? null : own / other;
  };
  const [rate, bytes] = [ratio('compressionRate', 'highest'), ratio('descriptionBytes', 'lowest')];
  const parts = [
    points === null ? null : `${signed(points)} pp`,
    rate === null ? null : `CR × ${rate.toFixed(2)}`,
    bytes === null ? null : `${signed((bytes - 1) * 100, 1)} % bytes`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '–' : parts.join(' · ');
}

const signed = (value: number, digits = 2): string =>
  `${value >= 0.5 * pow(10, -digits) ? '+' : ''}${decimals(value, digits).replace('-', '−')}`;

/** Difference of the highest accuracies in percentage points; null where either run has none. */
export function deltaOf(entry: RunEntry, baseline: RunEntry): number | null {
  const [own, other] = [entry.tally.accuracy, baseline.tally.accuracy];
  return own && other ? (own.highest - other.highest) * 100 : null;
}
