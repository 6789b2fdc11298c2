/** The lesson that a link has made of its study: what is shown and asked, and what was answered, which a reload keeps. */
import { canonicalJson } from '../study/schema.ts';
import { lessonAnswerSchema, seenText, type LessonAnswer, type LessonView, type LinkLesson } from '../study/lesson-view.ts';
import type { LabState } from './contract.ts';
import type { Access, Slice } from './lab-type.ts';
import type { Kept } from './storage.ts';

/** What can be done with it. */
export type LessonActions = 'showLesson' | 'answerLesson' | 'uncoverLesson' | 'showAllSettings' | 'closeLesson';

interface LessonSlice extends Slice<'lesson', LessonActions> {
  /** What the lesson that a link carries puts into the state: null where it carries none. */
  readonly opened: (lesson: LinkLesson | undefined) => Pick<LabState, 'lesson'>;
  /** Keeps that a run is shown, for the next visit. */
  readonly onShow: (id: string) => void;
}

export function lessonSlice({ get, set }: Pick<Access, 'get' | 'set'>, kept: Kept): LessonSlice {
  const change = (part: Partial<NonNullable<LabState['lesson']>>): void => {
    const { lesson } = get();
    if (lesson) set({ lesson: { ...lesson, ...part } });
  };
  const begun = (view: LessonView, answer: LessonAnswer, earlierRun: string | null = null): LabState['lesson'] => ({
    view,
    answer,
    earlierRun,
    isUncovered: false,
    hasAllSettings: false,
  });
  const keep = (answer: LessonAnswer, run: string | null): void => {
    const { lesson } = get();
    if (lesson) kept.keepLesson({ of: canonicalJson(lesson.view), answer, run });
  };
  return {
    state: { lesson: null },
    actions: {
      showLesson: (view) => set({ lesson: begun(view, {}) }),
      answerLesson(part) {
        const { lesson } = get();
        if (!lesson) return;
        const answer = withAnswer(lesson.answer, part);
        keep(answer, get().run.id);
        change({ answer });
      },
      uncoverLesson: () => change({ isUncovered: true }),
      showAllSettings: () => change({ hasAllSettings: true }),
      closeLesson: () => set({ lesson: null }),
    },
    opened(lesson) {
      if (!lesson) return { lesson: null };
      const { view, answer } = lesson;
      const earlier = kept.lesson();
      // Of a link that was handed in its own answers count.
      const isEarlier = Object.keys(answer).length === 0 && earlier?.of === canonicalJson(view);
      return { lesson: isEarlier ? begun(view, earlier.answer, earlier.run) : begun(view, answer) };
    },
    onShow(id) {
      kept.keepShown(id);
      keep(get().lesson?.answer ?? {}, id);
    },
  };
}

/** An answer with a part changed: a text that is empty is none. */
function withAnswer(answer: LessonAnswer, part: Partial<LessonAnswer>): LessonAnswer {
  const parts = Object.entries({ ...answer, ...part })
    .map(([name, value]) => [name, typeof value === 'string' ? seenText(value) : value] as const)
    .filter(([, value]) => value !== '' && value !== undefined);
  return lessonAnswerSchema.parse(Object.fromEntries(parts));
}
