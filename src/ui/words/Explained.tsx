import { useId, useState } from 'react';
import { piecesOf, type Term } from './glossary.ts';
import styles from './Explained.module.css';

/** A paragraph whose terms say what they mean when they are pressed. */
export function Explained({ text }: { readonly text: string }) {
  const id = useId();
  const [asked, setAsked] = useState<Term | null>(null);
  return (
    <>
      <p>
        {piecesOf(text).map(({ text: piece, term }) =>
          term ? (
            <button
              key={piece}
              type="button"
              className={styles.term}
              aria-expanded={asked === term}
              aria-controls={id}
              onClick={() => setAsked(asked === term ? null : term)}
            >
              {piece}
            </button>
          ) : (
            piece
          ),
        )}
      </p>
      <div id={id} aria-live="polite">
        {asked && (
          <p className={styles.meaning}>
            <b>{asked.name}</b>: {asked.meaning}
            {asked.source && <span className={styles.source}> {asked.source}.</span>}
          </p>
        )}
      </div>
    </>
  );
}
