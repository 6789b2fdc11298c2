/**
 * What a figure reads of its input. Training losses change several times a second, points once a cycle, the chosen cycle when somebody
 * moves a slider; a figure is made again only if something changed that it read the last time.
 */
import type { Figure, FigureInput, FigureMaker } from '../../figures/figure.ts';
import type { Run } from '../../study/job-record.ts';

export interface TrackedFigure {
  readonly figure: Figure;
  /** The same list for two inputs if and only if the figure would come out the same. */
  readonly dependsOn: (input: FigureInput) => readonly unknown[];
}

/** Makes a figure and notes what it read. */
export function makeTracked(maker: FigureMaker, input: FigureInput): TrackedFigure {
  const reads = new Set<string>();
  const noting = <Value extends object>(value: Value, keys: readonly (string & keyof Value)[]): Value => {
    const noted = { ...value };
    for (const key of keys) {
      Object.defineProperty(noted, key, {
        enumerable: true,
        get: () => {
          reads.add(key);
          return value[key];
        },
      });
    }
    return noted;
  };
  // Runs without losses stay what they are, lists and all, by which figures keep what they have read of them.
  const notingLosses = (runs: readonly Run[]): readonly Run[] =>
    runs.some(({ losses }) => losses) ? runs.map((run) => (run.losses ? noting(run, ['losses']) : run)) : runs;
  const figure = maker.make({
    ...input,
    own: notingLosses(input.own),
    shared: notingLosses(input.shared),
    options: noting(input.options, optionKeys(input)),
  });
  return { figure, dependsOn: (other) => dependencies(other, reads) };
}

type OptionKey = keyof FigureInput['options'];
const optionKeys = ({ options }: FigureInput): OptionKey[] => Object.keys(options) as OptionKey[];

function dependencies(input: FigureInput, reads: ReadonlySet<string>): unknown[] {
  const { family, study, job, own, shared, published, options } = input;
  const parts: unknown[] = [family, study.key, job, published];
  for (const list of [own, shared]) {
    parts.push(list.length);
    for (const run of list) {
      if (!run.losses) parts.push(run);
      else for (const [key, part] of Object.entries(run)) parts.push(key === 'losses' && !reads.has(key) ? null : part);
    }
  }
  for (const key of optionKeys(input)) parts.push(reads.has(key) ? options[key] : null);
  return parts;
}

export const sameParts = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((part, index) => Object.is(part, b[index]));
