import type { ComponentType, ReactNode } from 'react';
import { messageOf } from '../../data/message-of.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useLab } from '../lab.tsx';
import { LazyPart, type FailedProps } from './LazyPart.tsx';
import styles from './Part.module.css';

interface PartProps<Props extends object> {
  /** What it is, at the beginning of a sentence. */
  readonly name: string;
  /** Has to stay the same function. */
  readonly load: () => Promise<ComponentType<Props>>;
  readonly props: Props;
  /** Shown while it comes. */
  readonly children: ReactNode;
}

/** A part of the lab's page whose program is fetched when it is first shown. If that or its drawing fails, the rest of the page stays. */
export function Part<Props extends object>({ name, load, props, children }: PartProps<Props>) {
  return (
    <LazyPart name={name} load={load} props={props} failed={Failed}>
      {children}
    </LazyPart>
  );
}

function Failed({ name, error, onRetry }: FailedProps) {
  const isAtWork = useLab(({ run }) => run.status === 'running' || run.status === 'paused');
  return (
    <div className={styles.failed}>
      <ErrorText>
        {name} could not be shown. {messageOf(error)}
      </ErrorText>
      <div className={styles.actions}>
        <Button small kind="primary" icon="retry" onPress={onRetry}>
          Try again
        </Button>
        <Button small isDisabled={isAtWork} onPress={() => window.location.reload()}>
          {isAtWork ? 'Reload once the run has ended' : 'Reload the page'}
        </Button>
      </div>
    </div>
  );
}
