import { significant } from '../text/format.ts';
import styles from './Thinning.module.css';

/** Losses that a line of this width can show. */
const MOST = 120;
const HEIGHT = 22;

interface LossLineProps {
  readonly losses: readonly number[];
  /** A loss with its unit; null where it has none. */
  readonly wordsOf: (loss: number) => string | null;
}

/** The newest training losses of a run that goes on. */
export function LossLine({ losses, wordsOf }: LossLineProps) {
  const shown = losses.slice(-MOST);
  const last = shown.at(-1);
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low || 1;
  const points = shown.map((loss, place) => `${place},${(HEIGHT - 2 - ((HEIGHT - 4) * (loss - low)) / span).toFixed(1)}`).join(' ');
  return (
    <p className={styles.loss}>
      <span>training loss {last === undefined ? '–' : (wordsOf(last) ?? significant(last))}</span>
      {shown.length > 1 && (
        <svg viewBox={`0 0 ${shown.length - 1} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <polyline points={points} />
        </svg>
      )}
    </p>
  );
}
