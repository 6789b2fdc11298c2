/** Numbers over named places: marks that are pulled, or sliders beside them; then what came out laid over them. */
import { useRef, type PointerEvent } from 'react';
import type { Place } from '../../../lessons/outcome.ts';
import type { Answer, Marks } from '../../../lessons/prediction.ts';
import { useSize } from '../../front/useSize.ts';
import { useSpoken } from '../language.tsx';
import { leftFor, MeasuredPoint, pathThrough, Plot, scalesOf, type Scales } from '../Plot.tsx';
import { reachOf, widened } from '../scale.ts';
import type { AskProps, PredictionView, ShownProps } from './kind.ts';
import { Sliders } from './Sliders.tsx';
import styles from './Kinds.module.css';
import plot from '../Plot.module.css';

const ASK_HEIGHT = 232;
const SHOWN_HEIGHT = 286;
/** Pixels of a letter of a number beside a mark, and those that it may go beyond the drawing: the margin of its card. */
const LETTER = 7;
const BEYOND = 10;
/** Pixels from which a gap is wide enough to be told. */
const TOLD = 16;

function Ask({ prediction, words, answer, isFixed, onAnswer }: AskProps<Marks>) {
  const { numbers } = useSpoken();
  const drawing = useRef<SVGSVGElement>(null);
  const width = useSize(drawing)?.width ?? 0;
  const held = useRef<number | null>(null);
  const at = answer ?? prediction.start;
  const { min, max, step, ticks } = prediction;
  const tick = (value: number): string => words.tick(value, numbers);
  const room = { left: leftFor(ticks.map(tick)), right: 12, top: 24, bottom: 28 };
  const { x, y } = scalesOf(width, ASK_HEIGHT, room, at.length, prediction);
  const pull = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    held.current ??= nearest(
      at.map((_, place) => x(place)),
      event.clientX - box.left,
    );
    const share = (y(min) - (event.clientY - box.top)) / (y(min) - y(max));
    const value = Math.min(max, Math.max(min, min + Math.round((share * (max - min)) / step) * step));
    onAnswer(at.with(held.current, value));
  };
  const begin = (event: PointerEvent<SVGSVGElement>): void => {
    held.current = null;
    event.currentTarget.setPointerCapture(event.pointerId);
    pull(event);
  };
  return (
    <div className={styles.ask}>
      <Plot
        drawing={drawing}
        width={width}
        height={ASK_HEIGHT}
        room={room}
        range={prediction}
        ticks={ticks}
        tick={tick}
        x={words.places}
        label={null}
        className={isFixed ? undefined : styles.pulled}
        {...(!isFixed && {
          onPointerDown: begin,
          onPointerMove: (event) => event.currentTarget.hasPointerCapture(event.pointerId) && pull(event),
        })}
      >
        {(scales) => (
          <>
            <text x="0" y="10">
              {words.measure}
            </text>
            <PulledMarks at={at} scales={scales} range={prediction} isMade={answer !== null} isFixed={isFixed} />
          </>
        )}
      </Plot>
      <Sliders prediction={prediction} words={words} answer={answer} isFixed={isFixed} onAnswer={onAnswer} />
    </div>
  );
}

const nearest = (places: readonly number[], to: number): number =>
  places.reduce((best, place, index) => (Math.abs(place - to) < Math.abs(places[best] - to) ? index : best), 0);

interface PulledProps {
  readonly at: Answer;
  readonly scales: Scales;
  readonly range: Marks;
  readonly isMade: boolean;
  readonly isFixed: boolean;
}

/** Marks where they stand; faint before one of them was moved. */
function PulledMarks({ at, scales: { x, y }, range, isMade, isFixed }: PulledProps) {
  return (
    <g className={isMade ? styles.made : styles.unmade}>
      <path className={styles.drawn} d={pathThrough(at.map((value, place) => [x(place), y(value)]))} />
      {at.map((value, place) => (
        // Places have no names of their own, and never move.
        // oxlint-disable-next-line react/no-array-index-key
        <g key={place}>
          <path className={styles.guide} d={`M${x(place)} ${y(range.max)}V${y(range.min)}`} />
          <circle className={styles.mark} cx={x(place)} cy={y(value)} r={isFixed ? 5 : 11} />
          {!isFixed && (
            <path
              className={styles.arrows}
              d={`M${x(place) - 3.5} ${y(value) - 2}l3.5-3.5 3.5 3.5M${x(place) - 3.5} ${y(value) + 2}l3.5 3.5 3.5-3.5`}
            />
          )}
        </g>
      ))}
    </g>
  );
}

function Shown({ prediction, words, answer, outcome }: ShownProps<Marks>) {
  const { numbers, words: page } = useSpoken();
  const drawing = useRef<SVGSVGElement>(null);
  const width = useSize(drawing)?.width ?? 0;
  const { places } = outcome;
  const range = widened(prediction, places.flatMap(reachOf), prediction.ticks[1] - prediction.ticks[0]);
  const isAsAsked = range.min === prediction.min && range.max === prediction.max;
  const tick = (value: number): string => words.tick(value, numbers);
  const room = { left: leftFor(prediction.ticks.map(tick)), right: 8, top: 12, bottom: 42 };
  const said = words.places.map((title, index) => {
    const place = places[index];
    return `${title}: ${page.figure.measured} ${place ? words.value(place.value, numbers) : '–'}${answer ? `, ${page.figure.said} ${words.value(answer[index], numbers)}` : ''}`;
  });
  return (
    <Plot
      drawing={drawing}
      width={width}
      height={SHOWN_HEIGHT}
      room={room}
      range={range}
      {...(isAsAsked && { ticks: prediction.ticks })}
      tick={tick}
      x={words.places}
      label={said.join('. ')}
    >
      {(scales) => (
        <>
          {answer && <Gaps places={places} answer={answer} scales={scales} />}
          {answer && <path className={plot.said} d={pathThrough(answer.map((value, at) => [scales.x(at), scales.y(value)]))} />}
          <g className={plot.for}>
            <path
              className={plot.line}
              d={pathThrough(places.map((place, at) => place && ([scales.x(at), scales.y(place.value)] as const)))}
            />
          </g>
          {places.map(
            (place, at) => place && <MeasuredPoint key={words.places[at]} place={place} x={scales.x(at)} y={scales.y} look="for" />,
          )}
          {answer?.map((value, at) => (
            <circle key={words.places[at]} className={plot.hollow} cx={scales.x(at)} cy={scales.y(value)} r="4.5" />
          ))}
          {places.map((place, at) => place && <Tags key={words.places[at]} place={place} at={at} {...{ answer, scales, words, width }} />)}
        </>
      )}
    </Plot>
  );
}

interface GapsProps {
  readonly places: readonly (Place | null)[];
  readonly answer: Answer;
  readonly scales: Scales;
}

/** Bands between what was said and what came out. */
const Gaps = ({ places, answer, scales: { x, y } }: GapsProps) =>
  places.map((place, at) => {
    if (!place) return null;
    const [from, to] = [y(answer[at]), y(place.value)];
    return <rect key={x(at)} className={plot.band} x={x(at) - 9} width="18" y={Math.min(from, to)} height={Math.abs(from - to)} />;
  });

interface TagsProps extends Pick<ShownProps<Marks>, 'answer' | 'words'> {
  readonly place: Place;
  readonly at: number;
  readonly scales: Scales;
  /** Of the drawing. */
  readonly width: number;
}

/** What was measured and said, and how far these lie apart, in numbers beside a place. */
function Tags({ place, at, answer, scales: { x, y }, words, width }: TagsProps) {
  const { numbers, words: page } = useSpoken();
  const right = x(at) + 15;
  const measured = y(place.value);
  if (!answer) return <Tag look="for" x={right} y={measured} text={words.tick(place.value, numbers)} />;
  const said = y(answer[at]);
  const isTold = Math.abs(said - measured) > TOLD;
  const off = words.tick(Math.abs(place.value - answer[at]), numbers);
  const gap = page.figure.gap(off);
  const hasRoom = right + LETTER * gap.length < width + BEYOND;
  // The prediction is told away from what was measured, where no line of its own runs through its words.
  const away = said <= measured ? -13 : 16;
  return (
    <>
      <Tag look="for" x={right} y={measured + (Math.abs(said - measured) < 8 ? -away / 2 : 0)} text={words.tick(place.value, numbers)} />
      {isTold && (
        <Tag look="against" x={hasRoom ? right : right - 30} y={(said + measured) / 2} text={gap} anchor={hasRoom ? 'start' : 'end'} />
      )}
      <Tag look="muted" x={x(at)} y={said + away} text={page.figure.saidShort(words.tick(answer[at], numbers))} anchor="middle" />
    </>
  );
}

interface TagProps {
  readonly look: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

const Tag = ({ look, x, y, text, anchor = 'start' }: TagProps) => (
  <g className={plot[look]}>
    <text className={plot.tag} x={x} y={y + 4} textAnchor={anchor}>
      {text}
    </text>
  </g>
);

export const marksView: PredictionView<Marks> = {
  kind: 'marks',
  Ask,
  Shown,
  said: (answer, words, numbers) => answer.map((value, place) => `${words.places[place]}: ${words.value(value, numbers)}`).join('; '),
};
