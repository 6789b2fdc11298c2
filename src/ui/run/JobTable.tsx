import { useCallback, useMemo, useState } from 'react';
import type { JobState } from '../../lab/contract.ts';
import { familyOf, type Study } from '../../study/schema.ts';
import { useView } from '../lab.tsx';
import { JobCard } from './JobCard.tsx';
import { JobGrid, type JobMark } from './JobGrid.tsx';
import { jobStatusWords } from './status-words.ts';
import styles from './JobTable.module.css';

interface JobTableProps {
  readonly jobs: readonly JobState[];
  readonly study: Study;
}

/** The jobs of a sweep as a table of states; one that is chosen tells how far it is, and can be stopped or run again. */
export function JobTable({ jobs, study }: JobTableProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const setOptions = useView((view) => view.setOptions);
  const family = familyOf(study.job).id;
  const marks = useMemo(() => jobs.map(markOf), [jobs]);
  const choose = useCallback(
    (index: number) => {
      const next = index === chosen ? null : index;
      setChosen(next);
      // Figures that look into one run show this one.
      setOptions(family, { run: next === null ? null : `own/${index}` });
    },
    [chosen, setOptions, family],
  );
  const job = chosen === null ? undefined : jobs[chosen];
  return (
    <JobGrid study={study} marks={marks} chosen={chosen} onChoose={choose}>
      {job && chosen !== null ? (
        <ul className={styles.chosen} aria-label="Chosen job">
          <JobCard job={job} index={chosen} study={study} />
        </ul>
      ) : (
        <p className={styles.hint}>Choose a job to see how far it is, to stop it, or to run it again.</p>
      )}
    </JobGrid>
  );
}

function markOf({ record: { status }, progress }: JobState): JobMark {
  const percent = status === 'running' && progress && progress.total > 0 ? Math.floor((100 * progress.done) / progress.total) : null;
  return { status, words: jobStatusWords[status], percent };
}
