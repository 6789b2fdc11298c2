import { GroupTitle } from '../kit/GroupTitle.tsx';
import { useLab } from '../lab.tsx';
import { aboutText } from '../text/about.ts';
import { settingTitle } from '../text/labels.ts';
import { axesTitle } from '../text/study-size.ts';
import { useStudySize } from '../text/useStudySize.ts';
import { BesideJobs } from './BesideJobs.tsx';
import { StudyName } from './StudyName.tsx';
import styles from './StudySummary.module.css';

/** What pressing Run would start. */
export function StudySummary() {
  const { jobs, cycles, time, memory, refusal, warning } = useStudySize();
  const about = useLab((lab) => aboutText(lab.study));
  const axes = useLab((lab) => axesTitle(lab.study, settingTitle));
  return (
    <section className={styles.summary}>
      <GroupTitle>This study</GroupTitle>
      <StudyName />
      <p className={styles.size}>
        {about} · <strong>{jobs}</strong> · {cycles} · <strong>{time}</strong> · {memory}
      </p>
      {refusal && <p className={styles.refusal}>{refusal}</p>}
      {refusal === null && warning && <p className={styles.warning}>{warning}</p>}
      {axes && <p className={styles.axes}>{axes}</p>}
      <BesideJobs />
    </section>
  );
}
