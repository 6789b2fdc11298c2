/** What a learner did in a lesson, kept in the browser between visits. Each lesson has a place of its own, so that two tabs with two lessons do not undo each other. */
import { z } from '../../data/zod.ts';
import { parseUntrusted } from '../untrusted-json.ts';
import type { KeyValueStorage } from '../storage.ts';

/** Characters of a sentence that is kept. */
export const MOST_SENTENCE = 2000;

const progressSchema = z.strictObject({
  /** Null before one was made. */
  prediction: z.array(z.number()).max(32).nullable(),
  /** Whether it can be changed no more: something has run, or was shown. */
  isFixed: z.boolean(),
  sentence: z.string().max(MOST_SENTENCE),
  /** The run that was begun, as it is stored; null before one was. */
  run: z.string().max(64).nullable(),
  /** Whether the recorded run was asked for. */
  isRecorded: z.boolean(),
  /** Whether the end of a run was seen, and a sentence written. */
  isDone: z.boolean(),
});
export type LessonProgress = z.output<typeof progressSchema>;

export const noProgress: LessonProgress = { prediction: null, isFixed: false, sentence: '', run: null, isRecorded: false, isDone: false };

const keyOf = (lesson: string): string => `parsimony.lesson.${lesson}`;

/** What is kept of a lesson; nothing where it cannot be read, as of a later version. */
export function keptProgress(storage: KeyValueStorage | null, lesson: string): LessonProgress {
  try {
    const text = storage?.getItem(keyOf(lesson)) ?? null;
    return text === null ? noProgress : progressSchema.parse(parseUntrusted(text));
  } catch {
    return noProgress;
  }
}

/** @returns whether it is kept */
export function keepProgress(storage: KeyValueStorage | null, lesson: string, progress: LessonProgress): boolean {
  try {
    if (progress === noProgress) storage?.removeItem(keyOf(lesson));
    else storage?.setItem(keyOf(lesson), JSON.stringify(progress));
    return storage !== null;
  } catch {
    // Full or blocked.
    return false;
  }
}

const LANGUAGE = 'parsimony.language';

export function keptLanguage(storage: KeyValueStorage | null): string | null {
  try {
    return storage?.getItem(LANGUAGE) ?? null;
  } catch {
    return null;
  }
}

export function keepLanguage(storage: KeyValueStorage | null, language: string): void {
  try {
    storage?.setItem(LANGUAGE, language);
  } catch {
    // Full or blocked: it lasts until the page is closed.
  }
}
