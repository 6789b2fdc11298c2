/**
 * What a figure reads of its input. Training losses change several times a second, points once a cycle, the chosen cycle when somebody
 * moves a slider; a figure is made again only if something changed that it read the last time.
 */
import type { Figure, FigureInput, FigureMaker } from '../../figures/figure.ts';
import type { Trajectory } from '../../study/families/dtc/run.ts';

type Read = 'losses' | keyof FigureInput['options'];

export interface TrackedFigure {
  readonly figure: Figure;
  /** The same list for two inputs if and only if the figure would come out the same. */
  readonly dependsOn: (input: FigureInput) => readonly unknown[];
}

/** Makes a figure and notes what it read. */
export function makeTracked(maker: FigureMaker, input: FigureInput): TrackedFigure {
  const reads = new Set<Read>();
  const noting = <Key extends string, Value extends object>(value: Value, keys: readonly (Key & keyof Value & Read)[]): Value => {
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
  const trajectory = (value: Trajectory): Trajectory => noting(value, ['losses']);
  const figure = maker.make({
    own: input.own.map(trajectory),
    shared: input.shared.map(trajectory),
    published: input.published,
    l0: input.l0,
    options: noting(input.options, optionKeys(input)),
  });
  return { figure, dependsOn: (other) => dependencies(other, reads) };
}

const optionKeys = ({ options }: FigureInput): (keyof FigureInput['options'])[] => Object.keys(options) as (keyof FigureInput['options'])[];

function dependencies(input: FigureInput, reads: ReadonlySet<Read>): unknown[] {
  const { own, shared, published, l0, options } = input;
  // A run of ℓ0 stays the same object until something of it changes.
  const parts: unknown[] = [published, l0.job, l0.published, l0.own.length, ...l0.own, ...l0.shared];
  for (const list of [own, shared]) {
    parts.push(list.length);
    for (const { job, status, points, steps, losses } of list) parts.push(job, status, points, steps, reads.has('losses') ? losses : null);
  }
  for (const key of optionKeys(input)) parts.push(reads.has(key) ? options[key] : null);
  return parts;
}

export const sameParts = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((part, index) => Object.is(part, b[index]));
