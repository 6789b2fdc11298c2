import { figures } from '../../figures/index.ts';
import { FigureCard } from './FigureCard.tsx';
import styles from './FigureGrid.module.css';

/** The names of figures that take a whole row: the wide ones, and those that would otherwise stand alone in theirs. */
function wholeRows(): ReadonlySet<string> {
  const whole = new Set<string>();
  let open: string | null = null;
  for (const { name, wide } of figures) {
    if (wide) {
      whole.add(name);
      if (open !== null) whole.add(open);
      open = null;
    } else open = open === null ? name : null;
  }
  if (open !== null) whole.add(open);
  return whole;
}

const whole = wholeRows();

export function FigureGrid() {
  return (
    <div className={styles.grid}>
      {figures.map((maker) => (
        <FigureCard key={maker.name} maker={maker} isWide={whole.has(maker.name)} />
      ))}
    </div>
  );
}
