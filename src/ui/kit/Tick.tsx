import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Icon } from './Icon.tsx';
import styles from './Tick.module.css';

interface TickProps {
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly children: ReactNode;
}

/** A box to tick, with its words. */
export function Tick({ children, ...props }: TickProps) {
  return (
    <Checkbox className={styles.tick} {...props}>
      <i className={styles.box}>
        <Icon name="check" size={12} />
      </i>
      <span>{children}</span>
    </Checkbox>
  );
}
