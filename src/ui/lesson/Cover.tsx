import { Button } from '../kit/Button.tsx';
import card from '../kit/Card.module.css';
import { useActions } from '../lab.tsx';
import styles from './Lesson.module.css';

/** Stands where a lesson covers what came out. */
export function Cover() {
  const actions = useActions();
  return (
    <section className={`${card.card} ${styles.cover}`} aria-label="Covered results">
      <p>
        <strong>Covered until you have made your prediction.</strong> The run goes on behind it.
      </p>
      <Button onPress={actions.uncoverLesson}>Show it without one</Button>
    </section>
  );
}
