/** Stored runs as rows of the table: what differs between them, in which order they come, and which a search finds. */
import { pow } from '../../math/elementary.ts';
import type { RunEntry } from '../../lab/stored-contract.ts';
import { takenValues } from '../../study/beside.ts';
import { familyOf, settingsOf, type SettingValue, type Study } from '../../study/schema.ts';
import { aboutText, isAbout, listed } from '../text/about.ts';
import { decimals } from '../text/format.ts';
import { METHOD_PATH, methodTitle, SEED_PATH, valueTitle } from '../text/labels.ts';

/** More columns than these are not compact any more; what else differs is in the run itself. */
const MOST_COLUMNS = 4;

/** All values that a setting takes in a study; none of a setting that its family does not have. */
export const valuesOf = (study: Study, path: string): readonly SettingValue[] =>
  settingsOf(familyOf(study.job)).has(path) ? takenValues(study, path) : [];

export const methodsOf = (study: Study): string[] => valuesOf(study, METHOD_PATH).map(String);

/** A column of the table: a setting as a family means it. Families that mean the same by a path share one, others have one each. */
export interface SettingColumn {
  readonly path: string;
  readonly title: string;
}

const hasColumn = ({ job }: Study, { path, title }: SettingColumn): boolean => settingsOf(familyOf(job)).get(path)?.title === title;

/** Settings in which those of the runs differ that have them, in the order of the form; method, data and network have columns of their own. */
export function differingColumns(entries: readonly Pick<RunEntry, 'study'>[]): SettingColumn[] {
  const families = [...new Set(entries.map(({ study }) => familyOf(study.job)))];
  const columns = new Map(
    families
      .flatMap((family) => [...settingsOf(family)].map(([path, { title }]): SettingColumn => ({ path, title })))
      .filter(({ path }) => path !== METHOD_PATH && !isAbout(path))
      .map((column) => [`${column.path} ${column.title}`, column]),
  );
  const differ = (column: SettingColumn): boolean =>
    new Set(entries.flatMap(({ study }) => (hasColumn(study, column) ? [JSON.stringify(valuesOf(study, column.path))] : []))).size > 1;
  return [...columns.values()].filter(differ).slice(0, MOST_COLUMNS);
}

/** “0.3”, “1, 2, 3”, “0.001 … 3, 20 values”; empty where a run has no such setting. */
export function cellText(study: Study, column: SettingColumn): string {
  if (!hasColumn(study, column)) return '';
  return listed(valuesOf(study, column.path).map((value) => valueTitle(column.path, value, study.job)));
}

/** What tells a run from others of its name: its methods and what else differs, “DRR; Regularisation α 0.001 … 3, 8 values”. Empty where no other has its name. */
export function tellingText(entry: Pick<RunEntry, 'study'>, among: readonly Pick<RunEntry, 'study'>[]): string {
  const { study } = entry;
  const alike = among.filter((other) => other.study.name === study.name);
  if (alike.length < 2) return '';
  const differ = (textOf: (of: Study) => string): string[] =>
    new Set(alike.map((other) => textOf(other.study))).size > 1 ? [textOf(study)] : [];
  const settings = differingColumns(alike).filter((column) => hasColumn(study, column));
  return [
    ...differ((of) => methodsOf(of).map(methodTitle).join(', ')),
    ...differ(aboutText),
    ...settings.map((column) => `${column.title} ${cellText(study, column)}`),
  ].join('; ');
}

export const statusTitles: Readonly<Record<RunEntry['status'], string>> = {
  running: 'running',
  interrupted: 'interrupted',
  finished: 'finished',
  cancelled: 'cancelled',
  failed: 'failed',
};

export const statusTitle = ({ status, elsewhere }: Pick<RunEntry, 'status' | 'elsewhere'>): string =>
  elsewhere ? 'running in another tab or lesson' : statusTitles[status];

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

/** What of a run is searched beside what the table shows: the names that files give its data and networks, its family, and its seeds. */
function searched(study: Study): string[] {
  const { job } = study;
  const family = familyOf(job);
  const choices = [...settingsOf(family)].filter(([path, { kind }]) => kind === 'choice' && /^(?:data|model)\./u.test(path));
  const values = choices.flatMap(([path]) => valuesOf(study, path).flatMap((value) => [String(value), valueTitle(path, value, job)]));
  return [...values, family.title, aboutText(study), ...valuesOf(study, SEED_PATH).map((value) => `seed ${String(value)}`)];
}

/** Runs in which every word of the search occurs: in the name, the methods, the data, the network, the seeds, the state or the settings that are shown. */
export function found(entries: readonly RunEntry[], search: string, columns: readonly SettingColumn[]): RunEntry[] {
  const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
  return entries.filter((entry) => {
    const { study } = entry;
    const text = [
      study.name,
      ...methodsOf(study).map(methodTitle),
      statusTitle(entry),
      ...columns.map((column) => cellText(study, column)),
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
