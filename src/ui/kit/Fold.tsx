import { useState, type ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { Icon } from './Icon.tsx';
import styles from './Fold.module.css';

interface FoldProps {
  readonly title: ReactNode;
  readonly level?: 2 | 3;
  readonly defaultExpanded?: boolean;
  /** Whether it stays open, whatever is pressed: something in it must be seen. */
  readonly keptOpen?: boolean;
  readonly children: ReactNode;
}

/** A part of the page that opens and closes under its title. */
export function Fold({ title, level = 3, defaultExpanded = false, keptOpen = false, children }: FoldProps) {
  const [isOpen, setOpen] = useState(defaultExpanded);
  return (
    <Disclosure className={styles.fold} isExpanded={isOpen || keptOpen} onExpandedChange={setOpen}>
      <Heading level={level} className={styles.heading}>
        <Button slot="trigger" className={styles.button}>
          <Icon name="chevron" size={14} />
          {title}
        </Button>
      </Heading>
      <DisclosurePanel className={styles.panel}>{children}</DisclosurePanel>
    </Disclosure>
  );
}
