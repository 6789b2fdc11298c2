import { log10, pow } from '../../math/elementary.ts';
import type { TrialResult } from '../../study/network-protocol.ts';
import { timesDigits } from '../../math/number-text.ts';
import type { Judged } from './judged.ts';
import styles from './Trial.module.css';

const WIDTH = 340;
const HEIGHT = 170;
const LEFT = 52;
const RIGHT = 10;
const TOP = 8;
const BOTTOM = 34;
/** Of the axis of rates. */
const LEAST_DECADES = 0.5;

interface VisitedChartProps {
  readonly judged: Judged;
  readonly visited: readonly TrialResult[];
  readonly current: TrialResult | null;
  /** Where training on began and what it came to, the last time. */
  readonly tuned: { readonly before: TrialResult; readonly after: TrialResult } | null;
}

/**
 * Every threshold that was visited: what the network is judged by against compression rate (how many times fewer numbers are left), which is logarithmic; the present one is filled. Those of the
 * network that was trained on are green, and a line leads to the first of them.
 */
export function VisitedChart({ judged: { name, value: valueOf, text: format }, visited, current, tuned }: VisitedChartProps) {
  const points = visited.flatMap((result) => {
    const value = valueOf(result);
    return result.compressionRate === null || value === null || !Number.isFinite(value)
      ? []
      : [{ result, rate: result.compressionRate, value }];
  });
  if (points.length === 0) return null;
  const rates = points.map(({ rate }) => log10(rate));
  const values = points.map(({ value }) => value);
  // From the whole network on.
  const x = { low: 0, high: Math.max(LEAST_DECADES, ...rates) };
  const y = axis(values, 1e-3);
  const across = (rate: number): number => LEFT + ((log10(rate) - x.low) / (x.high - x.low)) * (WIDTH - LEFT - RIGHT);
  const up = (value: number): number => HEIGHT - BOTTOM - ((value - y.low) / (y.high - y.low)) * (HEIGHT - TOP - BOTTOM);
  const placeOf = ({ rate, value }: Pick<(typeof points)[number], 'rate' | 'value'>): string => `${across(rate)} ${up(value)}`;
  const ends = tuned && [tuned.before, tuned.after].map((end) => points.find(({ result }) => result === end));
  return (
    <figure className={styles.visited}>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`${name} against how many times fewer numbers are left, at the ${points.length} thresholds visited, ${format(Math.min(...values))} to ${format(Math.max(...values))}`}
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
            {`${timesDigits(pow(10, rate))}×`}
          </text>
        ))}
        <text className={styles.tick} x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 5} textAnchor="middle">
          fewer numbers (log)
        </text>
        <text className={styles.tick} transform={`translate(11 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`} textAnchor="middle">
          {name}
        </text>
        {ends?.[0] && ends[1] && <path className={styles.tuning} d={`M${placeOf(ends[0])}L${placeOf(ends[1])}`} />}
        {points.map(({ result, rate, value }) => (
          <circle
            key={[result.tunings, ...result.thresholds].join()}
            className={result === current ? styles.now : result.tunings > 0 ? styles.tunedPoint : styles.point}
            cx={across(rate)}
            cy={up(value)}
            r={result === current ? 5 : 2.6}
          />
        ))}
      </svg>
      {visited.some(({ tunings }) => tunings > 0) && (
        <figcaption className={styles.note}>Green: after training on. The dashed line leads from before to after it.</figcaption>
      )}
    </figure>
  );
}

/** Ends of an axis around values, no closer than `least`. */
function axis(values: readonly number[], least: number): { readonly low: number; readonly high: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const missing = Math.max(0, least - (high - low));
  return { low: low - missing / 2, high: high + missing / 2 };
}
