import { useId } from 'react';
import type { Marks } from '../../../lessons/prediction.ts';
import { useSpoken } from '../language.tsx';
import type { AskProps } from './kind.ts';
import styles from './Kinds.module.css';

/** The numbers of a prediction as sliders, for the keyboard and for who likes them better. */
export function Sliders({ prediction, words, answer, isFixed, onAnswer }: AskProps<Marks>) {
  const { numbers } = useSpoken();
  const id = useId();
  const at = answer ?? prediction.start;
  return (
    <div className={styles.sliders}>
      {words.places.map((title, place) => (
        // A label would be that of the output, which comes first.
        <div key={title} className={styles.slider}>
          <span id={`${id}-${place}`}>{title}</span>
          <output className={answer ? undefined : styles.unsaid}>{answer ? words.value(at[place], numbers) : '–'}</output>
          <input
            type="range"
            min={prediction.min}
            max={prediction.max}
            step={prediction.step}
            value={at[place]}
            disabled={isFixed}
            aria-labelledby={`${id}-${place}`}
            aria-valuetext={answer ? words.value(at[place], numbers) : undefined}
            onChange={({ target }) => onAnswer(at.with(place, target.valueAsNumber))}
          />
        </div>
      ))}
    </div>
  );
}
