import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { asMnist, blankRaster, drawStroke, type Raster } from '../../lab/front/digit.ts';
import { coloursNow } from '../front/picture/colours.ts';
import { useTheme } from '../theme.ts';
import styles from './Ask.module.css';

/** Pixels of the pad's own raster: five for each of a network's, so that edges are smooth after scaling. */
const SIDE = 140;
/** Of the pen. MNIST's strokes are some two to three pixels of twenty wide. */
const RADIUS = 6.5;

interface DrawingCanvasProps {
  /** What lies on it: 28 × 28 grey levels; null while it is empty. */
  readonly pixels: Float32Array | null;
  /** Whether that was drawn here. */
  readonly isDrawn: boolean;
  /** What lies on it and what its keys do, in words. */
  readonly label: string;
  /** Told at every stroke what a network sees of it: 28 × 28 grey levels, centred and scaled as MNIST is. */
  readonly onDraw: (pixels: Float32Array<ArrayBuffer> | null) => void;
  /** Its keys: whether one is done. */
  readonly onKey: (key: string) => boolean;
}

/** A square to draw a digit on with mouse, finger or pen. */
export function DrawingCanvas({ pixels, isDrawn, label, onDraw, onKey }: DrawingCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const raster = useRef<Raster | null>(null);
  const last = useRef<readonly [number, number] | null>(null);
  const theme = useTheme();
  const [strokes, setStrokes] = useState(0);
  useEffect(() => {
    if (canvas.current) paintInk(canvas.current, isDrawn && raster.current ? raster.current : pixels && { side: 28, values: pixels });
    // Ink has the colour of the theme's text; what is drawn changes in place.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [pixels, isDrawn, theme, strokes]);
  const pointAt = (event: PointerEvent<HTMLCanvasElement>): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  };
  const draw = (event: PointerEvent<HTMLCanvasElement>): void => {
    const ink = (raster.current ??= blankRaster(SIDE));
    const to = pointAt(event);
    drawStroke(ink, last.current ?? to, to, RADIUS);
    last.current = to;
    onDraw(asMnist(ink));
    setStrokes((times) => times + 1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && onKey(event.key)) event.preventDefault();
  };
  return (
    <canvas
      ref={canvas}
      className={styles.canvas}
      width={SIDE * 2}
      height={SIDE * 2}
      // HTML has no control to draw in: its keys are its own.
      // oxlint-disable-next-line jsx-a11y/no-interactive-element-to-noninteractive-role
      role="application"
      tabIndex={0}
      aria-label={label}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        // What was put there gives way to what is drawn.
        if (!isDrawn) raster.current = null;
        last.current = null;
        draw(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && draw(event)}
      onLostPointerCapture={() => {
        last.current = null;
      }}
    />
  );
}

/** Ink in the colour of text, on whatever ground the pad has. */
function paintInk(canvas: HTMLCanvasElement, raster: Raster | null): void {
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
