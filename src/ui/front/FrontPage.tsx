import { useEffect } from 'react';
import type { FrontSession } from '../../lab/front/session.ts';
import type { Dropped } from '../data/files.ts';
import { PlainButton } from '../kit/PlainButton.tsx';
import { FileDrop } from '../shell/FileDrop.tsx';
import { Doors } from './Doors.tsx';
import { Footer } from './Footer.tsx';
import { FrontContext, useFront, useSession } from './front.ts';
import { FrontHeader } from './FrontHeader.tsx';
import { FrontNotices, type FrontNotice } from './FrontNotices.tsx';
import { Playground } from './Playground.tsx';
import styles from './FrontPage.module.css';

interface FrontPageProps {
  readonly session: FrontSession;
  /** Whether the address names a page that there is none of. */
  readonly isLost: boolean;
  readonly notices: readonly FrontNotice[];
  readonly onDismiss: (notice: FrontNotice) => void;
  /** Opens in the lab what was dropped. Has to stay the same function. */
  readonly onDrop: (dropped: Dropped) => void;
}

/** The first page: one question, and where to go with it. */
export function FrontPage({ session, isLost, notices, onDismiss, onDrop }: FrontPageProps) {
  useEffect(() => {
    document.title = 'Parsimony · How much of a neural network can you throw away?';
  }, []);
  useEffect(() => {
    if (session.get().stand === null) void session.open();
  }, [session]);
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
          <p>This one reads handwritten digits with 266,610 numbers. Drag the handle, draw a digit, and see what it still knows.</p>
        </div>
        <FrontContext value={session}>
          <Opened />
        </FrontContext>
        <Doors />
      </main>
      <Footer />
      <FrontNotices notices={notices} onDismiss={onDismiss} />
      <FileDrop onDrop={onDrop} />
    </>
  );
}

/** The network, once its file is there. */
function Opened() {
  const session = useSession();
  const { stand, failure } = useFront();
  if (stand) return <Playground />;
  return (
    <div className={styles.opening}>
      {failure === null ? (
        <output>Opening the network …</output>
      ) : (
        <>
          <p role="alert">{failure}</p>
          <PlainButton icon="retry" onClick={() => void session.open()}>
            Try again
          </PlainButton>
        </>
      )}
    </div>
  );
}
