import { addressOf } from '../route.ts';
import { glossary } from './glossary.ts';
import card from '../kit/Card.module.css';
import styles from './WordsPage.module.css';

/** Every word of the field that the page uses, with what it means. */
export function WordsPage() {
  return (
    <main className={styles.main} id="results" tabIndex={-1}>
      <section className={card.card} aria-labelledby="words-title">
        <h1 id="words-title" className={styles.title}>
          Words explained
        </h1>
        <p className={styles.note}>
          What the words of the <a href={addressOf('lab')}>Lab</a> mean. In its texts the dotted ones can be pressed for the same.
        </p>
        <dl className={styles.list}>
          {glossary.map(({ name, meaning, source }) => (
            <div key={name} className={styles.term}>
              <dt>{name}</dt>
              <dd>
                {meaning}
                {source && <span className={styles.source}> {source}.</span>}
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </main>
  );
}
