import { useEffect, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { LessonSessions } from '../../lab/lessons/sessions.ts';
import { lessons } from '../../lessons/index.ts';
import { LabProvider } from '../lab.tsx';
import { useLessonId } from '../route.ts';
import { ErrorBoundary } from '../shell/ErrorBoundary.tsx';
import { Notices } from '../shell/Notices.tsx';
import { Speaking, useSpoken } from './language.tsx';
import { LearnHeader } from './LearnHeader.tsx';
import { LearnPage } from './LearnPage.tsx';
import { LessonPage } from './LessonPage.tsx';

interface LearnProps {
  readonly sessions: LessonSessions;
  /** What the tab has to tell. */
  readonly notices: ReactNode;
}

/** The lessons: the list of them, or the one that the address names, with a lab of its own. */
export function Learn({ sessions, notices }: LearnProps) {
  const chosen = useStore(sessions.store, ({ language }) => language);
  const speak = sessions.speak;
  return (
    <Speaking chosen={chosen} onChoose={speak}>
      <LearnHeader />
      <Addressed sessions={sessions} />
      {notices}
    </Speaking>
  );
}

function Addressed({ sessions }: Pick<LearnProps, 'sessions'>) {
  const { language, words } = useSpoken();
  const id = useLessonId();
  const lesson = lessons.find((one) => one.id === id) ?? null;
  // A lesson that is begun anew has another session.
  const resets = useStore(sessions.store, (state) => state.resets);
  const title = lesson?.words[language].title ?? words.pages.learn;
  useEffect(() => {
    document.title = `Parsimony · ${title}`;
  }, [title]);
  if (!lesson) return <LearnPage sessions={sessions} unknown={id} />;
  const session = sessions.of(lesson);
  return (
    <LabProvider key={`${lesson.id} ${resets}`} lab={session.lab}>
      <ErrorBoundary>
        <LessonPage lesson={lesson} session={session} sessions={sessions} />
      </ErrorBoundary>
      <Notices />
    </LabProvider>
  );
}
