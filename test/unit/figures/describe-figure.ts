/** A figure as text that a person can read and compare: what is drawn, with which style, and the numbers to five significant digits. */
import type { Figure } from '../../../src/figures/figure.ts';
import type { Trace } from '../../../src/figures/draw.ts';

export function describeFigure(title: string, figure: Figure): string {
  const { subtitle, notes, layout, table, empty } = figure;
  const axes = Object.entries(layout).filter(([key]) => /^[xy]axis/.test(key));
  return [
    `# ${title}`,
    `  ${subtitle}`,
    ...notes.map((note) => `  (i) ${note}`),
    ...(empty === null ? [] : [`  empty: ${empty}`]),
    ...axes.map(([key, axis]) => `  ${key}: ${describeAxis(axis as Record<string, unknown>)}`),
    ...describeMarks(layout),
    ...(figure.data as Trace[]).flatMap(describeTrace),
    `table: ${table.columns.join(' | ')}`,
    ...shorten(table.rows.map((row) => `  ${row.map((cell) => (typeof cell === 'number' ? digits(cell) : (cell ?? '–'))).join(' | ')}`)),
    '',
  ].join('\n');
}

/** The first and the last rows of a long table: its numbers are those of the traces. */
const shorten = (rows: string[]): string[] =>
  rows.length <= 8 ? rows : [...rows.slice(0, 4), `  … ${rows.length - 8} rows …`, ...rows.slice(-4)];

function describeAxis({ title, type, range, tickvals, ticktext, uirevision }: Record<string, unknown>): string {
  return [
    (title as { text: string } | undefined)?.text ?? 'untitled',
    type ?? 'linear',
    range ? `range ${list(range as number[])}` : 'range free',
    tickvals ? `ticks ${list(tickvals as number[])}${ticktext ? ` as ${(ticktext as string[]).join(' ')}` : ''}` : '',
    uirevision === undefined ? '' : `zoom kept while ${uirevision}`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** Lines and words that belong to no trace. */
const describeMarks = ({ shapes = [], annotations = [] }: Figure['layout']): string[] => [
  ...shapes.map(({ x0, x1, y0, y1, line }) => `  line ${list([x0, y0, x1, y1])} ${line?.dash ?? 'solid'} ${line?.color}`),
  ...annotations.map(({ x, y, text }) => `  says “${text}” at ${list([x, y])}`),
];

/** A heat map row by row. */
function describeMap({
  uid,
  z,
  text,
}: {
  readonly uid?: string;
  readonly z: readonly unknown[];
  readonly text?: readonly (readonly string[])[];
}): string[] {
  return [`- ${uid}: heat map`, ...z.map((row) => `    ${list(row)}`), ...(text ? [`    first says ${text[0][0]}`] : [])];
}

function describeTrace(trace: Trace): string[] {
  if ('z' in trace) return describeMap(trace as unknown as Parameters<typeof describeMap>[0]);
  const {
    uid,
    name,
    mode,
    line,
    marker,
    opacity = 1,
    fill,
    fillcolor,
    showlegend,
    x,
    y,
    customdata,
    text,
    error_x: across,
    error_y: upwards,
  } = trace;
  const whiskers = across ?? upwards;
  const look = [
    mode,
    marker
      ? `${marker.symbol ?? 'bars'} ${Array.isArray(marker.size) ? 'sizes' : (marker.size ?? '')} ${Array.isArray(marker.color) ? 'colours' : marker.color}`
      : '',
    line && line.width !== 0 ? `line ${line.dash ?? 'solid'} ${line.shape ?? ''} ${line.width ?? ''} ${line.color ?? marker?.color}` : '',
    fill ? `fill ${fill} ${fillcolor}` : '',
    opacity === 1 ? '' : `opacity ${opacity}`,
    showlegend === false ? 'not in legend' : '',
  ];
  return [
    `- ${uid}${name === undefined ? '' : ` “${name}”`}: ${look.filter(Boolean).join(', ').replaceAll(/ +/g, ' ')}`,
    `    x ${list(x)}`,
    `    y ${list(y)}`,
    ...(whiskers ? [`    + ${list(whiskers.array)}`, `    − ${list(whiskers.arrayminus ?? whiskers.array)}`] : []),
    ...(customdata ? [`    cycles ${list(customdata)}`] : []),
    ...(Array.isArray(text) ? [`    first says ${text[0]}`] : []),
  ];
}

const list = (values: unknown): string =>
  Array.from(values as ArrayLike<number | string | null>, (value) => (value === null ? '–' : digits(value))).join(' ');

const digits = (value: number | string): string =>
  typeof value === 'string' ? value.replaceAll(/\s*\n\s*/g, ' ') : String(Number(value.toPrecision(5)));
