import { useEffect, useMemo, useRef, useState } from 'react';
import type { Answer } from '../../lab/front/forward.ts';
import { countAlive } from '../../lab/front/reach.ts';
import { useTheme } from '../theme.ts';
import { useMedia } from '../media.ts';
import { useFront, useSession, useStand } from './front.ts';
import { coloursNow } from './picture/colours.ts';
import { drawPicture, ordersOf } from './picture/draw.ts';
import { placesIn, unitAt, type UnitAt } from './picture/places.ts';
import { tilePainting } from './picture/tiles.ts';
import { pictureWords, unitNumber, unitOfNumber, unitWords } from './picture/words.ts';
import { useSize } from './useSize.ts';
import styles from './NetworkPicture.module.css';

/** The network as a picture: what is gone fades, units that nothing reaches or that reach nothing go dark. */
export function NetworkPicture({ answer }: { readonly answer: Answer | null }) {
  const { size, alive, version } = useFront();
  const session = useSession();
  const { shape } = useStand().base;
  const [lookedAt, setLookedAt] = useState<UnitAt | null>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const room = useSize(canvas);
  const theme = useTheme();
  const forced = useMedia('(forced-colors: active)');
  // Colours follow both.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const colours = useMemo(coloursNow, [theme, forced]);
  const font = useMemo(() => getComputedStyle(document.documentElement).fontFamily, []);
  const orders = useMemo(() => ordersOf(shape, session.fullNumbers), [shape, session]);
  const picture = useMemo(() => {
    if (!room) return null;
    const full = session.fullNumbers;
    const places = placesIn(shape, room.width, room.height);
    return { places, painting: tilePainting(places, shape, full), shape, full, orders };
  }, [room, shape, session, orders]);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !picture || !canvas.current) return;
    const frame = requestAnimationFrame(() => {
      fit(context, picture.places.width, picture.places.height);
      drawPicture(context, picture, { numbers: session.numbers, alive, lookedAt, answer, colours, font });
    });
    return () => cancelAnimationFrame(frame);
  }, [picture, session, alive, lookedAt, answer, colours, font, version]);
  const words = lookedAt ? unitWords(shape, session.numbers, alive, lookedAt) : pictureWords(shape, alive, size.kept);
  const all = shape.layers.reduce((sum, { outputs }) => sum + outputs, 0);
  return (
    <figure className={styles.figure}>
      <canvas
        ref={canvas}
        className={styles.canvas}
        // What is drawn into is no img.
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="img"
        aria-label={pictureWords(shape, alive, size.kept)}
        onPointerMove={(event) => {
          const box = event.currentTarget.getBoundingClientRect();
          setLookedAt(picture && unitAt(picture.places, event.clientX - box.left, event.clientY - box.top));
        }}
        onPointerLeave={() => setLookedAt(null)}
      />
      {/* What hovering does by mouse: each unit by its number. */}
      <input
        className={styles.units}
        type="range"
        min={0}
        max={all}
        value={unitNumber(shape, lookedAt)}
        aria-label="Look at a unit"
        aria-valuetext={lookedAt ? words : 'none'}
        onChange={(event) => setLookedAt(unitOfNumber(shape, Number(event.target.value)))}
        onBlur={() => setLookedAt(null)}
      />
      <figcaption className={styles.caption}>
        {lookedAt ? <span>{words}</span> : <Legend alive={alive[0]} shown={picture?.places.tiles.length ?? null} />}
      </figcaption>
    </figure>
  );
}

/** What colours mean, and how many units are alive. @param shown tiles, once they are laid out */
function Legend({ alive, shown }: { readonly alive: Uint8Array; readonly shown: number | null }) {
  return (
    <>
      <span>
        <i className={styles.for} />
        ink here: for
      </span>
      <span>
        <i className={styles.against} />
        against
      </span>
      <span>
        <i className={styles.dead} />
        dead: no way in or out
      </span>
      <span className={styles.alive}>
        <b>{countAlive(alive)}</b> of {alive.length} units alive{shown !== null && ` · ${shown} shown`}
      </span>
    </>
  );
}

/** As many pixels as the screen has. */
function fit(context: CanvasRenderingContext2D, width: number, height: number): void {
  const { canvas } = context;
  const ratio = window.devicePixelRatio;
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}
