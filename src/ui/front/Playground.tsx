import { useMemo, useState } from 'react';
import { answerTo } from '../../lab/front/forward.ts';
import { CutCard } from './CutCard.tsx';
import type { Digit } from './digit.ts';
import { DrawCard } from './DrawCard.tsx';
import { useFront, useSession, useStand } from './front.ts';
import { NetworkPicture } from './NetworkPicture.tsx';
import { storedDigit } from './Pad.tsx';
import styles from './Playground.module.css';

/** The digit that the page begins with. */
const FIRST_DIGIT = 4;

/** The network of the page, cut and asked. */
export function Playground() {
  const session = useSession();
  const { version } = useFront();
  const { shape } = useStand().base;
  const [digit, setDigit] = useState<Digit | null>(() => storedDigit(FIRST_DIGIT));
  const full = useMemo(() => digit && answerTo(shape, session.fullNumbers, digit.pixels), [digit, shape, session]);
  // The numbers change in place, with the version.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const cut = useMemo(() => digit && answerTo(shape, session.numbers, digit.pixels), [digit, shape, session, version]);
  return (
    <div className={styles.playground}>
      <div className={styles.network}>
        <NetworkPicture answer={cut} />
      </div>
      <div className={styles.draw}>
        <DrawCard digit={digit} onDigit={setDigit} answers={full && cut && { full, cut }} />
      </div>
      <div className={styles.cut}>
        <CutCard />
      </div>
    </div>
  );
}
