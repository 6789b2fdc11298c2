import type { RecordedFacts } from '../../lab/card-reader.ts';
import type { Card } from '../../study/card.ts';
import { Icon } from '../kit/Icon.tsx';
import { presetAddress, recordedAddress } from '../route.ts';
import type { Times } from './useTimes.ts';
import styles from './CardLinks.module.css';

interface CardLinksProps {
  readonly card: Card;
  /** The recorded runs that there are. */
  readonly recorded: readonly RecordedFacts[];
  readonly times: Times;
}

/** Ways from a card into the lab, with the time that each takes. */
export function CardLinks({ card: { preset, quick }, recorded, times }: CardLinksProps) {
  const ways = [
    { name: preset, words: 'Run it here' },
    { name: quick, words: 'Quick form' },
  ];
  return (
    <>
      {recorded.map(({ id, name }) => (
        <a key={id} className={styles.link} href={recordedAddress(id)}>
          <Icon name="open" size={14} />
          Open the recorded run{recorded.length > 1 ? `: ${name}` : ''}
        </a>
      ))}
      {ways.map(
        ({ name, words }) =>
          name !== null && (
            <a key={words} className={styles.link} href={presetAddress(name)}>
              <Icon name="play" size={13} />
              {words} <span className={styles.time}>{times.get(name)}</span>
            </a>
          ),
      )}
    </>
  );
}
