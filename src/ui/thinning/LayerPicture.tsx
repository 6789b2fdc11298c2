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
  if (layer.kind === 'weights') return <Weights layer={layer} />;
  return <Units {...layer} isAlone={isAlone} columns={columnsOf(widest)} />;
}

/** Twice as many dots in a row as there are rows, and as many that those of a small layer are no larger than others. */
const columnsOf = (units: number): number => Math.max(12, Math.ceil(Math.sqrt(2 * units)));

const states: readonly UnitState[] = ['gone', 'leaves', 'left'];

interface UnitsProps extends Pick<UnitLayer, 'name' | 'units'> {
  readonly isAlone: boolean;
  readonly columns: number;
}

/** What is drawn changes once a cycle, and is asked for ten times a second. */
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

/** A bar of all numbers of a layer, the largest first. */
function Weights({ layer: { name, size, left, leaves, classes } }: { readonly layer: WeightLayer }) {
  const parts = (classes ?? [left]).flatMap((amount, place, all) => {
    const start = all.slice(0, place).reduce((sum, before) => sum + before, 0);
    return amount === 0 ? [] : [{ place, start: (100 * start) / size, width: (100 * amount) / size }];
  });
  return (
    <div className={styles.row}>
      <p className={styles.layerName} title={name}>
        {name}
      </p>
      <div className={styles.bar}>
        {parts.map(({ place, start, width }) => (
          <i
            key={place}
            style={{
              left: `${start.toFixed(2)}%`,
              width: `${width.toFixed(2)}%`,
              background: `color-mix(in oklab, var(--accent) ${strengthOf(place).toFixed(0)}%, var(--surface))`,
            }}
          />
        ))}
        {leaves > 0 && (
          <i
            className={styles.cut}
            style={{ left: `${((100 * left) / size).toFixed(2)}%`, width: `${((100 * leaves) / size).toFixed(2)}%` }}
          />
        )}
      </div>
      <p className={styles.amount}>{shareText(left, size)}</p>
    </div>
  );
}

/** “100 %”, “3.2 %”, “0.04 %”. */
function shareText(left: number, size: number): string {
  const percent = size > 0 ? (100 * left) / size : 0;
  if (left === 0 || left === size) return `${percent} %`;
  return `${percent >= 10 ? Math.min(99, percent).toFixed(0) : percent >= 1 ? percent.toFixed(1) : percent.toPrecision(1)} %`;
}
