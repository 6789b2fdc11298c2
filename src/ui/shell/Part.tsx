import { Component, lazy, Suspense, useMemo, useState, type ComponentType, type ReactNode } from 'react';
import { messageOf } from '../../data/message-of.ts';
import { Button } from '../kit/Button.tsx';
import { ErrorText } from '../kit/ErrorText.tsx';
import { useLab } from '../lab.tsx';
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

/** A part of the page whose program is fetched when it is first shown. If that or its drawing fails, the rest of the page stays. */
export function Part<Props extends object>({ name, load, props, children }: PartProps<Props>) {
  const [tries, setTries] = useState(0);
  // React remembers that a lazy component has failed, so each try has one of its own.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const Loaded = useMemo(() => lazy(async () => ({ default: await load() })), [load, tries]);
  return (
    <Boundary key={tries} name={name} onRetry={() => setTries(tries + 1)}>
      <Suspense fallback={children}>
        <Loaded {...props} />
      </Suspense>
    </Boundary>
  );
}

interface BoundaryProps {
  readonly name: string;
  readonly onRetry: () => void;
  readonly children: ReactNode;
}

class Boundary extends Component<BoundaryProps, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <Failed name={this.props.name} error={error} onRetry={this.props.onRetry} />;
  }
}

function Failed({ name, error, onRetry }: { readonly name: string; readonly error: unknown; readonly onRetry: () => void }) {
  const isAtWork = useLab(({ run }) => run.status === 'running' || run.status === 'paused');
  const again = (): void => void withItsStyles(messageOf(error)).then(onRetry);
  return (
    <div className={styles.failed}>
      <ErrorText>
        {name} could not be shown. {messageOf(error)}
      </ErrorText>
      <div className={styles.actions}>
        <Button small kind="primary" icon="retry" onPress={again}>
          Try again
        </Button>
        <Button small isDisabled={isAtWork} onPress={() => window.location.reload()}>
          {isAtWork ? 'Reload once the run has ended' : 'Reload the page'}
        </Button>
      </div>
    </div>
  );
}

/** Vite fetches the style sheet of a part once, and goes on without it at a second try. */
async function withItsStyles(message: string): Promise<void> {
  const href = /Unable to preload CSS for (?<href>\S+\.css)/u.exec(message)?.groups?.href;
  if (!href) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = `${href}?again=${performance.now()}`;
  await new Promise((resolve) => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
    document.head.append(link);
  });
}
