/**
 * A lesson: a question, a prediction, a study that is run, and what of its records answers the question. It is data and pure functions; the
 * page draws all lessons in the same way and never asks which one it has.
 */
import { lazily } from '../data/registry.ts';
import type { Run } from '../study/job-record.ts';
import { studySchema, type Study, type StudyInput } from '../study/schema.ts';
import { numbersIn, type Language, type Numbers } from './language.ts';
import type { Chart, Outcome } from './outcome.ts';
import type { Answer, Prediction } from './prediction.ts';

/** The words that every lesson has. `*stars*` set off what is stressed. */
export interface LessonWords {
  readonly title: string;
  /** For lists of lessons: what it asks, in a line. */
  readonly teaser: string;
  readonly question: readonly string[];
  /** What is to be predicted. */
  readonly ask: string;
  /** What is predicted and measured, with its unit: the title of an axis. */
  readonly measure: string;
  /** Of the places, or of the things put in order. */
  readonly places: readonly string[];
  /** A predicted or measured number, with its unit. */
  value(value: number, numbers: Numbers): string;
  /** The same to all digits that are worth telling. */
  exact(value: number, numbers: Numbers): string;
  /** A number at an axis. */
  tick(value: number, numbers: Numbers): string;
  /** What bar and dots of the outcome are, where these are not an interval over seeds and the seeds. */
  readonly legend?: string;
  /** What runs, in a sentence. */
  readonly run: string;
  /** Where the numbers are from: network, data, in few words. */
  readonly source: string;
  readonly sentence: { readonly ask: string; readonly begin: string };
  /** For who teaches: what goes wrong in class, typical answers, what to ask. */
  readonly teacher: readonly string[];
}

/**
 * `as-expected`, `not`: what was predicted against what came out. `inconclusive`: the seeds leave it open. `unasked`: nothing was
 * predicted, so that there is nothing to check.
 */
export type CheckKind = 'as-expected' | 'not' | 'inconclusive' | 'unasked';

export interface Check {
  readonly kind: CheckKind;
  /** Why, in whole sentences. */
  readonly text: string;
}

/** What a lesson is told in: its own words, and numbers as their language writes them. */
export interface Say<Words> {
  readonly words: Words;
  readonly numbers: Numbers;
}

/** What the records of a run come to. */
export interface Shown {
  readonly outcome: Outcome;
  /** What was found; null while that is open. */
  readonly finding: string | null;
  readonly charts: readonly Chart[];
  /** Null while too little is known. */
  readonly check: (answer: Answer | null) => Check | null;
}

export interface Lesson {
  /** Part of its address. */
  readonly id: string;
  /** That it takes, reading and computing. */
  readonly minutes: number;
  /** Name of the recorded run of its very study. */
  readonly recorded: string;
  readonly study: () => Study;
  readonly prediction: Prediction;
  readonly words: Readonly<Record<Language, LessonWords>>;
  /** @param runs those that have finished @returns null while they show nothing */
  readonly shown: (runs: readonly Run[], language: Language) => Shown | null;
}

interface LessonInput<Words extends LessonWords, OfRun extends Run, Measured> {
  readonly id: string;
  readonly minutes: number;
  readonly recorded: string;
  /** Its name is the English title. */
  readonly study: Omit<StudyInput, 'name'>;
  readonly prediction: Prediction;
  readonly words: Readonly<Record<Language, Words>>;
  /** What of the finished runs the lesson reads; null while that is nothing. */
  readonly measure: (runs: readonly OfRun[]) => Measured | null;
  readonly outcome: (measured: Measured, say: Say<Words>) => Outcome;
  /** Null while too little is known. */
  readonly finding: (measured: Measured, say: Say<Words>) => string | null;
  readonly charts: (measured: Measured, say: Say<Words>) => readonly Chart[];
  /** Null while too little is known. */
  readonly check: (measured: Measured, answer: Answer | null, say: Say<Words>) => Check | null;
}

/** A lesson of which only its own file knows what it reads of its runs. */
export function lesson<Words extends LessonWords, OfRun extends Run, Measured>(input: LessonInput<Words, OfRun, Measured>): Lesson {
  const { id, minutes, recorded, prediction, words } = input;
  return {
    id,
    minutes,
    recorded,
    prediction,
    words,
    study: lazily(() => studySchema.parse({ name: words.en.title, ...input.study })),
    shown(runs, language) {
      const say = { words: words[language], numbers: numbersIn(language) };
      // Its study has jobs of one family, which is the lesson's.
      const measured = input.measure(runs as readonly OfRun[]);
      if (measured === null) return null;
      return {
        outcome: input.outcome(measured, say),
        finding: input.finding(measured, say),
        charts: input.charts(measured, say),
        check: (answer) => input.check(measured, answer, say),
      };
    },
  };
}
