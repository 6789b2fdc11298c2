/**
 * What a link shows of its study, and what it asks of whoever opens it: the part of a link that makes a lesson. It comes from strangers, so
 * it holds nothing but texts, which are shown as texts, names of figures and paths of settings.
 */
import { z } from '../data/zod.ts';

/** Letters that are seen, spaces and line breaks: nothing that turns the direction of what follows, or hides in it. */
const UNSEEN = /(?!\n)[\p{Cc}\p{Cf}]/u;
const UNSEEN_ALL = /(?![\n\u200C\u200D])[\p{Cc}\p{Cf}]/gu;

/** What a person typed or pasted, as a link may carry it. */
export const seenText = (text: string): string => text.replaceAll(/\r\n?/gu, '\n').replaceAll('\t', ' ').replaceAll(UNSEEN_ALL, '');

// Joiners belong to letters of some scripts and to emoji.
const visible = (text: string): boolean => !UNSEEN.test(text.replaceAll(/[\u200C\u200D]/gu, ''));

const text = (most: number) => z.string().min(1).max(most).refine(visible, 'holds letters that cannot be seen');

/** Most letters of each text, which the fields where it is typed keep to. */
export const MOST_LETTERS = { title: 120, note: 2000, question: 240, unit: 24, sentence: 600, by: 60 } as const;

const names = (most: number) => z.array(z.string().min(1).max(80)).min(1).max(most);

export const lessonViewSchema = z.strictObject({
  /** The question that the lesson is about. */
  title: text(MOST_LETTERS.title).optional(),
  /** What there is to say about it, with a few marks (src/ui/lesson/marked-text.ts). */
  note: text(MOST_LETTERS.note).optional(),
  /** Names of the figures that are shown, in their order; without it all are, and all that stands beside them. */
  figures: names(12).optional(),
  /** Paths of the settings that stand on the form; without it all do. */
  settings: names(24).optional(),
  /** Paths of settings that stand there and cannot be changed. */
  locked: names(24).optional(),
  /** A prediction that is asked for before the run: a number, or words where it has no unit. */
  ask: z
    .strictObject({
      question: text(MOST_LETTERS.question),
      kind: z.enum(['number', 'words']),
      unit: text(MOST_LETTERS.unit).optional(),
    })
    .optional(),
  /** Whether figures and numbers are covered until the prediction is made. */
  covered: z.literal(true).optional(),
  /** Larger letters, to be read from the last row. */
  large: z.literal(true).optional(),
});
export type LessonView = z.output<typeof lessonViewSchema>;

/** What somebody who opened it has answered. */
export const lessonAnswerSchema = z.strictObject({
  /** The name under which it is handed in. */
  by: text(MOST_LETTERS.by).optional(),
  prediction: z.union([z.number(), text(MOST_LETTERS.question)]).optional(),
  sentence: text(MOST_LETTERS.sentence).optional(),
  /** What a lesson that checks predictions said of it. */
  check: z.enum(['as-expected', 'not', 'inconclusive']).optional(),
});
export type LessonAnswer = z.output<typeof lessonAnswerSchema>;

/** What a link carries beside its study and results. */
export interface LinkLesson {
  readonly view: LessonView;
  readonly answer: LessonAnswer;
}

/** The first path of a view that names no setting; undefined where all do. @param known paths of the settings of the study */
export const unknownSetting = ({ settings = [], locked = [] }: LessonView, known: ReadonlySet<string>): string | undefined =>
  [...settings, ...locked].find((path) => !known.has(path));
