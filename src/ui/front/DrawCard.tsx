import { bothWords, changeWords, digitNames } from '../../lab/front/answer-words.ts';
import type { Answer } from '../../lab/front/forward.ts';
import { ClassBars } from '../ask/ClassBars.tsx';
import { Pad } from './Pad.tsx';
import type { Digit } from './digit.ts';
import styles from './DrawCard.module.css';

interface DrawCardProps {
  readonly digit: Digit | null;
  readonly onDigit: (digit: Digit | null) => void;
  /** What the full network says of it, and the cut one; null without a digit. */
  readonly answers: { readonly full: Answer; readonly cut: Answer } | null;
}

/** A digit, and what the full network and the cut one say of it. */
export function DrawCard({ digit, onDigit, answers }: DrawCardProps) {
  return (
    <section className={styles.card} aria-labelledby="draw-title">
      <div className={styles.head}>
        <h2 id="draw-title">Draw a digit</h2>
        <span className={styles.legend}>
          <span>
            <i className={styles.fullKey} />
            full network
          </span>
          <span>
            <i className={styles.cutKey} />
            cut network
          </span>
        </span>
      </div>
      <Pad digit={digit} onDigit={onDigit} />
      <ClassBars
        classes={digitNames.classes}
        was={{ name: 'full network', shares: answers?.full.probabilities ?? [] }}
        is={{ name: 'cut network', shares: answers?.cut.probabilities ?? [] }}
      />
      <p className={styles.say} aria-live="polite">
        {answers ? (
          <>
            {bothWords(answers.full, answers.cut, digitNames)}{' '}
            <em>{changeWords(answers.full, answers.cut, digit?.label ?? null, digitNames)}</em>
          </>
        ) : (
          'Draw with mouse, finger or pen.'
        )}
      </p>
    </section>
  );
}
