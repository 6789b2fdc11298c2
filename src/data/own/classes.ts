/** Classes of images whose labels are numbers: those that there are, whatever the numbers. */
import { grouped } from '../../math/number-text.ts';
import { listed, unusable } from './file.ts';

const MAX_CLASSES = 256;

export interface Classes {
  readonly names: readonly string[];
  /** Of each part, a class for each image. */
  readonly labels: readonly Uint8Array[];
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * @param parts labels as they stand in files, of images to train and to test
 * @throws {DatasetError} if there are too many different ones
 */
export function classesOf(parts: readonly Float64Array[], path: string): Classes {
  const found = new Set<number>();
  for (const values of parts) {
    for (const value of values) {
      found.add(value);
      if (found.size > MAX_CLASSES) throw tooManyClasses(path, `more than ${MAX_CLASSES}`);
    }
  }
  const sorted = [...found].sort((a, b) => a - b);
  const classOf = new Map(sorted.map((value, index) => [value, index]));
  return {
    names: sorted.map(String),
    labels: parts.map((values) => Uint8Array.from(values, (value) => classOf.get(value) ?? 0)),
    ...wordsAbout(sorted),
  };
}

export const tooManyClasses = (path: string, count: string): Error =>
  unusable(path, `is of ${count} classes`, `At most ${MAX_CLASSES} can be told apart: join some`);

/** @throws {DatasetError} if there are more classes than can be told apart */
export function requireFew(classes: readonly string[], path: string): void {
  if (classes.length > MAX_CLASSES) throw tooManyClasses(path, grouped(classes.length));
}

function wordsAbout(sorted: readonly number[]): Pick<Classes, 'notes' | 'warnings'> {
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  const span = most - least + 1;
  const isWithoutHoles = span === sorted.length;
  if (isWithoutHoles && least === 0) return { notes: [], warnings: [] };
  if (isWithoutHoles)
    return {
      notes: [`The labels are ${least} … ${most}: there are ${sorted.length} classes, and the label of each is its name.`],
      warnings: [],
    };
  // Beyond some hundreds they are no classes that somebody counts.
  const missing =
    span <= 2 * MAX_CLASSES ? Array.from({ length: span }, (_, i) => least + i).filter((label) => !sorted.includes(label)) : [];
  return {
    notes: [],
    warnings: [
      `${missing.length > 0 ? `No image has the label ${listed(missing.map(String), 8)}` : 'The labels do not follow each other'}: ` +
        `there are ${sorted.length} classes, those of ${listed(sorted.map(String), 8)}, and the label of each is its name. Is a part of the images missing?`,
    ],
  };
}
