import { useStore } from 'zustand';
import type { LessonSession } from '../../lab/lessons/session.ts';
import type { CheckKind } from '../../lessons/lesson.ts';
import { Button } from '../kit/Button.tsx';
import { useLab } from '../lab.tsx';
import { useSpoken } from './language.tsx';
import { Rich } from './Rich.tsx';
import type { Seen } from './useShown.ts';
import styles from './CheckBox.module.css';

const signs: Readonly<Record<CheckKind, string>> = { 'as-expected': '✓', not: '≠', inconclusive: '?', unasked: '·' };

interface CheckBoxProps {
  readonly session: LessonSession;
  readonly seen: Seen;
}

/** What the records say of the prediction: in a sign and in words. */
export function CheckBox({ session, seen }: CheckBoxProps) {
  const { words: page, numbers } = useSpoken();
  const answer = useStore(session.store, ({ progress }) => progress.prediction);
  const isRunning = useLab(({ run }) => run.status === 'running' || run.status === 'paused');
  const seconds = useLab(({ run }) => session.secondsOfMoreSeeds(run));
  const check = seen.shown && seen.hasEnded ? seen.shown.check(answer) : null;
  if (!check) return <p className={styles.waiting}>{seen.shown && seen.hasEnded ? page.figure.open : page.check.waiting}</p>;
  return (
    <output className={styles.check} data-kind={check.kind}>
      <span className={styles.title}>
        <span aria-hidden="true">{signs[check.kind]}</span>
        {page.check[check.kind]}
      </span>
      <span className={styles.text}>
        {check.kind === 'unasked' && `${page.check.noPrediction} `}
        {seen.isRecorded && `${page.check.ofRecorded} `}
        <Rich text={check.text} />
      </span>
      {check.kind === 'inconclusive' && !isRunning && (
        <Button icon="plus" onPress={() => session.addSeeds()}>
          {page.check.addSeeds(numbers.duration(seconds))}
        </Button>
      )}
    </output>
  );
}
