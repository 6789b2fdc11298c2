import { useEffect, useRef } from 'react';
import { Button, IconButton } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { useActions, useLab } from '../lab.tsx';
import { relativeToPage } from '../text/addresses.ts';
import styles from './Notices.module.css';

const doingWords = { reading: 'Reading', checking: 'Checking', opening: 'Opening' } as const;

/** What the lab has to tell, above the page until it is dismissed. The page ends below them, so that nothing of it stays covered. @param errorsOnly where there is no room for the rest */
export function Notices({ errorsOnly = false }: { readonly errorsOnly?: boolean }) {
  const actions = useActions();
  const all = useLab((lab) => lab.notices);
  const notices = errorsOnly ? all.filter(({ kind }) => kind === 'error') : all;
  const reading = useLab((lab) => lab.reading);
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    const shown = section.current;
    if (!shown) return;
    const room = new ResizeObserver(() => document.documentElement.style.setProperty('--notices', `${shown.offsetHeight}px`));
    room.observe(shown);
    return () => room.disconnect();
  }, []);
  return (
    <section ref={section} className={styles.notices} aria-label="Notices">
      {reading && (
        <fieldset className={styles.notice} aria-label={`Reading ${reading.name}`}>
          <p className={styles.message}>
            {doingWords[reading.doing]} {reading.name} … <progress value={reading.doing === 'checking' ? undefined : reading.share} />
          </p>
          <Button small onPress={actions.cancelReading}>
            Cancel
          </Button>
        </fieldset>
      )}
      {notices.map(({ id, kind, message, action }) => (
        <div key={id} className={styles.notice} data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
          {kind === 'error' && <Icon name="warn" />}
          <p className={styles.message}>{relativeToPage(message)}</p>
          {action && (
            <Button
              small
              onPress={() => {
                action.run();
                actions.dismissNotice(id);
              }}
            >
              {action.title}
            </Button>
          )}
          <div className={styles.dismiss}>
            <IconButton icon="close" label="Dismiss" small bare onPress={() => actions.dismissNotice(id)} />
          </div>
        </div>
      ))}
    </section>
  );
}
