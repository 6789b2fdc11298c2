import { useRef } from 'react';
import type { Chart, Line } from '../../lessons/outcome.ts';
import { useSize } from '../front/useSize.ts';
import { leftFor, MeasuredPoint, pathThrough, Plot, type Scales } from './Plot.tsx';
import { ticksIn } from './scale.ts';
import styles from './Plot.module.css';

const HEIGHT = 286;
const BOTTOM = 42;
/** Pixels between two names at the ends of lines, and of a letter of them. */
const APART = 15;
const LETTER = 6.7;
/** Letters of a name in one line. */
const SHORT = 10;

/** Lines over a few named places, each named at its end. */
export function Lines({ chart }: { readonly chart: Chart }) {
  const drawing = useRef<SVGSVGElement>(null);
  const width = useSize(drawing)?.width ?? 0;
  const { x, lines, reference, y: axis } = chart;
  const names = [...lines.map(({ title }) => title), ...(reference ? [reference.title] : [])];
  const right = 14 + LETTER * Math.max(...names.flatMap(inLines).map(({ length }) => length));
  const room = { left: leftFor(ticksIn(axis).map(axis.text)), right, top: 12, bottom: BOTTOM };
  // Beside each other, so that the one's interval does not hide the other's.
  const aside = (index: number): number => (index - (lines.length - 1) / 2) * 8;
  return (
    <Plot drawing={drawing} width={width} height={HEIGHT} room={room} range={axis} tick={axis.text} x={x} label={saidOf(chart)}>
      {(scales) => (
        <>
          {reference && <path className={styles.reference} d={`M${room.left} ${scales.y(reference.value)}H${width - right}`} />}
          {lines.map((line, index) => (
            <g key={line.title} className={styles[line.look]}>
              <path
                className={styles.line}
                d={pathThrough(line.points.map((place, at) => place && ([scales.x(at) + aside(index), scales.y(place.value)] as const)))}
              />
              {line.points.map(
                (place, at) =>
                  place && (
                    <MeasuredPoint
                      key={x[at]}
                      place={place}
                      x={scales.x(at) + aside(index)}
                      y={(value) => scales.y(Math.min(axis.max, Math.max(axis.min, value)))}
                      look={line.look}
                      shape={index % 2 === 0 ? 'circle' : 'square'}
                    />
                  ),
              )}
            </g>
          ))}
          {endNames(chart, scales).map(({ title, look, y }) =>
            inLines(title).map((part, row) => (
              <g key={`${title} ${part}`} className={styles[look]}>
                <text className={styles.tag} x={width - right + 8} y={y + 4 + row * APART}>
                  {part}
                </text>
              </g>
            )),
          )}
        </>
      )}
    </Plot>
  );
}

/** A name in lines that are about as long as the drawing has room for. */
function inLines(name: string): readonly string[] {
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < SHORT) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The names of the lines where they end, moved apart where they would lie over each other. */
function endNames({ lines, reference }: Chart, { y }: Scales): readonly { title: string; look: Line['look']; y: number }[] {
  const ends = lines.flatMap(({ title, look, points }) => {
    const last = points.findLast((place) => place !== null);
    return last ? [{ title, look, y: y(last.value) }] : [];
  });
  if (reference) ends.push({ title: reference.title, look: 'muted', y: y(reference.value) });
  let floor = Number.NEGATIVE_INFINITY;
  const most = HEIGHT - BOTTOM;
  const placed = ends
    .toSorted((a, b) => a.y - b.y)
    .map((end) => {
      const at = Math.max(end.y, floor);
      floor = at + APART * inLines(end.title).length + 2;
      return { ...end, y: at };
    });
  const over = Math.max(0, floor - APART - most);
  return placed.map((end) => ({ ...end, y: end.y - over }));
}

/** All that the drawing shows, as words. */
function saidOf({ title, subtitle, x, y, lines, reference }: Chart): string {
  const rows = lines.map(
    (line) => `${line.title}: ${line.points.map((place, at) => `${x[at]} ${place ? y.text(place.value) : '–'}`).join(', ')}`,
  );
  return [`${title} (${subtitle})`, ...rows, ...(reference ? [`${reference.title}: ${y.text(reference.value)}`] : [])].join('. ');
}
