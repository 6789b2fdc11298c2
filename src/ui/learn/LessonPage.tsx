import { useStore } from 'zustand';
import { MOST_SENTENCE } from '../../lab/lessons/kept.ts';
import type { LessonSession } from '../../lab/lessons/session.ts';
import type { LessonSessions } from '../../lab/lessons/sessions.ts';
import { lessons } from '../../lessons/index.ts';
import type { Lesson } from '../../lessons/lesson.ts';
import { addressOf, lessonAddress } from '../route.ts';
import { CheckBox } from './CheckBox.tsx';
import { HandIn } from './HandIn.tsx';
import { viewOf } from './kinds/index.ts';
import { useSpoken } from './language.tsx';
import { OutcomeFigure } from './OutcomeFigure.tsx';
import { Rail } from './Rail.tsx';
import { Rich } from './Rich.tsx';
import { RunControls } from './RunControls.tsx';
import { Step } from './Step.tsx';
import { useShown } from './useShown.ts';
import { useTop } from './useTop.ts';
import styles from './Lesson.module.css';

interface LessonPageProps {
  readonly lesson: Lesson;
  readonly session: LessonSession;
  readonly sessions: LessonSessions;
}

/** A lesson: question, prediction, run, what happened, check, one sentence. All of it can be read at any time. */
export function LessonPage({ lesson, session, sessions }: LessonPageProps) {
  const { language, words: page, numbers } = useSpoken();
  useTop();
  const progress = useStore(session.store, (state) => state.progress);
  const seen = useShown(lesson, session);
  const words = lesson.words[language];
  const { Ask } = viewOf(lesson.prediction);
  const place = lessons.indexOf(lesson) + 1;
  const { prediction: answer, isFixed } = progress;
  const isShown = seen.shown !== null;
  return (
    <div className={styles.page}>
      <main className={styles.main}>
        <header className={styles.title}>
          <p>{page.lesson.place(place, lessons.length, lesson.minutes, numbers)}</p>
          <h1>{words.title}</h1>
        </header>
        <Step place={1} title={page.lesson.question}>
          {words.question.map((text) => (
            <p key={text} className={styles.lead}>
              <Rich text={text} />
            </p>
          ))}
        </Step>
        <Step
          place={2}
          title={page.lesson.prediction}
          note={isFixed ? (answer ? page.lesson.isFixed : page.lesson.noneMade) : answer ? page.lesson.untilRun : page.lesson.none}
        >
          <p className={styles.lead}>
            <Rich text={words.ask} />
          </p>
          <div className={styles.card}>
            <Ask
              prediction={lesson.prediction}
              words={words}
              answer={answer}
              isFixed={isFixed}
              onAnswer={(next) => session.predict(next)}
            />
          </div>
        </Step>
        <Step place={3} title={page.lesson.run}>
          <RunControls lesson={lesson} session={session} hasOutcome={isShown && seen.hasEnded} />
        </Step>
        <Step place={4} title={page.lesson.outcome} isDone={isShown}>
          <OutcomeFigure lesson={lesson} session={session} seen={seen} />
        </Step>
        <Step place={5} title={page.lesson.check} isDone={isShown && seen.hasEnded}>
          <CheckBox session={session} seen={seen} />
        </Step>
        <Step place={6} title={page.lesson.sentence} isDone={progress.sentence.trim() !== ''}>
          <p className={styles.lead}>
            <Rich text={words.sentence.ask} />
          </p>
          <textarea
            className={styles.sentence}
            aria-label={page.sentence.label}
            placeholder={words.sentence.begin}
            maxLength={MOST_SENTENCE}
            value={progress.sentence}
            onChange={({ target }) => session.write(target.value)}
          />
          <HandIn lesson={lesson} session={session} seen={seen} />
          {!sessions.keeps && <p className={styles.small}>{page.sentence.unkept}</p>}
        </Step>
        <Next lesson={lessons.at(place) ?? null} />
      </main>
      <Rail lesson={lesson} sessions={sessions} />
    </div>
  );
}

/** Where to go from here: the next lesson, or all of them after the last. */
function Next({ lesson }: { readonly lesson: Lesson | null }) {
  const { language, words: page, numbers } = useSpoken();
  const { title, teaser } = lesson?.words[language] ?? { title: page.lesson.all, teaser: '' };
  return (
    <a className={styles.next} href={lesson ? lessonAddress(lesson.id) : addressOf('learn')}>
      <span>
        {lesson && <small>{page.lesson.next(lesson.minutes, numbers)}</small>}
        <b>{title}</b>
        {teaser !== '' && <span className={styles.teaser}>{teaser}</span>}
      </span>
      <span className={styles.arrow} aria-hidden="true">
        →
      </span>
    </a>
  );
}
