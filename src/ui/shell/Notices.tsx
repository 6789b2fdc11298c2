import { Button, IconButton } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { actions, useLab } from '../lab.ts';
import { relativeToPage } from '../text/addresses.ts';
import styles from './Notices.module.css';

/** What the lab has to tell, above the page until it is dismissed. */
export function Notices() {
  const notices = useLab((lab) => lab.notices);
  return (
    <section className={styles.notices} aria-label="Notices">
      {notices.map(({ id, kind, message, action }) => (
        <div key={id} className={styles.notice} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
          {kind === 'error' && <Icon name="warn" />}
          <p className={styles.message}>{relativeToPage(message)}</p>
          {action && (
            <div className={styles.action}>
              <Button
                small
                onPress={() => {
                  action.run();
                  actions.dismissNotice(id);
                }}
              >
                {action.title}
              </Button>
            </div>
          )}
          <IconButton icon="close" label="Dismiss" small bare onPress={() => actions.dismissNotice(id)} />
        </div>
      ))}
    </section>
  );
}
