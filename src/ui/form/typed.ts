/**
 * What stands in the text fields of the form and is not in the study: because it is still being typed, or cannot be read. It outlasts the
 * fields, which come and go with folds and pages, and while any of it cannot run, nothing is run: what a person sees is what runs.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LabState } from '../../lab/contract.ts';
import type { Lab } from '../../lab/create-lab.ts';
import { familyOf, settingsOf, type Study } from '../../study/schema.ts';
import { applies } from './applying.ts';
import type { Choice } from './parse.ts';

export interface Typed {
  readonly text: string;
  /** Why it cannot run; null where it can, and will once the field is left. */
  readonly error: string | null;
  readonly choices: readonly Choice[];
  /** Whether the field was left with it, so that the reason stands below it. */
  readonly left: boolean;
}

export interface TypedTexts {
  /** By the path of the setting. */
  readonly texts: ReadonlyMap<string, Typed>;
  /** The field that is to be focused. */
  readonly sought: string | null;
  /** @param typed null where the field has what the study has */
  keep(path: string, typed: Typed | null): void;
  clear(): void;
  seek(path: string | null): void;
}

export type TypedStore = StoreApi<TypedTexts>;

export const createTyped = (): TypedStore =>
  createStore<TypedTexts>()((set) => ({
    texts: new Map(),
    sought: null,
    keep: (path, typed) =>
      set(({ texts }) => {
        const others = [...texts].filter(([other]) => other !== path);
        return { texts: new Map(typed ? [...others, [path, typed]] : others) };
      }),
    clear: () => set({ texts: new Map(), sought: null }),
    seek: (sought) => set({ sought }),
  }));

/** Forgets what was typed whenever another study is put on the form. @returns how to stop */
export const forgetReplaced = ({ store }: Lab, typed: TypedStore): (() => void) =>
  store.subscribe(({ replacements }: LabState, before: LabState) => {
    if (replacements !== before.replacements) typed.getState().clear();
  });

export interface Invalid {
  readonly path: string;
  /** What the setting is called. */
  readonly title: string;
  readonly text: string;
  readonly error: string;
}

/** What keeps the study on the form from being run, in the order in which it was typed. */
export function invalidIn(study: Study, { texts }: Pick<TypedTexts, 'texts'>): Invalid[] {
  const settings = settingsOf(familyOf(study.job));
  return [...texts].flatMap(([path, { text, error }]) => {
    const setting = settings.get(path);
    return error !== null && setting && applies(study, path) ? [{ path, title: setting.title, text, error }] : [];
  });
}

/** “Learning rate” cannot be “1e6”: 1e6 is outside the range, 1e-7 to 1. */
export const invalidWords = ({ title, text, error }: Invalid): string =>
  text.trim() === '' ? `“${title}” is empty. ${error}` : `“${title}” cannot be “${text.trim()}”. ${error}`;
