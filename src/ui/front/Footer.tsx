import { addressOf } from '../route.ts';
import styles from './Footer.module.css';

/** A file of the build: the licence of the program and of all that is in it. */
const LICENCES = 'licences/parsimony.txt';

/** What has to be known of a page: where its content comes from, under which licence, and what becomes of what one does on it. */
export function Footer() {
  return (
    <footer className={styles.footer}>
      <b>Nothing leaves this browser.</b>
      <a href={addressOf('words')}>Words explained</a>
      <span>
        Papers: <a href="https://arxiv.org/abs/2505.23869">Dual tomographic compression</a> ·{' '}
        <a href="https://arxiv.org/abs/2505.17469">ℓ₀ and description length</a>
      </span>
      <span>Digits: MNIST, by Y. LeCun, C. Cortes and C. J. C. Burges (CC BY-SA 3.0)</span>
      <span>
        Parsimony: <a href={LICENCES}>MIT licence, and those of its parts</a>
      </span>
    </footer>
  );
}
