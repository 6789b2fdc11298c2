import { useEffect } from 'react';
import { familyOf } from '../study/schema.ts';
import { FigureGrid } from './chart/FigureGrid.tsx';
import { L0Toolbar } from './chart/L0Toolbar.tsx';
import { Toolbar } from './chart/Toolbar.tsx';
import { DataSetsDialog } from './data/DataSetsDialog.tsx';
import { DifferencesDialog } from './form/DifferencesDialog.tsx';
import { StudyForm } from './form/StudyForm.tsx';
import { Fold } from './kit/Fold.tsx';
import { useLab } from './lab.tsx';
import { useMedia } from './media.ts';
import { RunBar } from './run/RunBar.tsx';
import { NetworkCard } from './network/NetworkCard.tsx';
import { usePage } from './route.ts';
import { ComparedRuns } from './runs/ComparedRuns.tsx';
import { RunsPage } from './runs/RunsPage.tsx';
import { CiteDialog } from './share/CiteDialog.tsx';
import { ShareDialog } from './share/ShareDialog.tsx';
import { SharedBanner } from './share/SharedBanner.tsx';
import { FileDrop } from './shell/FileDrop.tsx';
import { Header } from './shell/Header.tsx';
import { KeyboardDialog } from './shell/KeyboardDialog.tsx';
import { Notices } from './shell/Notices.tsx';
import { useShortcuts } from './shell/shortcuts.ts';
import { L0ResultTable } from './steps/L0ResultTable.tsx';
import { StepTable } from './steps/StepTable.tsx';
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
      <DifferencesDialog />
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

/** What will run on the left, the run and its figures on the right; on a narrow screen one below the other. */
function LabPage() {
  const narrow = useMedia('(max-width: 900px)');
  const family = useLab(
    ({ run, shared, compared, study }) => familyOf((run.study ?? shared?.study ?? compared[0]?.study ?? study).job).family.name,
  );
  return (
    <div className={styles.page}>
      {!narrow && (
        <aside className={styles.side} aria-label="Study">
          <StudyForm />
        </aside>
      )}
      <main className={styles.main} id="results" tabIndex={-1}>
        <SharedBanner />
        <ComparedRuns />
        <RunBar />
        {narrow && (
          <div className={styles.folded}>
            <Fold title="Study settings" level={2}>
              <StudyForm />
            </Fold>
          </div>
        )}
        {family === 'l0' ? (
          <>
            <L0Toolbar />
            <FigureGrid family={family} />
            <L0ResultTable />
          </>
        ) : (
          <>
            <Toolbar />
            <FigureGrid family={family} />
            <StepTable />
          </>
        )}
        <NetworkCard />
      </main>
    </div>
  );
}
