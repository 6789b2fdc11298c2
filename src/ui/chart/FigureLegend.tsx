import { useMemo } from 'react';
import type { Figure } from '../../figures/figure.ts';
import { Fold } from '../kit/Fold.tsx';
import { useView } from '../lab.tsx';
import { longLegend } from './legend.ts';
import styles from './FigureLegend.module.css';

const dashes: Readonly<Record<string, string>> = { dash: '5 3', dot: '1.5 3' };

/** The names of a figure with more of them than its plot has room for. */
export function FigureLegend({ figure }: { readonly figure: Figure }) {
  const hidden = useView((view) => view.hidden);
  const entries = useMemo(() => longLegend(figure, hidden), [figure, hidden]);
  if (entries.length === 0) return null;
  return (
    <Fold title={`Legend: ${entries.length} names, in the order of their colours`}>
      <ul className={styles.list}>
        {entries.map(({ name, color, dash }) => (
          <li key={name} className={styles.entry}>
            <svg width="22" height="8" aria-hidden="true" focusable="false">
              <path d="M0 4h22" stroke={color} strokeWidth="3" strokeDasharray={dashes[dash]} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </Fold>
  );
}
