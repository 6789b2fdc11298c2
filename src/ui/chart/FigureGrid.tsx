import { useMemo } from 'react';
import type { FigureMaker } from '../../figures/figure.ts';
import { FigureCard } from './FigureCard.tsx';
import styles from './FigureGrid.module.css';

/** The names of figures that take a whole row: the wide ones, and those that would otherwise stand alone in theirs. */
function wholeRows(figures: readonly FigureMaker[], isWide: (maker: FigureMaker) => boolean): ReadonlySet<string> {
  const whole = new Set<string>();
  let open: string | null = null;
  for (const maker of figures) {
    if (isWide(maker)) {
      whole.add(maker.name);
      if (open !== null) whole.add(open);
      open = null;
    } else open = open === null ? maker.name : null;
  }
  if (open !== null) whole.add(open);
  return whole;
}

interface FigureGridProps {
  readonly figures: readonly FigureMaker[];
  /** Of the titles of the figures. */
  readonly level: 2 | 4;
  /** Whether wide figures too stand two in a row, so that both are in sight at once. */
  readonly inPairs?: boolean;
}

/** Figures, two in a row where there is room. */
export function FigureGrid({ figures, level, inPairs = false }: FigureGridProps) {
  const whole = useMemo(() => wholeRows(figures, ({ wide = false }) => wide && !inPairs), [figures, inPairs]);
  return (
    <div className={styles.grid}>
      {figures.map((maker) => (
        <FigureCard key={maker.name} maker={maker} isWide={whole.has(maker.name)} level={level} />
      ))}
    </div>
  );
}
