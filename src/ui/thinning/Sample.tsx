import { memo } from 'react';
import { visible } from '../../data/text/sample.ts';
import styles from './Thinning.module.css';

/** What a network on a text writes by itself. It is no output: it would be read out at every step of a run that goes on. */
export const Sample = memo(function Sample({ text }: { readonly text: string }) {
  return (
    <p className={styles.sample} translate="no" data-testid="sample">
      {visible(text).map(({ at, text: own, byte }) =>
        byte === null ? (
          own
        ) : (
          <span key={at} className={styles.byte} title={byte}>
            {own}
          </span>
        ),
      )}
    </p>
  );
});
