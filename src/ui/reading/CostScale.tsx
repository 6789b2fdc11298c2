import { LEVELS } from './costs.ts';
import styles from './Reading.module.css';

/** What the colours, and the bars below the bytes, stand for. */
export function CostScale() {
  return (
    <p className={styles.scale}>
      Bits of a byte:
      {LEVELS.map((text, level) => (
        <span key={text}>
          <span className={styles.byte} data-level={level} aria-hidden="true">
            e
          </span>{' '}
          {text}
        </span>
      ))}
    </p>
  );
}
