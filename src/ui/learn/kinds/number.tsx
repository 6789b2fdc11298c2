/** One number on a line: a mark that is pulled, or a slider; then what came out, with what it is held against. */
import { useRef, type PointerEvent } from 'react';
import type { Band, Beside } from '../../../lessons/outcome.ts';
import type { Marks } from '../../../lessons/prediction.ts';
import { useSize } from '../../front/useSize.ts';
import { useSpoken } from '../language.tsx';
import { reachOf, shareIn, ticksIn, widened, type Range } from '../scale.ts';
import type { AskProps, PredictionView, ShownProps } from './kind.ts';
import { Sliders } from './Sliders.tsx';
import styles from './Kinds.module.css';
import plot from '../Plot.module.css';

/** Pixels at either end of the line, and between lines of names above it. */
const EDGE = 18;
const ROW = 18;
/** Of a letter of them. */
const LETTER = 7;

/** The line with its numbers. @param y where it lies */
function Scale({ range, ticks, x, y, width, tick }: ScaleProps) {
  return (
    <>
      <path className={plot.base} d={`M${EDGE} ${y}H${width - EDGE}`} />
      {ticks.map((value) => (
        <g key={value}>
          <path className={plot.base} d={`M${x(value)} ${y}v5`} />
          <text x={x(value)} y={y + 19} textAnchor={value === range.min ? 'start' : value === range.max ? 'end' : 'middle'}>
            {tick(value)}
          </text>
        </g>
      ))}
    </>
  );
}

interface ScaleProps {
  readonly range: Range;
  readonly ticks: readonly number[];
  readonly x: (value: number) => number;
  readonly y: number;
  readonly width: number;
  readonly tick: (value: number) => string;
}

const along =
  (range: Range, width: number) =>
  (value: number): number =>
    EDGE + shareIn(range, value) * Math.max(0, width - 2 * EDGE);

function Ask({ prediction, words, answer, isFixed, onAnswer }: AskProps<Marks>) {
  const { numbers } = useSpoken();
  const drawing = useRef<SVGSVGElement>(null);
  const width = useSize(drawing)?.width ?? 0;
  const x = along(prediction, width);
  const [at] = answer ?? prediction.start;
  const pull = (event: PointerEvent<SVGSVGElement>): void => {
    const { min, max, step } = prediction;
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - box.left - EDGE) / Math.max(1, width - 2 * EDGE);
    onAnswer([Math.min(max, Math.max(min, min + Math.round((share * (max - min)) / step) * step))]);
  };
  return (
    <div className={styles.ask}>
      <svg
        ref={drawing}
        className={`${plot.plot} ${isFixed ? '' : styles.slid}`}
        height="86"
        aria-hidden="true"
        {...(!isFixed && {
          onPointerDown: (event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            pull(event);
          },
          onPointerMove: (event) => event.currentTarget.hasPointerCapture(event.pointerId) && pull(event),
        })}
      >
        <Scale range={prediction} ticks={prediction.ticks} x={x} y={50} width={width} tick={(value) => words.tick(value, numbers)} />
        <g className={answer ? styles.made : styles.unmade}>
          <circle className={styles.mark} cx={x(at)} cy="50" r={isFixed ? 5 : 11} />
          {!isFixed && <path className={styles.arrows} d={`M${x(at) - 2} 46.5l-3.5 3.5 3.5 3.5M${x(at) + 2} 46.5l3.5 3.5-3.5 3.5`} />}
        </g>
        <text x="0" y="12">
          {words.measure}
        </text>
      </svg>
      <Sliders prediction={prediction} words={words} answer={answer} isFixed={isFixed} onAnswer={onAnswer} />
    </div>
  );
}

function Shown({ prediction, words, answer, outcome }: ShownProps<Marks>) {
  const { numbers, words: page } = useSpoken();
  const drawing = useRef<SVGSVGElement>(null);
  const width = useSize(drawing)?.width ?? 0;
  const { bands = [], also = [] } = outcome;
  const [place] = outcome.places;
  const beyond = [...reachOf(place), ...bands.flatMap(({ from, to }) => [from, to]), ...also.map(({ value }) => value)];
  const range = widened(prediction, beyond, prediction.ticks[1] - prediction.ticks[0]);
  const isAsAsked = range.min === prediction.min && range.max === prediction.max;
  const x = along(range, width);
  const tick = (value: number): string => words.tick(value, numbers);
  const value = (number: number): string => words.value(number, numbers);
  // The rightmost on top, each name left of its stroke: no stroke runs through the name of another.
  const named = [
    ...also,
    ...(place ? [{ value: place.value, title: `${words.places[0]}: ${value(place.value)}`, look: 'for' as const }] : []),
  ].toSorted((one, other) => other.value - one.value);
  const line = 30 + ROW * named.length;
  const yours = !answer
    ? ''
    : [page.figure.saidShort(value(answer[0])), ...(place ? [page.figure.gap(value(Math.abs(place.value - answer[0])))] : [])].join(', ');
  const said = [...named.map(({ title }) => title), ...(answer ? [yours] : [])];
  return (
    <svg ref={drawing} className={plot.plot} height={line + 62} role="img" aria-label={said.join('. ')}>
      {width > 0 && (
        <>
          {bands.map((band) => (
            <BandOn key={band.title} band={band} x={x} line={line} width={width} />
          ))}
          {place && answer && (
            <rect
              className={plot.band}
              x={Math.min(x(place.value), x(answer[0]))}
              width={Math.abs(x(place.value) - x(answer[0]))}
              y={line - 9}
              height="18"
            />
          )}
          <Scale range={range} ticks={isAsAsked ? prediction.ticks : ticksIn(range)} {...{ x, width, tick }} y={line} />
          {named.map((one, row) => (
            <Named key={one.title} one={one} x={x} y={22 + ROW * row} line={line} />
          ))}
          {place && (
            <g className={plot.for}>
              {place.halfWidth !== null && (
                <path className={plot.whisker} d={`M${x(place.value - place.halfWidth)} ${line}H${x(place.value + place.halfWidth)}`} />
              )}
              {place.dots.map((dot) => (
                <circle key={dot.seed} className={plot.dot} cx={x(dot.value)} cy={line - 9} r="2.4" />
              ))}
              <circle className={plot.mean} cx={x(place.value)} cy={line} r="6" />
            </g>
          )}
          {answer && (
            <>
              <circle className={plot.hollow} cx={x(answer[0])} cy={line} r="5" />
              <g className={plot.muted}>
                <text className={plot.tag} {...anchored(x(answer[0]), width, yours)} y={line + 38}>
                  {yours}
                </text>
              </g>
            </>
          )}
        </>
      )}
    </svg>
  );
}

/** Where a text about a place of the line begins or ends, so that it stays inside of the drawing. */
function anchored(x: number, width: number, text: string) {
  const wide = LETTER * text.length;
  if (x + wide < width) return { x: Math.max(0, x - 5), textAnchor: 'start' } as const;
  return { x: Math.max(wide, Math.min(x + 5, width)), textAnchor: 'end' } as const;
}

interface OnLine {
  readonly x: (value: number) => number;
  readonly line: number;
  readonly width: number;
}

function BandOn({ band: { from, to, title }, x, line, width }: OnLine & { readonly band: Band }) {
  return (
    <>
      <rect className={plot.noise} x={x(from)} width={Math.max(1, x(to) - x(from))} y={line - 16} height="32" />
      <text {...anchored(x(from), width, title)} y={line + 56}>
        {title}
      </text>
    </>
  );
}

/** A number with its name above the line, and a stroke from the one to the other. */
function Named({ one: { value, title, look }, x, y, line }: Omit<OnLine, 'width'> & { readonly one: Beside; readonly y: number }) {
  const hasRoom = x(value) > LETTER * title.length;
  return (
    <g className={plot[look]}>
      <path className={plot.whisker} d={`M${x(value)} ${y - 9}V${line}`} />
      <text className={plot.tag} x={hasRoom ? x(value) - 6 : x(value) + 6} textAnchor={hasRoom ? 'end' : 'start'} y={y}>
        {title}
      </text>
    </g>
  );
}

export const numberView: PredictionView<Marks> = { kind: 'number', Ask, Shown, said: ([value]) => value };
