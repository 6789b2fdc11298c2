import type { Figure, FigureMaker } from '../../figures/figure.ts';
import { HelpButton } from '../kit/HelpButton.tsx';
import { Explained } from '../words/Explained.tsx';
import styles from './FigureAbout.module.css';

interface FigureAboutProps {
  readonly maker: FigureMaker;
  readonly title: string;
  readonly figure: Figure | null;
}

/** What a figure shows, how to read it, what there is to know of this drawing of it, and where it is from. */
export function FigureAbout({ maker: { about }, title, figure }: FigureAboutProps) {
  const notes = figure?.empty === null ? [figure.subtitle, ...figure.notes] : [];
  return (
    <HelpButton title={title} sign="i">
      <Explained text={about.shows} />
      <h4 className={styles.part}>How to read it</h4>
      <Explained text={about.read} />
      {notes.length > 0 && (
        <>
          <h4 className={styles.part}>In this drawing</h4>
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </>
      )}
      <h4 className={styles.part}>Where it is from</h4>
      <p>{about.source}</p>
    </HelpButton>
  );
}
