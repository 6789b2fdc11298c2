import { useId } from 'react';
import { useStore } from 'zustand';
import type { LessonSessions } from '../../lab/lessons/sessions.ts';
import { lessons } from '../../lessons/index.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { Fold } from '../kit/Fold.tsx';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { lessonAddress } from '../route.ts';
import { useSpoken } from './language.tsx';
import styles from './Rail.module.css';

interface RailProps {
  readonly lesson: Lesson;
  readonly sessions: LessonSessions;
}

/** The other lessons, what is said to who teaches, and how to begin anew. */
export function Rail({ lesson, sessions }: RailProps) {
  const { language, words, numbers } = useSpoken();
  const done = useStore(sessions.store, (state) => state.done);
  const titleId = useId();
  return (
    <aside className={styles.rail} aria-labelledby={titleId}>
      <h2 id={titleId} className={styles.title}>
        {words.list.heading(lessons.length, numbers)}
      </h2>
      <ol className={styles.list}>
        {lessons.map(({ id, minutes, words: own }, index) => (
          <li key={id}>
            <a
              className={done.has(id) ? styles.done : undefined}
              href={lessonAddress(id)}
              aria-current={id === lesson.id ? 'page' : undefined}
            >
              <i aria-hidden="true">{done.has(id) ? <Icon name="check" size={11} /> : numbers.whole(index + 1)}</i>
              <span>
                {own[language].title}
                {done.has(id) && <span className={styles.hidden}> ({words.list.done})</span>}
              </span>
              <small>{words.list.minutes(minutes, numbers)}</small>
            </a>
          </li>
        ))}
      </ol>
      <div className={styles.part}>
        <Fold title={words.lesson.teacher}>
          {lesson.words[language].teacher.map((text) => (
            <p key={text} className={styles.teacher}>
              {text}
            </p>
          ))}
        </Fold>
      </div>
      <div className={styles.part}>
        <Button small icon="retry" onPress={() => sessions.reset(lesson)}>
          {words.lesson.reset}
        </Button>
        <p className={styles.note}>{words.lesson.resetNote}</p>
        <p className={styles.note}>{words.list.kept}</p>
      </div>
    </aside>
  );
}
