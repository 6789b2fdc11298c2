import { useMemo } from 'react';
import { GroupTitle } from '../kit/GroupTitle.tsx';
import { useLab } from '../lab.ts';
import { plural } from '../text/format.ts';
import { settingTitle } from '../text/labels.ts';
import { axesTitle, cyclesTitle, jobCount } from '../text/study-size.ts';
import { StudyName } from './StudyName.tsx';
import styles from './StudySummary.module.css';

/** What pressing Run would start. */
export function StudySummary() {
  const study = useLab((lab) => lab.study);
  const cycles = useMemo(() => cyclesTitle(study), [study]);
  const axes = axesTitle(study, settingTitle);
  return (
    <section className={styles.summary}>
      <GroupTitle>This study</GroupTitle>
      <StudyName />
      <p className={styles.size}>
        <strong>{plural(jobCount(study), 'job')}</strong> · {cycles}
      </p>
      {axes && <p className={styles.axes}>{axes}</p>}
    </section>
  );
}
