import { useStore } from 'zustand';
import type { LessonSessions } from '../../lab/lessons/sessions.ts';
import { lessons } from '../../lessons/index.ts';
import { Icon } from '../kit/Icon.tsx';
import { lessonAddress } from '../route.ts';
import { useSpoken } from './language.tsx';
import { useTop } from './useTop.ts';
import styles from './LearnPage.module.css';

interface LearnPageProps {
  readonly sessions: LessonSessions;
  /** What the address names and there is not; null where it names nothing. */
  readonly unknown: string | null;
}

/** All lessons, to choose one. */
export function LearnPage({ sessions, unknown }: LearnPageProps) {
  const { language, words, numbers } = useSpoken();
  useTop();
  const done = useStore(sessions.store, (state) => state.done);
  return (
    <main className={styles.main}>
      <h1 className={styles.title}>{words.list.title}</h1>
      <p className={styles.lead}>{words.list.lead}</p>
      {unknown !== null && (
        <p className={styles.unknown} role="alert">
          {words.list.unknown(unknown)}
        </p>
      )}
      <ol className={styles.list}>
        {lessons.map((lesson, index) => (
          <li key={lesson.id}>
            <a className={styles.card} href={lessonAddress(lesson.id)}>
              <span className={`${styles.number} ${done.has(lesson.id) ? styles.done : ''}`} aria-hidden="true">
                {done.has(lesson.id) ? <Icon name="check" size={14} /> : numbers.whole(index + 1)}
              </span>
              <span className={styles.words}>
                <b>{lesson.words[language].title}</b>
                <span>{lesson.words[language].teaser}</span>
              </span>
              <small className={styles.minutes}>
                {words.list.minutes(lesson.minutes, numbers)}
                {done.has(lesson.id) && ` · ${words.list.done}`}
              </small>
            </a>
          </li>
        ))}
      </ol>
      <p className={styles.note}>{words.list.kept}</p>
    </main>
  );
}
