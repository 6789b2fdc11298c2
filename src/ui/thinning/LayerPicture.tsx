import { memo } from 'react';
import type { UnitLayer, UnitState, WeightLayer } from '../../figures/thinning.ts';
import { count } from '../text/format.ts';
import styles from './Thinning.module.css';

interface LayerPictureProps {
  readonly layer: UnitLayer | WeightLayer;
  /** Whether it is the only one: then all is said above it. */
  readonly isAlone: boolean;
  /** Neurons of the widest layer of its network: all of them have dots of one size. */
  readonly widest: number;
}

/** A layer as it is at a step. */
export function LayerPicture({ layer, isAlone, widest }: LayerPictureProps) {
  if (layer.kind === 'weights') return <Weights {...layer} />;
  return <Units {...layer} isAlone={isAlone} columns={columnsOf(widest)} />;
}

/** Twice as many dots in a row as there are rows, and as many that those of a small layer are no larger than others. */
const columnsOf = (units: number): number => Math.max(12, Math.ceil(Math.sqrt(2 * units)));

const states: readonly UnitState[] = ['gone', 'leaves', 'left'];

interface UnitsProps extends Pick<UnitLayer, 'name' | 'units'> {
  readonly isAlone: boolean;
  readonly columns: number;
}

/** What is drawn changes once a cycle, and is asked for five times a second. */
const sameUnits = (a: UnitsProps, b: UnitsProps): boolean =>
  a.name === b.name &&
  a.isAlone === b.isAlone &&
  a.columns === b.columns &&
  a.units.length === b.units.length &&
  a.units.every((unit, place) => unit === b.units[place]);

/** A dot for each neuron, at its place in the layer. */
const Units = memo(function Units({ name, units, isAlone, columns }: UnitsProps) {
  const left = units.filter((unit) => unit === 'left').length;
  const leaving = dotsOf(units, 'leaves', columns);
  return (
    <div className={styles.layer}>
      {!isAlone && <p className={styles.layerName}>{`${name}: ${count(left)} of ${count(units.length)}`}</p>}
      <svg className={styles.units} viewBox={`0 0 ${columns} ${Math.ceil(units.length / columns)}`} aria-hidden="true" focusable="false">
        {states.map((state) => (
          <path key={state} className={styles[state]} d={dotsOf(units, state, columns)} />
        ))}
        {/* What makes a dot a ring: it opens anew at each cycle. */}
        <path key={leaving} className={styles.hole} d={leaving} />
      </svg>
    </div>
  );
}, sameUnits);

/** Lines without length, whose round ends are dots. */
const dotsOf = (units: readonly UnitState[], state: UnitState, columns: number): string =>
  units.map((unit, place) => (unit === state ? `M${(place % columns) + 0.5} ${Math.floor(place / columns) + 0.5}h0` : '')).join('');

/** Classes of magnitude that share the strongest colour, 0.1 and above, and those that share the palest, below 10⁻⁵. */
const STRONGEST = 3;
const PALEST = 11;

/** Share of the accent in the colour of a class, 0 for the largest numbers. */
const strengthOf = (place: number): number => 100 - (88 * Math.max(0, Math.min(PALEST, place) - STRONGEST + 1)) / (PALEST - STRONGEST + 1);

type WeightsProps = Pick<WeightLayer, 'name' | 'size' | 'left' | 'leaves' | 'classes'>;

/** What is drawn of a network changes twice a second, and is asked for five times. */
const sameWeights = (a: WeightsProps, b: WeightsProps): boolean =>
  a.name === b.name &&
  a.size === b.size &&
  a.left === b.left &&
  a.leaves === b.leaves &&
  (a.classes === b.classes ||
    (a.classes?.length === b.classes?.length && a.classes?.every((amount, place) => amount === b.classes?.[place]) === true));

/**
 * A bar of all numbers of a layer, the largest first. Its parts are one background: as elements of their own they were laid out anew at every
 * step of every network, which took a sixth of a core.
 */
const Weights = memo(function Weights({ name, size, left, leaves, classes }: WeightsProps) {
  const backgroundImage = gradientOf(classes ?? [left], size);
  return (
    <div className={styles.row}>
      <p className={styles.layerName} title={name}>
        {name}
      </p>
      <div className={styles.bar} style={{ backgroundImage }}>
        {leaves > 0 && <i className={styles.cut} style={{ left: percentOf(left, size), width: percentOf(leaves, size) }} />}
      </div>
      <p className={styles.amount}>{shareText(left, size)}</p>
    </div>
  );
}, sameWeights);

/** Colours side by side, as wide as there are numbers of their class; undefined for none. */
function gradientOf(classes: readonly number[], size: number): string | undefined {
  const parts: string[] = [];
  let seen = 0;
  for (const [place, amount] of classes.entries()) {
    if (amount === 0) continue;
    const color = `color-mix(in oklab, var(--accent) ${strengthOf(place).toFixed(0)}%, var(--surface))`;
    parts.push(`${color} ${percentOf(seen, size)} ${percentOf(seen + amount, size)}`);
    seen += amount;
  }
  return parts.length === 0 ? undefined : `linear-gradient(90deg, ${parts.join(', ')}, transparent 0)`;
}

const percentOf = (part: number, size: number): string => `${((100 * part) / size).toFixed(2)}%`;

/** “100 %”, “3.2 %”, “0.04 %”. */
function shareText(left: number, size: number): string {
  const percent = size > 0 ? (100 * left) / size : 0;
  if (left === 0 || left === size) return `${percent} %`;
  return `${percent >= 10 ? Math.min(99, percent).toFixed(0) : percent >= 1 ? percent.toFixed(1) : percent.toPrecision(1)} %`;
}
