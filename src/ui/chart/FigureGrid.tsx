import { figures } from '../../figures/index.ts';
import { FigureCard } from './FigureCard.tsx';
import styles from './FigureGrid.module.css';

export function FigureGrid() {
  return (
    <div className={styles.grid}>
      {figures.map((maker) => (
        <FigureCard key={maker.name} maker={maker} />
      ))}
    </div>
  );
}
