import { Button } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import { size } from '../text/format.ts';
import styles from './RunsPage.module.css';

/** How much is stored, for how long, and what tabs that were closed have left half done. */
export function StorageNote() {
  const actions = useActions();
  const { state, usage, leftovers } = useLab((lab) => lab.stored);
  if (state !== 'open' || (!usage && !leftovers)) return null;
  return (
    <section className={styles.storage} aria-labelledby="storage-title">
      <h2 id="storage-title" className={styles.subheading}>
        Storage
      </h2>
      {usage && (
        <p>
          {size(usage.used)} of {size(usage.quota)} used in this browser, data sets included.
          {usage.lasting === true && ' The browser keeps them until you delete them.'}
          {usage.lasting === false && ' The browser may clear all of it when the disk fills up: save results that matter as files.'}
        </p>
      )}
      {leftovers && (
        <p>
          {leftovers.isFreed ? 'Freed' : 'Left behind'}, {size(leftovers.bytes)}: {leftovers.what.join(', ')}.{' '}
          {leftovers.isFreed
            ? 'A tab was closed before it was done with them.'
            : 'Another tab of the lab may still need them. Close the other tabs, then free them.'}
        </p>
      )}
      {leftovers && !leftovers.isFreed && (
        <Button small icon="trash" onPress={() => void actions.freeLeftovers()}>
          Free them
        </Button>
      )}
    </section>
  );
}
