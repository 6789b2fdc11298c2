import type { ReactNode } from 'react';
import { Checkbox, type CheckboxProps } from 'react-aria-components';
import { Icon } from './Icon.tsx';
import styles from './Check.module.css';

interface CheckProps extends Pick<CheckboxProps, 'value' | 'isSelected' | 'onChange' | 'isDisabled'> {
  readonly children: ReactNode;
}

/** A box to tick, by itself or in a group. */
export function Check({ children, ...props }: CheckProps) {
  return (
    <Checkbox {...props} className={styles.check}>
      <span className={styles.box}>
        <Icon name="check" size={12} />
      </span>
      {children}
    </Checkbox>
  );
}
