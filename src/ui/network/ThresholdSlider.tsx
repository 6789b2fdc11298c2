import { useId, type PointerEvent } from 'react';
import type { WeightHistogram } from '../../compression/weight-histogram.ts';
import { significant } from '../text/format.ts';
import { barsOf, positionOf, scaleOf, STEP, thresholdAt } from './scale.ts';
import styles from './Trial.module.css';

interface ThresholdSliderProps {
  readonly label: string;
  readonly weights: WeightHistogram;
  readonly largest: number;
  readonly threshold: number;
  /** The threshold that the job's own search found; null for none. */
  readonly found: number | null;
  /** What is left at the threshold, in words. */
  readonly left: string;
  readonly isDisabled: boolean;
  readonly onChange: (threshold: number) => void;
}

/** A threshold of magnitude on a logarithmic scale, over the histogram of the magnitudes: what lies to its left goes. */
export function ThresholdSlider({ label, weights, largest, threshold, found, left, isDisabled, onChange }: ThresholdSliderProps) {
  const id = useId();
  const scale = scaleOf(weights, largest);
  const position = positionOf(scale, threshold);
  const share = (at: number): number => (at - scale.low) / (scale.high - scale.low);
  const mark = found !== null && found > 0 ? share(positionOf(scale, found)) : null;
  const decades = Array.from({ length: Math.floor(scale.high) - Math.ceil(scale.low) + 1 }, (_, i) => Math.ceil(scale.low) + i);
  const toPointer = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    onChange(thresholdAt(scale, scale.low + at * (scale.high - scale.low)));
  };
  const spoken = threshold === 0 ? 'nothing pruned' : `below ${significant(threshold)} pruned`;
  return (
    <div className={styles.slider}>
      <div className={styles.sliderHead}>
        <label htmlFor={id}>{label}</label>
        <span className={styles.threshold}>{threshold === 0 ? '0' : significant(threshold)}</span>
        <span className={styles.left}>{left}</span>
      </div>
      {/* What looks as if it could be dragged can be; the slider below it is for keys. */}
      <div
        className={styles.scale}
        role="presentation"
        data-testid="weights"
        onPointerDown={(event) => {
          if (isDisabled || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          toPointer(event);
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && toPointer(event)}
      >
        <svg className={styles.bars} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          {barsOf(weights, scale).map(({ x, width, height, at }) => (
            <rect
              key={at}
              x={x}
              y={1 - height}
              width={width * 0.86}
              height={height}
              className={threshold > 0 && at < position ? styles.gone : styles.stays}
            />
          ))}
        </svg>
        {mark !== null && (
          <span className={styles.mark} style={{ left: `${100 * mark}%` }} data-side={mark > 0.5 ? 'left' : 'right'}>
            <span>the job’s search: {significant(found)}</span>
          </span>
        )}
      </div>
      <input
        id={id}
        className={styles.range}
        type="range"
        min={scale.low}
        max={scale.high}
        step={STEP}
        value={position}
        disabled={isDisabled}
        aria-valuetext={`${spoken}, ${left}`}
        onChange={(event) => onChange(thresholdAt(scale, Number(event.currentTarget.value)))}
      />
      <div className={styles.ticks} aria-hidden="true">
        <span style={{ left: 0 }}>0</span>
        {decades
          .filter((decade) => share(decade) > 0.04 && share(decade) < 0.99)
          .map((decade) => (
            <span key={decade} style={{ left: `${100 * share(decade)}%` }}>
              10<sup>{String(decade).replace('-', '−')}</sup>
            </span>
          ))}
      </div>
    </div>
  );
}
