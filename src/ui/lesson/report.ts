/**
 * A lesson in a frame of a course tells that page how far it is, and takes back what was answered there before: what a learning platform
 * keeps. Only where its address asks for it, and only to the page that the frame stands in.
 */
import { useEffect } from 'react';
import { z } from '../../data/zod.ts';
import type { LabState } from '../../lab/contract.ts';
import { lessonAnswerSchema, type LessonAnswer } from '../../study/lesson-view.ts';
import { usePageLab } from '../lab.tsx';
import { isAskedFor } from './embed.ts';

/** What the page around it is told. `src/ui/lesson/scorm.ts` has the other end. */
export interface LessonReport {
  readonly type: 'parsimony/lesson';
  readonly answer: LessonAnswer;
  /** Parts that are done: the prediction, the run, the sentence. */
  readonly done: number;
  readonly parts: number;
}

const earlierSchema = z.strictObject({ type: z.literal('parsimony/answer'), answer: lessonAnswerSchema });

/** How far a lesson is; null where there is none. */
export function reportOf({ lesson, run, shared }: Pick<LabState, 'lesson' | 'run' | 'shared'>): LessonReport | null {
  if (!lesson) return null;
  const { view, answer } = lesson;
  const parts = [
    ...(view.ask ? [answer.prediction !== undefined] : []),
    run.status === 'finished' || (run.study === null && shared !== null),
    answer.sentence !== undefined,
  ];
  return { type: 'parsimony/lesson', answer, done: parts.filter(Boolean).length, parts: parts.length };
}

/** Reports for as long as the page is open. */
export function useLessonReport(): void {
  const { lab } = usePageLab();
  useEffect(() => {
    if (!isAskedFor('report', window.location) || window.parent === window) return undefined;
    let told = '';
    const tell = (): void => {
      const report = reportOf(lab.store.getState());
      const text = JSON.stringify(report);
      if (!report || text === told) return;
      told = text;
      // Which page that is cannot be known; it holds nothing but what its own learner has answered in it.
      window.parent.postMessage(report, '*');
    };
    const onMessage = ({ source, data }: MessageEvent): void => {
      const earlier = source === window.parent ? earlierSchema.safeParse(data) : null;
      if (earlier?.success) lab.actions.answerLesson(earlier.data.answer);
    };
    window.addEventListener('message', onMessage);
    const leave = lab.store.subscribe(tell);
    tell();
    return () => {
      window.removeEventListener('message', onMessage);
      leave();
    };
  }, [lab]);
}
