import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { binsOf, countBins, shareOf, type MagnitudeAxis } from '../../lab/front/histogram.ts';
import type { Stand } from '../../lab/front/state.ts';
import { totalOf } from '../../lab/front/going.ts';
import { pow } from '../../math/elementary.ts';
import { grouped, percent } from '../../math/number-text.ts';
import { useFront, useSession, useStand } from './front.ts';
import { useSize } from './useSize.ts';
import styles from './WeightSlider.module.css';

const BINS = 96;
/** Above the bars, for what the handle says. */
const TOP = 26;
const BOTTOM = 22;
/** On either side: half of the handle. */
const EDGE = 14;

/** How many numbers of the present scope are gone, of how many. */
export function goneOf({ base, cut, scope }: Stand): { readonly gone: number; readonly of: number } {
  return { gone: scope === 'all' ? totalOf(cut) : cut.thrown[scope], of: base.ascending(scope).length };
}

/** Where the handle stands: at the magnitude that as many of the smallest numbers lie below. */
function handleShare(stand: Stand, axis: MagnitudeAxis): number {
  const { gone, of } = goneOf(stand);
  if (gone === of) return 1;
  return gone === 0 ? 0 : shareOf(axis, stand.base.ascending(stand.scope)[gone]);
}

/** The weights by size: a histogram that is a slider. Everything left of its handle goes. */
export function WeightSlider({ isDisabled }: { readonly isDisabled: boolean }) {
  const session = useSession();
  const { axis } = useFront();
  const stand = useStand();
  const { gone, of } = goneOf(stand);
  const drawing = useRef<SVGSVGElement>(null);
  const room = useSize(drawing);
  const wide = (room?.width ?? 0) - 2 * EDGE;
  const share = handleShare(stand, axis);
  const gesture = useRef(0);
  const toPointer = (event: PointerEvent<SVGSVGElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    session.slideTo((event.clientX - box.left - EDGE) / wide, `drag ${gesture.current}`);
  };
  return (
    <svg
      ref={drawing}
      className={styles.slider}
      // The browser's own cannot be drawn as bars.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      tabIndex={0}
      aria-label="Share of the weights that is thrown away"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round((1000 * gone) / of) / 10}
      aria-valuetext={`${percent(gone / of)} thrown away, ${grouped(of - gone)} kept`}
      aria-disabled={isDisabled}
      onKeyDown={(event) => byKey(event, (by) => session.slideTo(by === null ? share : share + by, 'keys'), session, of)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        gesture.current++;
        event.currentTarget.setPointerCapture(event.pointerId);
        toPointer(event);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && toPointer(event)}
    >
      {room && (
        <>
          <Bars wide={wide} high={room.height - TOP - BOTTOM} />
          <Axis axis={axis} wide={wide} at={room.height - BOTTOM} />
          <Handle at={EDGE + share * wide} wide={room.width} high={room.height - BOTTOM} gone={gone} of={of} />
        </>
      )}
    </svg>
  );
}

function byKey(event: KeyboardEvent, move: (by: number) => void, session: ReturnType<typeof useSession>, of: number): void {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -0.01,
    ArrowDown: -0.01,
    ArrowRight: 0.01,
    ArrowUp: 0.01,
    PageDown: -0.1,
    PageUp: 0.1,
  };
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Home') session.slide(0, 'keys');
  else if (event.key === 'End') session.slide(of, 'keys');
  else if (event.key in steps) move(steps[event.key]);
  else return;
  event.preventDefault();
}

function Bars({ wide, high }: { readonly wide: number; readonly high: number }) {
  const session = useSession();
  const { axis } = useFront();
  const { base, scope } = useStand();
  const binOf = useMemo(() => binsOf(base.numbers, axis, BINS), [base, axis]);
  const [begin, end] = scope === 'all' ? [0, base.shape.size] : [base.shape.layers[scope].weights, base.shape.layers[scope].end];
  const all = useMemo(() => countBins(binOf, base.numbers, BINS, begin, end), [binOf, base, begin, end]);
  const left = countBins(binOf, session.numbers, BINS, begin, end);
  const most = all.reduce((largest, count) => Math.max(largest, count), 1);
  const step = wide / BINS;
  const bar = (from: number, to: number, bin: number): string =>
    `M${EDGE + bin * step} ${TOP + high - (high * from) / most}h${Math.max(1, step - 1)}V${TOP + high - (high * to) / most}h${-Math.max(1, step - 1)}z`;
  const bins = Array.from(all.keys());
  return (
    <>
      <path className={styles.gone} d={bins.map((bin) => (all[bin] > left[bin] ? bar(left[bin], all[bin], bin) : '')).join('')} />
      <path className={styles.left} d={bins.map((bin) => (left[bin] > 0 ? bar(0, left[bin], bin) : '')).join('')} />
    </>
  );
}

function Axis({ axis: { from, to }, wide, at }: { readonly axis: MagnitudeAxis; readonly wide: number; readonly at: number }) {
  const decades = Array.from({ length: Math.floor(to) - Math.ceil(from) + 1 }, (_value, index) => Math.ceil(from) + index);
  const x = (exponent: number): number => EDGE + ((exponent - from) / (to - from)) * wide;
  return (
    <g className={styles.axis}>
      <path d={`M${EDGE} ${at + 0.5}h${wide}${decades.map((exponent) => `M${x(exponent)} ${at}v4`).join('')}`} />
      {decades.map((exponent) => (
        <text key={exponent} x={x(exponent)} y={at + 17} textAnchor="middle">
          {Number(pow(10, exponent).toPrecision(1))}
        </text>
      ))}
      <text x={EDGE + wide} y={at + 17} textAnchor="end">
        |weight|
      </text>
    </g>
  );
}

interface HandleProps {
  readonly at: number;
  readonly wide: number;
  readonly high: number;
  readonly gone: number;
  readonly of: number;
}

function Handle({ at, wide, high, gone, of }: HandleProps) {
  const isNarrow = wide < 420;
  const words = [isNarrow ? `${percent(gone / of)} gone` : `throw away ${percent(gone / of)}`, `keep ${grouped(of - gone)}`];
  // Near an edge both stand on the side that has room.
  const isRight = at > wide - 110;
  const isLeft = at < 130 && !isRight;
  return (
    <g className={styles.handle}>
      <path d={`M${at} 2V${high}`} />
      {isLeft || isRight ? (
        <text x={at + (isRight ? -9 : 9)} y={13} textAnchor={isRight ? 'end' : 'start'}>
          {words[0]}
          <tspan className={styles.kept}> · {words[1]}</tspan>
        </text>
      ) : (
        <>
          <text x={at - 9} y={13} textAnchor="end">
            {words[0]}
          </text>
          <text className={styles.kept} x={at + 9} y={13}>
            {words[1]}
          </text>
        </>
      )}
      <circle cx={at} cy={high - 28} r={11} />
      <path className={styles.arrows} d={`M${at - 2.5} ${high - 32}l-4 4 4 4M${at + 2.5} ${high - 32}l4 4-4 4`} />
    </g>
  );
}
