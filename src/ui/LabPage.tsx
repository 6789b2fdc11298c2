import { StudyForm } from './form/StudyForm.tsx';
import { Fold } from './kit/Fold.tsx';
import { useInvalid } from './lab.tsx';
import { useMedia } from './media.ts';
import { NetworkCard } from './network/NetworkCard.tsx';
import { Results } from './Results.tsx';
import { RunBar } from './run/RunBar.tsx';
import { ComparedRuns } from './runs/ComparedRuns.tsx';
import { SharedBanner } from './share/SharedBanner.tsx';
import styles from './LabPage.module.css';

/** What will run on the left, the run and its figures on the right; on a narrow screen one below the other. */
export function LabPage() {
  const narrow = useMedia('(max-width: 900px)');
  const isInvalid = useInvalid().length > 0;
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
            <Fold title="Study settings" level={2} keptOpen={isInvalid}>
              <StudyForm />
            </Fold>
          </div>
        )}
        <Results />
        <NetworkCard />
      </main>
    </div>
  );
}
