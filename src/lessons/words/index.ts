/** What the pages of the lessons say, in each language. */
import type { Language } from '../language.ts';
import { de } from './de.ts';
import { en, type PageWords } from './en.ts';

export type { PageWords } from './en.ts';

export const pageWords: Readonly<Record<Language, PageWords>> = { en, de };
