import { familyOf } from '../study/schema.ts';
import { StudyForm } from './form/StudyForm.tsx';
import { Fold } from './kit/Fold.tsx';
import { useInvalid, useLab } from './lab.tsx';
import { LessonCard } from './lesson/LessonCard.tsx';
import { LessonEnd } from './lesson/LessonEnd.tsx';
import { LessonResults } from './lesson/LessonResults.tsx';
import { useMedia } from './media.ts';
import { NetworkCard } from './network/NetworkCard.tsx';
import { RunBar } from './run/RunBar.tsx';
import { ComparedRuns } from './runs/ComparedRuns.tsx';
import { PlanCard } from './plan/PlanCard.tsx';
import { addressOf } from './route.ts';
import { SharedBanner } from './share/SharedBanner.tsx';
import { ArchiveCard } from './text-archive/ArchiveCard.tsx';
import styles from './LabPage.module.css';

/**
 * What will run on the left, the run and its figures on the right; on a narrow screen one below the other. The keyboard comes to Run first,
 * wherever it stands: before the form with its forty controls, and before the figures.
 */
export function LabPage() {
  const narrow = useMedia('(max-width: 900px)');
  const isInvalid = useInvalid().length > 0;
  const family = useLab((lab) => familyOf(lab.study.job));
  const isLarge = useLab((lab) => lab.lesson?.view.large === true);
  return (
    <main className={styles.page} data-large={isLarge || undefined}>
      <div className={styles.run}>
        {/* That of the form is folded away with it. */}
        {narrow && <h1 className={styles.family}>{family.title}</h1>}
        <LessonCard />
        <PlanCard />
        <SharedBanner />
        <ComparedRuns />
        <RunBar />
      </div>
      <section className={narrow ? styles.folded : styles.side} aria-label="Study">
        {narrow ? (
          <Fold title="Study settings" level={2} keptOpen={isInvalid}>
            <StudyForm titleLevel="h3" />
          </Fold>
        ) : (
          <StudyForm titleLevel="h1" />
        )}
      </section>
      <div className={styles.results} id="results" tabIndex={-1}>
        <ArchiveCard />
        <LessonResults />
        <LessonEnd />
        <NetworkCard />
        <p className={styles.foot}>
          <a href={addressOf('words')}>Words explained</a>
        </p>
      </div>
    </main>
  );
}
