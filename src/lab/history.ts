/** Undo and redo over one value, with a bound. Immutable. */

export interface History<T> {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last edit was about, and when it was, in ms; null after an undo or redo. */
  readonly last: { readonly key: string; readonly at: number } | null;
}

const MOST_STEPS = 100;
/** Edits of one field that follow each other within this time are one step: what is typed is undone as a whole. */
const COALESCE_MS = 1500;

export const newHistory = <T>(present: T): History<T> => ({ past: [], present, future: [], last: null });

/** @param key what the edit is about, such as the path of a setting */
export function edited<T>(history: History<T>, present: T, key: string, now: number): History<T> {
  const { last } = history;
  const together = last !== null && last.key === key && now - last.at <= COALESCE_MS;
  const past = together ? history.past : [...history.past, history.present].slice(-MOST_STEPS);
  return { past, present, future: [], last: { key, at: now } };
}

export function undone<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return { past: history.past.slice(0, -1), present: previous, future: [history.present, ...history.future], last: null };
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, last: null };
}
