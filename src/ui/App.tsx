import { useEffect } from 'react';
import { DataSetsDialog } from './data/DataSetsDialog.tsx';
import { LabPage } from './LabPage.tsx';
import { usePage } from './route.ts';
import { RunsPage } from './runs/RunsPage.tsx';
import { CiteDialog } from './share/CiteDialog.tsx';
import { ShareDialog } from './share/ShareDialog.tsx';
import { FileDrop } from './shell/FileDrop.tsx';
import { Header } from './shell/Header.tsx';
import { KeyboardDialog } from './shell/KeyboardDialog.tsx';
import { Notices } from './shell/Notices.tsx';
import { useShortcuts } from './shell/shortcuts.ts';
import styles from './App.module.css';

/** The page that the address names, and what belongs to all of them. */
export function App() {
  useShortcuts();
  const page = usePage();
  useEffect(() => {
    document.title = page === 'runs' ? 'Parsimony · Runs' : titleOfLab;
  }, [page]);
  return (
    <>
      {/* Followed as a link, it would leave the page that the address names. */}
      <a className={styles.skip} href="#results" onClick={focusResults}>
        Skip to the results
      </a>
      <Header />
      {page === 'runs' ? <RunsPage /> : <LabPage />}
      <DataSetsDialog />
      <ShareDialog />
      <CiteDialog />
      <KeyboardDialog />
      <Notices />
      <FileDrop />
    </>
  );
}

const titleOfLab = document.title;

function focusResults(event: { preventDefault: () => void }): void {
  event.preventDefault();
  document.getElementById('results')?.focus();
}
