import { Component, lazy, Suspense, useMemo, useState, type ComponentType, type ReactNode } from 'react';
import { messageOf } from '../../data/message-of.ts';

/** What stands in the place of a part that could not be shown. */
export interface FailedProps {
  /** What it is, at the beginning of a sentence. */
  readonly name: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

interface LazyPartProps<Props extends object> {
  /** What it is, at the beginning of a sentence. */
  readonly name: string;
  /** Has to stay the same function. */
  readonly load: () => Promise<ComponentType<Props>>;
  readonly props: Props;
  readonly failed: ComponentType<FailedProps>;
  /** Shown while it comes. */
  readonly children: ReactNode;
}

/** Something whose program is fetched when it is first shown. If that or its drawing fails, what is around it stays, and it can be tried again. */
export function LazyPart<Props extends object>({ name, load, props, failed, children }: LazyPartProps<Props>) {
  const [tries, setTries] = useState(0);
  // React remembers that a lazy component has failed, so each try has one of its own.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const Loaded = useMemo(() => lazy(async () => ({ default: await load() })), [load, tries]);
  return (
    <Boundary key={tries} name={name} failed={failed} onRetry={() => setTries(tries + 1)}>
      <Suspense fallback={children}>
        <Loaded {...props} />
      </Suspense>
    </Boundary>
  );
}

interface BoundaryProps {
  readonly name: string;
  readonly failed: ComponentType<FailedProps>;
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
    const { name, failed: Failed, onRetry, children } = this.props;
    if (error === null) return children;
    return <Failed name={name} error={error} onRetry={() => void withItsStyles(messageOf(error)).then(onRetry)} />;
  }
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
