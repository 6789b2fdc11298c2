import { memo, useRef } from 'react';
import { log2, pow } from '../../math/elementary.ts';
import type { Visit } from '../../lab/front/state.ts';
import { useFront } from './front.ts';
import { percent, timesDigits } from '../../math/number-text.ts';
import { useSize } from './useSize.ts';
import styles from './Trail.module.css';

const LEFT = 30;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 22;
/** Doublings of the axis, at least. */
const LEAST_SPAN = 8;

/** Accuracy against size, of every cut that was measured. */
export function Trail() {
  const { trail, fullAccuracy, test, said, size } = useFront();
  const drawing = useRef<SVGSVGElement>(null);
  const room = useSize(drawing);
  const samples = test.state === 'ready' ? test.labels.length : 1;
  const span = Math.max(LEAST_SPAN, ...trail.map(({ times }) => Math.ceil(log2(times))));
  const words = said
    ? `${percent(said.right / samples)} right at ${timesDigits(size.times)} times smaller; ${trail.length} cuts measured so far`
    : 'nothing measured yet';
  return (
    <svg ref={drawing} className={styles.trail} role="img" aria-label={`Accuracy against size: ${words}`}>
      {room && (
        <>
          <Curves {...room} span={span} trail={trail} samples={samples} full={fullAccuracy} />
          {said && (
            <circle className={styles.now} cx={xOf(size.times, span, room.width)} cy={yOf(said.right / samples, room.height)} r={5.5} />
          )}
        </>
      )}
    </svg>
  );
}

interface CurvesProps {
  readonly width: number;
  readonly height: number;
  readonly span: number;
  readonly trail: readonly Visit[];
  readonly samples: number;
  readonly full: number | null;
}

const xOf = (times: number, span: number, width: number): number => LEFT + (Math.max(0, log2(times)) / span) * (width - LEFT - RIGHT);
const yOf = (share: number, height: number): number => TOP + (1 - share) * (height - TOP - BOTTOM);

/** Drawn anew when something was measured, not at every move of the handle. */
const Curves = memo(function Curves({ width, height, span, trail, samples, full }: CurvesProps) {
  const x = ({ times }: Pick<Visit, 'times'>): number => xOf(times, span, width);
  const y = (share: number): number => yOf(share, height);
  const at = (visit: Visit): string => `${x(visit).toFixed(1)} ${y(visit.right / samples).toFixed(1)}`;
  const ways = [
    { name: 'smallest', own: trail.filter(({ order, isTuned }) => order === 'smallest' && !isTuned) },
    { name: 'random', own: trail.filter(({ order, isTuned }) => order === 'random' && !isTuned) },
    { name: 'tuned', own: trail.filter(({ isTuned }) => isTuned) },
  ] as const;
  const step = span > 12 ? 4 : 2;
  return (
    <>
      <path className={styles.grid} d={[0, 0.5, 1].map((share) => `M${LEFT} ${y(share)}H${width - RIGHT}`).join('')} />
      {[0, 50, 100].map((value) => (
        <text key={value} x={LEFT - 6} y={y(value / 100) + 4} textAnchor="end">
          {value}
        </text>
      ))}
      {Array.from({ length: Math.floor(span / step) + 1 }, (_value, index) => pow(2, index * step)).map((times) => (
        <text key={times} x={x({ times })} y={height - 5} textAnchor="middle">
          {times}×
        </text>
      ))}
      {full !== null && <path className={styles.full} d={`M${LEFT} ${y(full)}H${width - RIGHT}`} />}
      {ways.map(({ name, own }) => {
        const sorted = own.toSorted((a, b) => a.times - b.times);
        return (
          <g key={name} className={styles[name]}>
            {name !== 'tuned' && sorted.length > 1 && <path d={`M${sorted.map(at).join('L')}`} />}
            {sorted.map((visit) => (
              <circle key={at(visit)} cx={x(visit)} cy={y(visit.right / samples)} r={name === 'tuned' ? 2.4 : 1.6} />
            ))}
          </g>
        );
      })}
      <Names ways={ways} x={x} y={(visit) => y(visit.right / samples)} width={width} lowest={height - BOTTOM - 4} />
    </>
  );
});

interface NamesProps {
  readonly ways: readonly { readonly name: 'smallest' | 'random' | 'tuned'; readonly own: readonly Visit[] }[];
  readonly x: (visit: Visit) => number;
  readonly y: (visit: Visit) => number;
  readonly width: number;
  /** Where the lowest name may stand: above the axis. */
  readonly lowest: number;
}

const titles = { smallest: 'smallest first', random: 'at random', tuned: 'fine-tuned' } as const;

/** Pixels between two names, at least. */
const NAME_STEP = 13;

/** Each line is named at its end, where it is smallest; names that would lie on each other are moved apart. */
function Names({ ways, x, y, width, lowest }: NamesProps) {
  const ends = ways.flatMap(({ name, own }) => {
    const [first] = own;
    if (!first) return [];
    const end = own.reduce((most, visit) => (visit.times > most.times ? visit : most), first);
    return [{ name, x: x(end), y: y(end) + 4 }];
  });
  let below = lowest + NAME_STEP;
  const placed = ends
    .toSorted((a, b) => b.y - a.y)
    .map((end) => {
      below = Math.min(below - NAME_STEP, end.y);
      return { ...end, y: below };
    });
  return placed.map(({ name, x: at, y: down }) => {
    const isRight = at > width - 100;
    return (
      <text key={name} className={styles.name} x={at + (isRight ? -10 : 10)} y={down} textAnchor={isRight ? 'end' : 'start'}>
        {titles[name]}
      </text>
    );
  });
}
