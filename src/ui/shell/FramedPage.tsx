import styles from '../front/Opening.module.css';
import { isAskedFor } from '../lesson/embed.ts';

/** Whether the page stands in a frame of another page without having been asked for as a lesson in one: what lies over it cannot be seen. */
export const isFramedWhole = (): boolean =>
  window.top !== window.self && !isAskedFor('embed', window.location) && !isAskedFor('report', window.location);

/** Stands in such a frame. Whoever presses something here does so on a page whose address they see. */
export function FramedPage() {
  return (
    <main className={styles.main}>
      <h1>Parsimony opens on a page of its own</h1>
      <p>
        Another page shows this one in a frame. Only lessons are shown so: <i>Share study, Make a lesson of it, Copy as iframe</i> gives the
        address for it.
      </p>
      <p>
        <a href={window.location.href} target="_blank" rel="noopener">
          Open Parsimony
        </a>
      </p>
    </main>
  );
}
