import { log10, pow } from '../../math/elementary.ts';
import type { TrialResult } from '../../study/network-protocol.ts';
import { decimals, significant } from '../text/format.ts';
import styles from './Trial.module.css';

const WIDTH = 340;
const HEIGHT = 170;
const LEFT = 52;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 34;

/** Every threshold that was visited: accuracy (or loss) against compression rate, which is logarithmic; the present one is filled. */
export function VisitedChart({ visited, current }: { readonly visited: readonly TrialResult[]; readonly current: TrialResult | null }) {
  const isClassifier = visited.every(({ testAccuracy }) => testAccuracy !== null);
  const points = visited.flatMap((result) => {
    const value = isClassifier ? result.testAccuracy : result.testLoss;
    return result.compressionRate === null || value === null || !Number.isFinite(value)
      ? []
      : [{ result, rate: result.compressionRate, value }];
  });
  if (points.length === 0) return null;
  const rates = points.map(({ rate }) => log10(rate));
  const values = points.map(({ value }) => value);
  const [x, y] = [axis(rates, 0.5), axis(values, 1e-3)];
  const across = (rate: number): number => LEFT + ((log10(rate) - x.low) / (x.high - x.low)) * (WIDTH - LEFT - RIGHT);
  const up = (value: number): number => HEIGHT - BOTTOM - ((value - y.low) / (y.high - y.low)) * (HEIGHT - TOP - BOTTOM);
  const name = isClassifier ? 'test accuracy' : 'test loss';
  const format = (value: number): string => (isClassifier ? decimals(value) : significant(value));
  return (
    <figure className={styles.visited}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${name} against compression rate at the ${points.length} thresholds visited, ${format(Math.min(...values))} to ${format(Math.max(...values))}`}
      >
        <path className={styles.axis} d={`M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}`} />
        {[y.low, y.high].map((value) => (
          <text key={value} className={styles.tick} x={LEFT - 5} y={up(value) + 4} textAnchor="end">
            {format(value)}
          </text>
        ))}
        {[x.low, x.high].map((rate, i) => (
          <text
            key={rate}
            className={styles.tick}
            x={across(pow(10, rate))}
            y={HEIGHT - BOTTOM + 14}
            textAnchor={i === 0 ? 'start' : 'end'}
          >
            {significant(pow(10, rate))}
          </text>
        ))}
        <text className={styles.tick} x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 5} textAnchor="middle">
          compression rate (log)
        </text>
        <text className={styles.tick} transform={`translate(11 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`} textAnchor="middle">
          {name}
        </text>
        {points.map(({ result, rate, value }) => (
          <circle
            key={result.thresholds.join()}
            className={result === current ? styles.now : styles.point}
            cx={across(rate)}
            cy={up(value)}
            r={result === current ? 5 : 2.6}
          />
        ))}
      </svg>
    </figure>
  );
}

/** Ends of an axis around values, no closer than `least`. */
function axis(values: readonly number[], least: number): { readonly low: number; readonly high: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const missing = Math.max(0, least - (high - low));
  return { low: low - missing / 2, high: high + missing / 2 };
}
