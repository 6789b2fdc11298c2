/** The language that the pages of the lessons are read in. */
import { createContext, useContext, useEffect, useMemo, type ReactNode } from 'react';
import { languages, numbersIn, type Language, type Numbers } from '../../lessons/language.ts';
import { pageWords, type PageWords } from '../../lessons/words/index.ts';

export interface Spoken {
  readonly language: Language;
  readonly words: PageWords;
  readonly numbers: Numbers;
  readonly speak: (language: Language) => void;
}

const SpokenContext = createContext<Spoken | null>(null);

interface SpeakingProps {
  /** The one that was chosen; null before, when the browser's own counts. */
  readonly chosen: string | null;
  readonly onChoose: (language: Language) => void;
  readonly children: ReactNode;
}

export function Speaking({ chosen, onChoose, children }: SpeakingProps) {
  const language = languageOf(chosen) ?? browserLanguage();
  const spoken = useMemo(
    () => ({ language, words: pageWords[language], numbers: numbersIn(language), speak: onChoose }),
    [language, onChoose],
  );
  useEffect(() => {
    const root = document.documentElement;
    const before = root.lang;
    root.lang = language;
    return () => {
      root.lang = before;
    };
  }, [language]);
  return <SpokenContext value={spoken}>{children}</SpokenContext>;
}

/** @throws Error outside of a lesson's page */
export function useSpoken(): Spoken {
  const spoken = useContext(SpokenContext);
  if (!spoken) throw new Error('This part of the page stands in no page of a lesson, so it has no language.');
  return spoken;
}

const languageOf = (name: string | null): Language | null => languages.find((language) => language === name) ?? null;

/** The first of those that the browser is set to which there is; English where there is none. */
const browserLanguage = (): Language => {
  for (const wanted of navigator.languages) {
    const known = languageOf(wanted.slice(0, 2).toLowerCase());
    if (known) return known;
  }
  return languages[0];
};
