import { useStore } from 'zustand';
import type { LessonSession } from '../../lab/lessons/session.ts';
import type { Numbers } from '../../lessons/language.ts';
import type { Lesson, LessonWords } from '../../lessons/lesson.ts';
import type { Outcome } from '../../lessons/outcome.ts';
import type { Answer } from '../../lessons/prediction.ts';
import type { PageWords } from '../../lessons/words/index.ts';
import { Fold } from '../kit/Fold.tsx';
import { useLab } from '../lab.tsx';
import { recordedAddress, runAddress } from '../route.ts';
import { viewOf } from './kinds/index.ts';
import { useSpoken } from './language.tsx';
import { Lines } from './Lines.tsx';
import { Rich } from './Rich.tsx';
import type { Seen } from './useShown.ts';
import styles from './Lesson.module.css';

interface OutcomeFigureProps {
  readonly lesson: Lesson;
  readonly session: LessonSession;
  readonly seen: Seen;
}

/** What came out: the finding, the prediction against it, and what stands beside it. */
export function OutcomeFigure({ lesson, session, seen }: OutcomeFigureProps) {
  const { language, words: page, numbers } = useSpoken();
  const answer = useStore(session.store, ({ progress }) => progress.prediction);
  const words = lesson.words[language];
  const { shown, isRecorded } = seen;
  const isRunning = useLab(({ run }) => run.status === 'running' || run.status === 'paused');
  const { Shown } = viewOf(lesson.prediction);
  if (!shown) return <p className={styles.empty}>{isRunning ? page.figure.going : page.figure.waiting}</p>;
  const finding = seen.hasEnded ? (shown.finding ?? page.figure.open) : page.figure.going;
  const seeds = Math.max(1, ...shown.outcome.places.map((place) => place?.dots.length ?? 0));
  return (
    <figure className={styles.card}>
      {isRecorded && <p className={styles.recorded}>{recordedWords(seen, page, numbers)}</p>}
      <p className={styles.finding} aria-live="polite">
        <Rich text={finding} />
      </p>
      <div className={shown.charts.length > 0 ? styles.two : undefined}>
        <div>
          <h3>
            {words.measure}
            <span>{words.legend ?? page.figure.bar(seeds, numbers)}</span>
          </h3>
          <Shown prediction={lesson.prediction} words={words} answer={answer} outcome={shown.outcome} />
        </div>
        {shown.charts.map((chart) => (
          <div key={chart.title}>
            <h3>
              {chart.title}
              <span>{chart.subtitle}</span>
            </h3>
            <Lines chart={chart} />
          </div>
        ))}
      </div>
      <Fold title={page.figure.table}>
        <Table words={words} outcome={shown.outcome} answer={lesson.prediction.kind === 'order' ? null : answer} />
      </Fold>
      <figcaption className={styles.source}>
        <Caption lesson={lesson} words={words} seen={seen} />
      </figcaption>
    </figure>
  );
}

function recordedWords({ records }: Seen, page: PageWords, numbers: Numbers): string {
  const [first] = records;
  return page.figure.isRecorded(first?.startedAt ? numbers.date(new Date(first.startedAt)) : '–', first?.environment?.backend ?? '–');
}

interface TableProps {
  readonly words: LessonWords;
  readonly outcome: Outcome;
  readonly answer: Answer | null;
}

function Table({ words, outcome, answer }: TableProps) {
  const { words: page, numbers } = useSpoken();
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{words.measure}</th>
          {answer && <th scope="col">{page.figure.said}</th>}
          <th scope="col">{page.figure.came}</th>
          <th scope="col">{page.figure.interval}</th>
        </tr>
      </thead>
      <tbody>
        {words.places.map((title, at) => {
          const place = outcome.places[at];
          return (
            <tr key={title}>
              <th scope="row">{title}</th>
              {answer && <td>{words.value(answer[at], numbers)}</td>}
              <td>{place ? words.exact(place.value, numbers) : '–'}</td>
              <td>{place && place.halfWidth !== null ? words.exact(place.halfWidth, numbers) : '–'}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Where the numbers are from, and the way to all of them. */
function Caption({ lesson, words, seen }: Pick<OutcomeFigureProps, 'lesson' | 'seen'> & Pick<TableProps, 'words'>) {
  const { words: page, numbers } = useSpoken();
  // Where nothing is stored, the lab of the page cannot open it.
  const id = useLab(({ run, stored }) => (stored.state === 'open' ? run.id : null));
  const seeds = [...new Set(seen.records.map(({ job }) => job.seed))].toSorted((a, b) => a - b);
  const href = seen.isRecorded ? recordedAddress(lesson.recorded) : id !== null && seen.hasEnded ? runAddress(id) : null;
  return (
    <>
      {words.source}, {page.figure.seeds(seeds, numbers)}.{' '}
      {href !== null && <a href={href}>{seen.isRecorded ? page.figure.openRecorded : page.figure.openOwn(seen.records.length, numbers)}</a>}
    </>
  );
}
