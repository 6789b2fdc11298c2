import { useMemo } from 'react';
import type { Figure } from '../../figures/figure.ts';
import { Fold } from '../kit/Fold.tsx';
import { markOf } from '../kit/MethodMark.tsx';
import { useView } from '../lab.tsx';
import { legendOf, type LegendEntry } from './legend.ts';
import styles from './FigureLegend.module.css';

/** More names than these are folded: they would push the plot out of sight. */
const MOST_OPEN = 8;

const dashes: Readonly<Record<string, string>> = { dash: '5 3', dot: '1.5 3', dashdot: '5 2 1.5 2' };

/** The names of what a figure draws, above its plot, where they stay in sight however far down the page it stands. */
export function FigureLegend({ figure }: { readonly figure: Figure }) {
  const hidden = useView((view) => view.hidden);
  const entries = useMemo(() => legendOf(figure, hidden), [figure, hidden]);
  if (entries.length === 0) return null;
  const list = (
    <ul className={styles.list} aria-label="Legend" data-columns={entries.length > MOST_OPEN || undefined}>
      {entries.map((entry) => (
        <li key={entry.name} className={styles.entry}>
          <Sample {...entry} />
          {entry.name}
        </li>
      ))}
    </ul>
  );
  return entries.length > MOST_OPEN ? <Fold title={`Legend: ${entries.length} names, in the order of their colours`}>{list}</Fold> : list;
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
