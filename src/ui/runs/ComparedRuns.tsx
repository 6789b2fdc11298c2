import { Button, IconButton } from '../kit/Button.tsx';
import { familyOf, type Study } from '../../study/schema.ts';
import { useActions, useFigureInput, useLab } from '../lab.tsx';
import { aboutText } from '../text/about.ts';
import { plural } from '../text/format.ts';
import { tellingText } from './rows.ts';
import styles from './ComparedRuns.module.css';

/** The stored runs that are laid behind the present one. */
export function ComparedRuns() {
  const actions = useActions();
  const compared = useLab((lab) => lab.compared);
  const runStudy = useLab((lab) => lab.run.study);
  const family = useFigureInput((input) => input.family);
  const isDrawn = (study: Study): boolean => familyOf(study.job).id === family;
  if (compared.length === 0) return null;
  const behind = runStudy !== null && isDrawn(runStudy);
  return (
    <section className={styles.bar} aria-label="Compared runs">
      <p className={styles.words}>
        {behind ? 'Behind your run' : 'In the figures'}, faint and dotted:{' '}
        {plural(compared.filter(({ study }) => isDrawn(study)).length, 'stored run')}
        {runStudy !== null && !behind && '. Your run is of another family of methods, and not in these figures'}
      </p>
      <ul className={styles.runs}>
        {compared.map((run) => {
          const { id, name } = run;
          const telling = tellingText(run, compared);
          return (
            <li key={id} className={styles.run}>
              <span className={styles.name}>{name}</span>
              <span className={styles.telling}>{aboutText(run.study)}</span>
              {!isDrawn(run.study) && <span className={styles.telling}>not in these figures: another family of methods</span>}
              {telling && (
                <span className={styles.telling} title={telling}>
                  {telling}
                </span>
              )}
              <IconButton
                icon="close"
                label={`Remove ${name} from the figures${telling && `, ${telling}`}`}
                small
                onPress={() => actions.closeCompared(id)}
              />
            </li>
          );
        })}
      </ul>
      {compared.length > 1 && (
        <Button small onPress={() => actions.closeCompared()}>
          Remove all from the figures
        </Button>
      )}
    </section>
  );
}
