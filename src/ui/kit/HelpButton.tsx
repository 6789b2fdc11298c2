import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Popover } from 'react-aria-components';
import styles from './HelpButton.module.css';

/** A question mark that opens an explanation beside it. */
export function HelpButton({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <DialogTrigger>
      <Button className={styles.button} aria-label={`About ${title}`}>
        <span aria-hidden="true">?</span>
      </Button>
      <Popover className={styles.popover} placement="bottom start" offset={6}>
        <Dialog className={styles.dialog}>
          <Heading slot="title" className={styles.title}>
            {title}
          </Heading>
          {children}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
