import { bothWords, changeWords } from '../../lab/front/answer-words.ts';
import type { Answer } from '../../lab/front/forward.ts';
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
      <Bars answers={answers} />
      <p className={styles.say} aria-live="polite">
        {answers ? (
          <>
            {bothWords(answers.full, answers.cut)} <em>{changeWords(answers.full, answers.cut, digit?.label ?? null)}</em>
          </>
        ) : (
          'Draw with mouse, finger or pen.'
        )}
      </p>
    </section>
  );
}

/** How sure each network is of each digit. */
function Bars({ answers }: Pick<DrawCardProps, 'answers'>) {
  return (
    <table className={styles.bars}>
      <caption className={styles.unseen}>How sure each network is</caption>
      <thead className={styles.unseen}>
        <tr>
          <th scope="col">digit</th>
          <th scope="col">bars</th>
          <th scope="col">full network</th>
          <th scope="col">cut network</th>
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: 10 }, (_value, digit) => {
          const full = answers?.full.probabilities[digit] ?? 0;
          const cut = answers?.cut.probabilities[digit] ?? 0;
          return (
            <tr key={digit} data-is-best={answers?.cut.best === digit}>
              <th scope="row">{digit}</th>
              <td className={styles.track} aria-hidden="true">
                <i style={{ width: `${100 * full}%` }} />
                <i style={{ width: `${100 * cut}%` }} />
              </td>
              <td>{sureText(full)}</td>
              <td>{sureText(cut)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Nothing for what rounds to nothing: ten lines of zeros hide the others. */
const sureText = (probability: number): string => (probability < 0.005 ? '' : `${Math.round(100 * probability)} %`);
