import { log10 } from '../../math/elementary.ts';
import { count } from '../text/format.ts';
import { outcomeNumber, predictionOf, type Answer } from './outcomes.ts';
import styles from './PredictionPlot.module.css';

interface PredictionPlotProps {
  readonly answers: readonly Answer[];
  /** Of the number that the predictions are compared with. */
  readonly name: string;
  readonly unit: string;
}

const WIDTH = 720;
const HEIGHT = 190;
const LEFT = 24;
const RIGHT = 24;
const FLOOR = 140;
/** Widths of the columns in which predictions are stacked. */
const BINS = 24;
const DOT = 6;

/** What a class predicted, a dot each, and what came out, a line each: the gap between the two is what a lesson is about. */
export function PredictionPlot({ answers, name, unit }: PredictionPlotProps) {
  const predictions = answers.map(predictionOf).filter((value) => typeof value === 'number');
  const outcomes = answers.map((answer) => outcomeNumber(answer, name)).filter((value) => value !== null);
  if (predictions.length === 0) return <p className={styles.none}>Nobody has predicted a number.</p>;
  const [least, most] = range([...predictions, ...outcomes]);
  const x = (value: number): number => LEFT + ((value - least) / (most - least)) * (WIDTH - LEFT - RIGHT);
  const middle = median(outcomes);
  const said = median(predictions);
  const words = `${count(predictions.length)} predictions from ${number(Math.min(...predictions))} to ${number(Math.max(...predictions))}, half of them below ${number(said ?? 0)}; ${
    middle === null ? 'nothing has come out yet' : `${name}: ${number(middle)} in the middle run`
  }`;
  return (
    <figure className={styles.figure}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
        <line className={styles.axis} x1={LEFT} x2={WIDTH - RIGHT} y1={FLOOR} y2={FLOOR} />
        {ticks(least, most).map((tick) => (
          <g key={tick}>
            <line className={styles.axis} x1={x(tick)} x2={x(tick)} y1={FLOOR} y2={FLOOR + 5} />
            <text className={styles.tick} x={x(tick)} y={FLOOR + 20} textAnchor="middle">
              {number(tick)}
            </text>
          </g>
        ))}
        {[...new Set(outcomes)].map((outcome) => (
          <line key={outcome} className={styles.outcome} x1={x(outcome)} x2={x(outcome)} y1={14} y2={FLOOR} />
        ))}
        {stacked(predictions, least, most).map(({ value, level }, place) => (
          // Two may be the same.
          // oxlint-disable-next-line react/no-array-index-key
          <circle key={place} className={styles.prediction} cx={x(value)} cy={FLOOR - DOT - 2 - level * (2 * DOT + 1)} r={DOT - 1} />
        ))}
        <text className={styles.tick} x={WIDTH - RIGHT} y={HEIGHT - 8} textAnchor="end">
          {unit}
        </text>
      </svg>
      <figcaption className={styles.caption}>
        Hollow: what was predicted. Line: {name}, as it came out. {words}.
      </figcaption>
    </figure>
  );
}

const number = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4 });

/** A little more than what is to be shown, so that nothing stands on the edge. */
function range(values: readonly number[]): readonly [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const margin = most > least ? (most - least) * 0.06 : Math.max(1, Math.abs(most) * 0.1);
  return [least - margin, most + margin];
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
}

/** Round numbers within a range, five or so. */
function ticks(least: number, most: number): number[] {
  const rough = (most - least) / 5;
  const power = Number(`1e${Math.floor(log10(rough))}`);
  const step = ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(least / step);
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)));
}

/** Predictions that lie too near each other stand above each other. */
function stacked(values: readonly number[], least: number, most: number): { value: number; level: number }[] {
  const heights = new Map<number, number>();
  return values
    .toSorted((a, b) => a - b)
    .map((value) => {
      const bin = Math.floor(((value - least) / (most - least)) * BINS);
      const level = heights.get(bin) ?? 0;
      heights.set(bin, level + 1);
      return { value, level };
    });
}
