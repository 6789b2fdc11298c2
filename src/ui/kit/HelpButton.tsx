import type { ReactNode } from 'react';
import { Button, DialogTrigger, Popover } from 'react-aria-components';
import styles from './HelpButton.module.css';

interface HelpButtonProps {
  readonly title: string;
  /** “?” beside what can be set, “i” beside what is shown. */
  readonly sign?: '?' | 'i';
  readonly children: ReactNode;
}

/** A sign that opens an explanation beside it. */
export function HelpButton({ title, sign = '?', children }: HelpButtonProps) {
  return (
    <DialogTrigger>
      <Button className={styles.button} aria-label={`About ${title}`}>
        <span aria-hidden="true">{sign}</span>
      </Button>
      {/* A popover without a Dialog in it is the dialog itself, and then holds all that belongs to it. */}
      <Popover className={styles.popover} placement="bottom start" offset={6} aria-label={title}>
        <div className={styles.text}>
          <h3 className={styles.title}>{title}</h3>
          {children}
        </div>
      </Popover>
    </DialogTrigger>
  );
}
