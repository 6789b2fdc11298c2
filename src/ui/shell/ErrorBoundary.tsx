import { Component, type ContextType, type ErrorInfo, type ReactNode } from 'react';
import { saveResult } from '../files/download.ts';
import { Button } from '../kit/Button.tsx';
import { PageLabContext } from '../lab.tsx';
import styles from './ErrorBoundary.module.css';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: Error | null;
}

/**
 * Stands in for the page when drawing it fails. The study and the run live outside of the page, so drawing it once more finds them as
 * they were, and a run goes on meanwhile.
 */
export class ErrorBoundary extends Component<Props, State> {
  static override contextType = PageLabContext;
  declare context: ContextType<typeof PageLabContext>;
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    // Told to the browser as any uncaught error is, so that it can be found in its console and in tests.
    reportError(new Error(`The page could not be drawn${info.componentStack ?? ''}`, { cause: error }));
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const result = this.context?.lab.actions.result() ?? null;
    return (
      <main className={styles.page} role="alert">
        <h1 className={styles.title}>The page could not be drawn</h1>
        <p>
          This is a fault of Parsimony, not of your study: settings, run and results are still there, and a run goes on. Draw the page
          again; if that fails, save the result and reload.
        </p>
        <pre className={styles.reason}>{error.message}</pre>
        <div className={styles.actions}>
          <Button kind="primary" icon="retry" onPress={() => this.setState({ error: null })}>
            Draw the page again
          </Button>
          <Button icon="download" onPress={() => saveResult(this.context?.lab.actions.result() ?? null)} isDisabled={result === null}>
            Save the result
          </Button>
          <Button onPress={() => window.location.reload()}>Reload</Button>
        </div>
      </main>
    );
  }
}
