import { memo } from 'react';
import { pixelsOf } from '../../lab/front/stored-digits.ts';
import { DrawingCanvas } from '../ask/DrawingCanvas.tsx';
import { PlainButton } from '../kit/PlainButton.tsx';
import { plainDigits, type Digit } from './digit.ts';
import { useHardOne } from './useHardOne.ts';
import styles from './Pad.module.css';

interface PadProps {
  readonly digit: Digit | null;
  readonly onDigit: (digit: Digit | null) => void;
}

/** Draws with mouse, finger or pen; keys and buttons put test digits there. */
export const Pad = memo(function Pad({ digit, onDigit }: PadProps) {
  const hard = useHardOne(onDigit);
  const onKey = (key: string): boolean => {
    if (/^\d$/u.test(key)) onDigit(storedDigit(Number(key)));
    else if (key === 'Escape' || key === 'Delete' || key === 'Backspace') onDigit(null);
    else return false;
    return true;
  };
  return (
    <div className={styles.pad}>
      <DrawingCanvas
        pixels={digit?.pixels ?? null}
        isDrawn={digit !== null && digit.index === null}
        label={`Drawing pad: ${padWords(digit)}. Keys 0 to 9 put a test digit here, Escape clears it.`}
        onDraw={(pixels) => onDigit(pixels && { pixels, label: null, index: null })}
        onKey={onKey}
      />
      <div className={styles.buttons}>
        <PlainButton onClick={() => onDigit(null)} disabled={digit === null}>
          Clear
        </PlainButton>
        <PlainButton onClick={hard.next}>Give me a hard one</PlainButton>
      </div>
      <PlainDigits shown={digit?.index ?? null} onChoose={(label) => onDigit(storedDigit(label))} />
    </div>
  );
});

interface PlainDigitsProps {
  /** The test image on the pad. */
  readonly shown: number | null;
  readonly onChoose: (label: number) => void;
}

/** A test digit of each class, for who cannot draw. */
function PlainDigits({ shown, onChoose }: PlainDigitsProps) {
  return (
    <fieldset className={styles.digits} aria-label="Test digits">
      <span aria-hidden="true">or</span>
      {plainDigits.map(({ label, index }) => (
        <button key={label} type="button" aria-label={`Test digit ${label}`} aria-pressed={shown === index} onClick={() => onChoose(label)}>
          {label}
        </button>
      ))}
    </fieldset>
  );
}

export const storedDigit = (label: number): Digit => ({ pixels: pixelsOf(plainDigits[label]), label, index: plainDigits[label].index });

function padWords(digit: Digit | null): string {
  if (!digit) return 'empty';
  return digit.index === null ? 'your drawing' : `test image ${digit.index}, a ${digit.label}`;
}
