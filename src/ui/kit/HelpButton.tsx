import type { ReactNode } from 'react';
import { Button, DialogTrigger, Popover } from 'react-aria-components';
import styles from './HelpButton.module.css';

/** A question mark that opens an explanation beside it. */
export function HelpButton({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <DialogTrigger>
      <Button className={styles.button} aria-label={`About ${title}`}>
        <span aria-hidden="true">?</span>
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
