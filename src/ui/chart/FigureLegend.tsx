import { useMemo } from 'react';
import type { Figure } from '../../figures/figure.ts';
import { Fold } from '../kit/Fold.tsx';
import { markOf } from '../kit/MethodMark.tsx';
import { useView } from '../lab.tsx';
import { legendOf, rampsOf, type LegendEntry, type Ramp } from './legend.ts';
import styles from './FigureLegend.module.css';

/** More names than these are folded: they would push the plot out of sight. */
const MOST_OPEN = 8;

const dashes: Readonly<Record<string, string>> = { dash: '5 3', dot: '1.5 3', dashdot: '5 2 1.5 2' };

/** The names of what a figure draws, above its plot, where they stay in sight however far down the page it stands. */
export function FigureLegend({ figure }: { readonly figure: Figure }) {
  const hidden = useView((view) => view.hidden);
  const entries = useMemo(() => legendOf(figure, hidden), [figure, hidden]);
  if (entries.length === 0) return null;
  if (entries.length <= MOST_OPEN) return <Names entries={entries} label="Legend" />;
  const { ramps, rest } = rampsOf(entries);
  return (
    <>
      <ul className={styles.list} aria-label="Legend">
        {ramps.map((ramp) => (
          <RampEntry key={ramp.title} {...ramp} />
        ))}
        {rest.length <= MOST_OPEN && rest.map((entry) => <Entry key={entry.name} {...entry} />)}
      </ul>
      <Fold title={`All ${entries.length} names, in the order of their colours`}>
        <Names entries={entries} label="All names" />
      </Fold>
    </>
  );
}

function Names({ entries, label }: { readonly entries: readonly LegendEntry[]; readonly label: string }) {
  return (
    <ul className={styles.list} aria-label={label} data-columns={entries.length > MOST_OPEN || undefined}>
      {entries.map((entry) => (
        <Entry key={entry.name} {...entry} />
      ))}
    </ul>
  );
}

function Entry(entry: LegendEntry) {
  return (
    <li className={styles.entry}>
      <Sample {...entry} />
      {entry.name}
    </li>
  );
}

/** The colours of a sweep from its first value to its last. */
function RampEntry({ title, count, colors, symbol }: Ramp) {
  const mark = symbol === null ? null : markOf(symbol);
  return (
    <li className={styles.entry}>
      {mark && (
        <svg width="12" height="12" aria-hidden="true" focusable="false">
          <path d={mark.path} {...(mark.isHollow ? { fill: 'none', stroke: colors[0], strokeWidth: 1.4 } : { fill: colors[0] })} />
        </svg>
      )}
      <i className={styles.ramp} style={{ background: `linear-gradient(to right, ${colors.join(', ')})` }} />
      {title} ({count})
    </li>
  );
}

function Sample({ color, dash, symbol }: LegendEntry) {
  const mark = symbol === null ? null : markOf(symbol);
  return (
    <svg width={dash === null ? 12 : 22} height="12" aria-hidden="true" focusable="false">
      {dash !== null && <path d="M0 6h22" stroke={color} strokeWidth="2" strokeDasharray={dashes[dash]} />}
      {mark && (
        <path
          d={mark.path}
          transform={dash === null ? undefined : 'translate(5 0)'}
          {...(mark.isHollow ? { fill: 'none', stroke: color, strokeWidth: 1.4 } : { fill: color })}
        />
      )}
    </svg>
  );
}
