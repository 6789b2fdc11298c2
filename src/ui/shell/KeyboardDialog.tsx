import { Dialog } from '../kit/Dialog.tsx';
import { useView } from '../lab.tsx';
import { shortcuts } from './shortcuts.ts';
import styles from './KeyboardDialog.module.css';

export function KeyboardDialog() {
  const isOpen = useView((view) => view.dialog === 'keyboard');
  const open = useView((view) => view.open);
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={() => open(null)}>
      <dl className={styles.list}>
        {shortcuts.map(({ keys, title }) => (
          <div key={title}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{title}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.more}>
        Tab moves between controls, arrow keys inside a group. In a number field the arrow keys step the value, tenfold with Shift. In a
        figure, a drag zooms and a double click puts the zoom back; the cycle slider does by keyboard what hovering does by mouse.
      </p>
    </Dialog>
  );
}
