import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { outcomes, type Outcome } from '../../study/card.ts';
import { Icon } from '../kit/Icon.tsx';
import { outcomeWords } from './outcome-words.ts';
import styles from './OutcomeFilter.module.css';

export type Chosen = Outcome | 'all';

interface OutcomeFilterProps {
  /** Of all cards. */
  readonly kinds: readonly Outcome[];
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

/** Which cards are shown, by how they stand. */
export function OutcomeFilter({ kinds, chosen, onChoose }: OutcomeFilterProps) {
  const there = outcomes.filter((outcome) => kinds.includes(outcome));
  return (
    <ToggleButtonGroup
      className={styles.group}
      aria-label="Cards shown"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      onSelectionChange={([key]) => onChoose(key as Chosen)}
    >
      <ToggleButton id="all" className={styles.option}>
        All <span className={styles.count}>{kinds.length}</span>
      </ToggleButton>
      {there.map((outcome) => (
        <ToggleButton key={outcome} id={outcome} className={styles.option}>
          <Icon name={outcomeWords[outcome].icon} size={13} />
          {outcomeWords[outcome].title} <span className={styles.count}>{kinds.filter((kind) => kind === outcome).length}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
