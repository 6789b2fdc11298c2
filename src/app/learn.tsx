/** The lessons in the window: made once, when they are first shown, for as long as the tab is open. */
import { useSyncExternalStore, type ComponentType } from 'react';
import { LessonSessions } from '../lab/lessons/sessions.ts';
import { lessons } from '../lessons/index.ts';
import { FrontNotices } from '../ui/front/FrontNotices.tsx';
import { Learn } from '../ui/learn/Learn.tsx';
import { keepAwake } from './awake.ts';
import { pageSurroundings } from './surroundings.ts';
import type { Tab } from './tab.ts';

/** @returns their page, which may come and go: what goes on in a lesson stays */
export function openLearn(tab: Tab): ComponentType {
  const sessions = new LessonSessions(lessons, pageSurroundings, (lab) => {
    keepAwake(lab);
    tab.labs.add(lab);
  });
  return function LearnWindow() {
    const notices = useSyncExternalStore(tab.subscribe, tab.notices);
    return <Learn sessions={sessions} notices={<FrontNotices notices={notices} onDismiss={tab.dismiss} />} />;
  };
}
