import { useEffect } from 'react';
import type { Dropped } from '../data/files.ts';
import { FileDrop } from '../shell/FileDrop.tsx';
import { Doors } from './Doors.tsx';
import { Footer } from './Footer.tsx';
import { FrontHeader } from './FrontHeader.tsx';
import { FrontNotices, type FrontNotice } from './FrontNotices.tsx';
import styles from './FrontPage.module.css';

interface FrontPageProps {
  /** Whether the address names a page that there is none of. */
  readonly isLost: boolean;
  readonly notices: readonly FrontNotice[];
  readonly onDismiss: (notice: FrontNotice) => void;
  /** Opens in the lab what was dropped. Has to stay the same function. */
  readonly onDrop: (dropped: Dropped) => void;
}

/** The first page: one question, and where to go with it. */
export function FrontPage({ isLost, notices, onDismiss, onDrop }: FrontPageProps) {
  useEffect(() => {
    document.title = 'Parsimony · How much of a neural network can you throw away?';
  }, []);
  return (
    <>
      <FrontHeader />
      <main className={styles.main}>
        {isLost && (
          <output className={styles.lost}>
            There is no page at this address. This is the first one; a result link has “#r=” in it, and may have been cut on its way.
          </output>
        )}
        <div className={styles.title}>
          <h1>How much of a neural network can you throw away?</h1>
          <p>Train one in this browser, take its weights away, and see what it still knows.</p>
        </div>
        <Doors />
      </main>
      <Footer />
      <FrontNotices notices={notices} onDismiss={onDismiss} />
      <FileDrop onDrop={onDrop} />
    </>
  );
}
