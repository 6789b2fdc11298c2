import { memo, useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { asMnist, blankRaster, drawStroke, type Raster } from '../../lab/front/digit.ts';
import { pixelsOf } from '../../lab/front/stored-digits.ts';
import { PlainButton } from '../kit/PlainButton.tsx';
import { useTheme } from '../theme.ts';
import { plainDigits, type Digit } from './digit.ts';
import { coloursNow } from './picture/colours.ts';
import { useHardOne } from './useHardOne.ts';
import styles from './Pad.module.css';

/** Pixels of the pad's own raster: five for each of a network's, so that edges are smooth after scaling. */
const SIDE = 140;
/** Of the pen. MNIST's strokes are some two to three pixels of twenty wide. */
const RADIUS = 6.5;

interface PadProps {
  readonly digit: Digit | null;
  readonly onDigit: (digit: Digit | null) => void;
}

/** Draws with mouse, finger or pen; keys and buttons put test digits there. */
export const Pad = memo(function Pad({ digit, onDigit }: PadProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const raster = useRef<Raster | null>(null);
  const last = useRef<readonly [number, number] | null>(null);
  const theme = useTheme();
  const hard = useHardOne(onDigit);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (canvas.current) paint(canvas.current, digit?.index === null ? raster.current : rasterOf(digit));
    // Ink has the colour of the theme's text; what is drawn changes in place.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [digit, theme, shown]);
  const put = (own: Digit | null): void => {
    raster.current = null;
    onDigit(own);
  };
  const pointAt = (event: PointerEvent<HTMLCanvasElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>): void => {
    const ink = (raster.current ??= blankRaster(SIDE));
    const to = pointAt(event);
    drawStroke(ink, last.current ?? to, to, RADIUS);
    last.current = to;
    const pixels = asMnist(ink);
    onDigit(pixels && { pixels, label: null, index: null });
    setShown((times) => times + 1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/u.test(event.key)) put(storedDigit(Number(event.key)));
    else if (event.key === 'Escape' || event.key === 'Delete' || event.key === 'Backspace') put(null);
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.pad}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        width={SIDE * 2}
        height={SIDE * 2}
        // HTML has no control to draw in: its keys are its own.
        // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role
        role="application"
        tabIndex={0}
        aria-label={`Drawing pad: ${padWords(digit)}. Keys 0 to 9 put a test digit here, Escape clears it.`}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          // What was put there gives way to what is drawn.
          if (digit?.index !== null) raster.current = null;
          last.current = null;
          draw(event);
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && draw(event)}
        onLostPointerCapture={() => {
          last.current = null;
        }}
      />
      <div className={styles.buttons}>
        <PlainButton onClick={() => put(null)} disabled={digit === null}>
          Clear
        </PlainButton>
        <PlainButton onClick={hard.next}>Give me a hard one</PlainButton>
      </div>
      <PlainDigits shown={digit?.index ?? null} onChoose={(label) => put(storedDigit(label))} />
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

const rasterOf = (digit: Digit | null): Raster | null => digit && { side: 28, values: digit.pixels };

/** Ink in the colour of text, on whatever ground the pad has. */
function paint(canvas: HTMLCanvasElement, raster: Raster | null): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (!raster) return;
  const { side, values } = raster;
  const [red, green, blue] = coloursNow().text;
  const image = context.createImageData(side, side);
  for (let i = 0; i < values.length; i++) image.data.set([red, green, blue, Math.round(255 * values[i])], 4 * i);
  const small = document.createElement('canvas');
  [small.width, small.height] = [side, side];
  small.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}
