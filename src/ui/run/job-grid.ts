/** The jobs of a study as a table: the values of one axis from left to right, those of the others, combined, from top to bottom. */
import { settingNumber } from '../../math/number-text.ts';
import { familyOf, jobCount, productSize, settingsOf, type SettingValue, type Study } from '../../study/schema.ts';
import { METHOD_PATH, methodTitle, namedValue, valueTitle } from '../text/labels.ts';

export interface JobGrid {
  /** The axis of the columns. */
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    /** The values of the other axes; empty where there is no other. */
    readonly title: string;
    /** Places of its jobs in the study, one for each column. */
    readonly jobs: readonly number[];
  }[];
  /** Jobs beside the product: they have no place in its columns. */
  readonly beside: readonly number[];
}

/** Axes with more than one value: those that a table can be laid along. */
export const gridAxes = (study: Study): string[] => study.axes.filter(({ values }) => values.length > 1).map(({ path }) => path);

/** The axis with the most values, of equals the last. */
export const usualColumns = (study: Study): string | null =>
  study.axes.reduce<Study['axes'][number] | null>((most, axis) => (axis.values.length >= (most?.values.length ?? 2) ? axis : most), null)
    ?.path ?? null;

/** @param path of the axis of the columns; null where the study has none with several values */
export function jobGrid(study: Study, path: string | null): JobGrid | null {
  const along = study.axes.find((axis) => axis.path === path);
  if (!along) return null;
  const { length } = along.values;
  const total = productSize(study.axes);
  // Of the last axes each job takes the next value first: a step along an axis is as many jobs as the axes after it have.
  const after = productSize(study.axes.slice(study.axes.indexOf(along) + 1));
  const others = study.axes.filter((axis) => axis !== along);
  const rows = Array.from({ length: total / length }, (_, row) => {
    const first = Math.floor(row / after) * after * length + (row % after);
    return { title: rowTitle(study, others, row), jobs: along.values.map((_value, column) => first + column * after) };
  });
  return {
    path: along.path,
    columns: along.values.map((value) => shortTitle(study, along.path, value)),
    rows,
    beside: Array.from({ length: jobCount(study) - total }, (_, index) => total + index),
  };
}

function rowTitle(study: Study, axes: Study['axes'], row: number): string {
  const parts: string[] = [];
  let rest = row;
  for (const { path, values } of axes.toReversed()) {
    const value = values[rest % values.length];
    rest = Math.floor(rest / values.length);
    if (values.length === 1) continue;
    const title = shortTitle(study, path, value);
    parts.unshift(path === METHOD_PATH ? title : namedValue(path, title, study.job));
  }
  return parts.join(' · ');
}

/** A value without its unit, which the head of the table tells. */
function shortTitle(study: Study, path: string, value: SettingValue): string {
  if (path === METHOD_PATH) return methodTitle(String(value));
  const { kind } = settingsOf(familyOf(study.job)).get(path) ?? {};
  return kind === 'number' && typeof value === 'number' ? settingNumber(value) : valueTitle(path, value, study.job);
}
