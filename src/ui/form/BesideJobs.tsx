import { besideJob } from '../../study/beside.ts';
import { IconButton } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import { jobTitle } from '../text/labels.ts';
import styles from './BesideJobs.module.css';

/** The jobs that stand beside the product of the axes, each to be taken away; they are run with every seed. */
export function BesideJobs() {
  const actions = useActions();
  const study = useLab((lab) => lab.study);
  const { job, beside } = study;
  if (!beside) return null;
  return (
    <div className={styles.beside}>
      <p id="beside">And beside them, with the other settings as above:</p>
      <ul aria-labelledby="beside">
        {beside.map((own, place) => {
          const title = jobTitle({ ...study, axes: [] }, besideJob(job, own));
          return (
            <li key={title}>
              {title}
              <IconButton icon="close" small label={`Take ${title} away`} onPress={() => actions.removeBeside(place)} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
