/** The drawings of lessons: axes with named places, and what lies in them. */
import type { PointerEventHandler, ReactNode, RefObject } from 'react';
import type { Place } from '../../lessons/outcome.ts';
import { shareIn, ticksIn, type Range } from './scale.ts';
import styles from './Plot.module.css';

/** Pixels around the axes. */
export interface Room {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Scales {
  readonly x: (place: number) => number;
  readonly y: (value: number) => number;
}

/** @param width, @param height of the drawing @param places how many stand along the axis */
export function scalesOf(width: number, height: number, room: Room, places: number, range: Range): Scales {
  const wide = Math.max(0, width - room.left - room.right);
  const step = wide / places;
  return {
    x: (place) => room.left + (place + 0.5) * step,
    y: (value) => height - room.bottom - shareIn(range, value) * (height - room.top - room.bottom),
  };
}

interface PlotProps {
  readonly drawing: RefObject<SVGSVGElement | null>;
  readonly width: number;
  readonly height: number;
  readonly room: Room;
  readonly range: Range;
  readonly ticks?: readonly number[];
  readonly tick: (value: number) => string;
  readonly x: readonly string[];
  /** What the drawing says, for who does not see it; nothing where other parts of the page say it. */
  readonly label: string | null;
  readonly className?: string | undefined;
  readonly onPointerDown?: PointerEventHandler<SVGSVGElement>;
  readonly onPointerMove?: PointerEventHandler<SVGSVGElement>;
  readonly children: (scales: Scales) => ReactNode;
}

/** Empty axes, and what is drawn into them. */
export function Plot({ drawing, width, height, room, range, ticks, tick, x, label, className, children, ...events }: PlotProps) {
  const scales = scalesOf(width, height, room, x.length, range);
  // Names that would run into each other take turns in two rows.
  const isTight = 6.4 * Math.max(...x.map(({ length }) => length)) > (width - room.left - room.right) / x.length;
  const named = label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg ref={drawing} className={`${styles.plot} ${className ?? ''}`} height={height} {...named} {...events}>
      {width > 0 && (
        <>
          {(ticks ?? ticksIn(range)).map((value) => (
            <g key={value}>
              <path
                d={`M${room.left} ${scales.y(value)}H${width - room.right}`}
                className={value === range.min ? styles.base : styles.grid}
              />
              <text x={room.left - 7} y={scales.y(value) + 4} textAnchor="end">
                {tick(value)}
              </text>
            </g>
          ))}
          {x.map((title, place) => (
            <text key={title} x={scales.x(place)} y={height - room.bottom + 18 + (isTight && place % 2 === 1 ? 14 : 0)} textAnchor="middle">
              {title}
            </text>
          ))}
          {children(scales)}
        </>
      )}
    </svg>
  );
}

/** Room at the left for the longest of these numbers. */
export const leftFor = (texts: readonly string[]): number => 12 + 6.4 * Math.max(1, ...texts.map(({ length }) => length));

/** A line through what is known of a row of places; it has gaps where nothing is. */
export function pathThrough(points: readonly (readonly [number, number] | null)[]): string {
  let pen = 'M';
  return points
    .map((point) => {
      const part = point ? `${pen}${point[0]} ${point[1]}` : '';
      pen = point ? 'L' : 'M';
      return part;
    })
    .join('');
}

interface MeasuredProps {
  readonly place: Place;
  readonly x: number;
  readonly y: (value: number) => number;
  readonly look: string;
  readonly shape?: 'circle' | 'square';
}

/** A measured number: its interval, its seeds beside it, and its mean. */
export function MeasuredPoint({ place, x, y, look, shape = 'circle' }: MeasuredProps) {
  const { value, halfWidth, dots } = place;
  return (
    <g className={styles[look]}>
      {halfWidth !== null && <path className={styles.whisker} d={`M${x} ${y(value + halfWidth)}V${y(value - halfWidth)}`} />}
      {dots.length > 1 &&
        dots.map((dot, index) => (
          <circle key={dot.seed} className={styles.dot} cx={x + (index % 2 === 0 ? -9 : 9)} cy={y(dot.value)} r="2.4" />
        ))}
      {shape === 'circle' ? (
        <circle className={styles.mean} cx={x} cy={y(value)} r="5" />
      ) : (
        <rect className={styles.mean} x={x - 4.5} y={y(value) - 4.5} width="9" height="9" />
      )}
    </g>
  );
}
