/** A lesson while it is being made: what stands in the dialog, and the view that comes of it. */
import { lessonViewSchema, seenText, type LessonView } from '../../study/lesson-view.ts';

export interface Draft {
  readonly title: string;
  readonly note: string;
  readonly asks: 'nothing' | 'number' | 'words';
  readonly question: string;
  readonly unit: string;
  readonly covered: boolean;
  readonly large: boolean;
  /** Null where all are shown. */
  readonly figures: readonly string[] | null;
  readonly settings: readonly string[] | null;
  readonly locked: readonly string[];
}

export const emptyDraft: Draft = {
  title: '',
  note: '',
  asks: 'nothing',
  question: '',
  unit: '',
  covered: true,
  large: false,
  figures: null,
  settings: null,
  locked: [],
};

/** What stands in the dialog for a lesson that is open. */
export const draftOf = ({ title, note, ask, covered, large, figures, settings, locked }: LessonView): Draft => ({
  title: title ?? '',
  note: note ?? '',
  asks: ask?.kind ?? 'nothing',
  question: ask?.question ?? '',
  unit: ask?.unit ?? '',
  covered: ask === undefined || covered === true,
  large: large === true,
  figures: figures ?? null,
  settings: settings ?? null,
  locked: locked ?? [],
});

/** The view of a draft. What is empty is left out, and nothing is covered where no prediction could uncover it. */
export function viewOfDraft(draft: Draft): LessonView {
  const { figures, settings } = draft;
  const [title, note, question, unit] = [draft.title, draft.note, draft.question, draft.unit].map((text) => seenText(text).trim());
  const asks = draft.asks !== 'nothing' && question !== '';
  const locked = draft.locked.filter((path) => settings?.includes(path));
  return lessonViewSchema.parse({
    ...(title ? { title } : {}),
    ...(note ? { note } : {}),
    ...(figures?.length ? { figures } : {}),
    ...(settings?.length ? { settings } : {}),
    ...(locked.length > 0 ? { locked } : {}),
    ...(asks ? { ask: { question, kind: draft.asks, ...(draft.asks === 'number' && unit ? { unit } : {}) } } : {}),
    ...(asks && draft.covered ? { covered: true } : {}),
    ...(draft.large ? { large: true } : {}),
  });
}
