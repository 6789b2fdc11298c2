import { Button, IconButton } from '../kit/Button.tsx';
import { useActions, useLab } from '../lab.tsx';
import { plural } from '../text/format.ts';
import { tellingText } from './rows.ts';
import styles from './ComparedRuns.module.css';

/** The stored runs that are laid behind the present one. */
export function ComparedRuns() {
  const actions = useActions();
  const compared = useLab((lab) => lab.compared);
  if (compared.length === 0) return null;
  return (
    <section className={styles.bar} aria-label="Compared runs">
      <p className={styles.words}>Behind your run, faint and dotted: {plural(compared.length, 'stored run')}</p>
      <ul className={styles.runs}>
        {compared.map((run) => {
          const { id, name } = run;
          const telling = tellingText(run, compared);
          return (
            <li key={id} className={styles.run}>
              <span className={styles.name}>{name}</span>
              {telling && (
                <span className={styles.telling} title={telling}>
                  {telling}
                </span>
              )}
              <IconButton
                icon="close"
                label={`Take away ${name}${telling && `, ${telling}`}`}
                small
                onPress={() => actions.closeCompared(id)}
              />
            </li>
          );
        })}
      </ul>
      {compared.length > 1 && (
        <Button small onPress={() => actions.closeCompared()}>
          Take all away
        </Button>
      )}
    </section>
  );
}
