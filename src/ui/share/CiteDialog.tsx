import { Dialog } from '../kit/Dialog.tsx';
import { useLab } from '../lab.ts';
import { useView } from '../view.ts';
import { bibtex } from './bibtex.ts';
import { CopyButton } from './CopyButton.tsx';
import { useShareLink } from './useShareLink.ts';
import styles from './Share.module.css';

/** The result as a BibTeX entry, with the paper it builds on. */
export function CiteDialog() {
  const isOpen = useView((view) => view.dialog === 'cite');
  const open = useView((view) => view.open);
  const state = useShareLink(isOpen);
  const study = useLab((lab) => lab.run.study ?? lab.shared?.study ?? lab.study);
  const environment = useLab((lab) => (lab.run.study ? lab.run.environment : (lab.shared?.environment ?? null)));
  const url = state.kind === 'made' && !state.link.tooLong ? state.link.url : null;
  const text = bibtex({ study, environment, url, year: new Date().getFullYear() });
  return (
    <Dialog title="Cite this result" isOpen={isOpen} onClose={() => open(null)}>
      <p className={styles.text}>BibTeX of this result and of the paper whose method it runs.</p>
      {/* A scrolling region must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={styles.code} tabIndex={0} aria-label="BibTeX">
        {text}
      </pre>
      <div className={styles.actions}>
        <CopyButton text={text} title="Copy BibTeX" />
      </div>
    </Dialog>
  );
}
