/** What the runs of a class came to, as numbers beside their predictions. */
import type { HandedIn } from '../../lab/class-sheet.ts';
import { csvText } from '../../math/foreign-text.ts';
import { runsOf } from '../../study/digest-of.ts';
import type { Finding } from '../../study/finding.ts';
import { familyOf } from '../../study/schema.ts';
import { seriesTitle } from '../text/labels.ts';

/** A link with what its figures come to. */
export interface Answer {
  readonly row: HandedIn;
  readonly finding: Finding | null;
}

export function answerOf(row: HandedIn): Answer {
  const { study } = row.digest;
  return { row, finding: familyOf(study.job).finding?.(runsOf(row.digest), (job) => seriesTitle(study, job), null) ?? null };
}

/** Names of the numbers that any of them came to. */
export const outcomeNames = (answers: readonly Answer[]): string[] => [
  ...new Set(answers.flatMap(({ finding }) => finding?.numbers.map(({ title }) => title) ?? [])),
];

/** The number of that name as people read it; null where there is none. */
export const outcomeText = ({ finding }: Answer, name: string): string | null =>
  finding?.numbers.find(({ title }) => title === name)?.value ?? null;

/** A number as people read it, such as “9.0×” or “1.02 MB”. */
const WRITTEN = /[-−]?\d[\d,]*(?:\.\d+)?/u;

/** The same as a number, in the unit in which it is written; null where it is none. */
export function outcomeNumber(answer: Answer, name: string): number | null {
  const written = WRITTEN.exec(outcomeText(answer, name) ?? '')?.[0];
  return written === undefined ? null : Number(written.replaceAll(',', '').replace('−', '-'));
}

/** Names of the numbers that all who have them have in one unit: kB and MB cannot be laid beside each other. */
export function comparableNames(answers: readonly Answer[]): string[] {
  const unitsOf = (name: string): string[] => answers.flatMap((answer) => outcomeText(answer, name)?.replace(WRITTEN, '').trim() ?? []);
  return outcomeNames(answers).filter((name) => new Set(unitsOf(name)).size === 1);
}

export const predictionOf = ({ row }: Answer): number | string | null => row.digest.lesson?.answer.prediction ?? null;

const checkWords = { 'as-expected': 'as expected', not: 'not as expected', inconclusive: 'left open by the seeds' } as const;

/** What the check of a lesson said of the prediction; null where there was none. */
export function checkText({ row }: Answer): string | null {
  const check = row.digest.lesson?.answer.check;
  return check === undefined ? null : checkWords[check];
}

/** The sheet as a table for spreadsheets: one row a link. @param page address of the lab */
export function sheetCsv(answers: readonly Answer[], page: string): string {
  const names = outcomeNames(answers);
  return csvText([
    ['name', 'prediction', ...names, 'check', 'sentence', 'finding', 'remarks', 'study', 'studySha256', 'engine', 'backend', 'link'],
    ...answers.map((answer) => {
      const { digest, study, remarks, fragment } = answer.row;
      const { by = null, sentence = null } = digest.lesson?.answer ?? {};
      return [
        by,
        predictionOf(answer),
        ...names.map((name) => outcomeText(answer, name)),
        checkText(answer),
        sentence,
        answer.finding?.text ?? null,
        remarks.join(' '),
        digest.study.name,
        study,
        digest.environment?.engine ?? null,
        digest.environment?.backend ?? null,
        `${page.replace(/#.*$/u, '')}#${fragment}`,
      ];
    }),
  ]);
}
