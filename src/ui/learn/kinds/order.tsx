/** Things put in order, least first: moved up and down; then as they came out, with where each was expected. */
import { orderOf, type Answer, type Order } from '../../../lessons/prediction.ts';
import { IconButton } from '../../kit/Button.tsx';
import { useSpoken } from '../language.tsx';
import type { AskProps, PredictionView, ShownProps } from './kind.ts';
import styles from './Order.module.css';

function Ask({ prediction, words, answer, isFixed, onAnswer }: AskProps<Order>) {
  const { words: page, numbers } = useSpoken();
  const order = answer ?? prediction.start;
  const swap = (from: number, to: number): void => onAnswer(order.with(from, order[to]).with(to, order[from]));
  return (
    <>
      <ol className={styles.ask} data-made={answer !== null}>
        {order.map((thing, rank) => (
          <li key={thing} className={styles.thing}>
            <b>{numbers.whole(rank + 1)}</b>
            <span>
              {words.places[thing]}
              {rank === 0 && <small> {page.order.first}</small>}
              {rank === order.length - 1 && <small> {page.order.last}</small>}
            </span>
            {!isFixed && (
              <span className={styles.moves}>
                <span className={styles.up}>
                  <IconButton
                    icon="chevron"
                    framed
                    label={page.order.up(words.places[thing])}
                    isDisabled={rank === 0}
                    onPress={() => swap(rank, rank - 1)}
                  />
                </span>
                <IconButton
                  icon="chevron"
                  framed
                  label={page.order.down(words.places[thing])}
                  isDisabled={rank === order.length - 1}
                  onPress={() => swap(rank, rank + 1)}
                />
              </span>
            )}
          </li>
        ))}
      </ol>
      {!isFixed && answer === null && (
        <button type="button" className={styles.keep} onClick={() => onAnswer(prediction.start)}>
          {page.order.keep}
        </button>
      )}
    </>
  );
}

/** Where a thing stands in an order. */
const rankIn = (order: Answer, thing: number): number => order.indexOf(thing) + 1;

function Shown({ words, answer, outcome }: ShownProps<Order>) {
  const { words: page, numbers } = useSpoken();
  const known = outcome.places.flatMap((place, thing) => (place ? [{ thing, value: place.value }] : []));
  const order = orderOf(outcome) ?? known.toSorted((a, b) => a.value - b.value).map(({ thing }) => thing);
  const most = Math.max(...known.map(({ value }) => value));
  return (
    <ol className={styles.shown}>
      {order.map((thing, index) => {
        const value = outcome.places[thing]?.value ?? 0;
        const off = answer ? rankIn(answer, thing) - (index + 1) : 0;
        return (
          <li key={thing}>
            <span className={styles.row}>
              <b>{numbers.whole(index + 1)}</b>
              <span>{words.places[thing]}</span>
              <strong>{words.value(value, numbers)}</strong>
            </span>
            <span className={styles.bar} aria-hidden="true">
              <i style={{ width: `${Math.max(0.4, (100 * value) / most)}%` }} />
            </span>
            {answer && (
              <span className={styles.said} data-off={off !== 0}>
                {page.order.said(rankIn(answer, thing), numbers)}
                {off !== 0 && ` · ${page.figure.gap(numbers.whole(Math.abs(off)))}`}
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

export const orderView: PredictionView<Order> = {
  kind: 'order',
  Ask,
  Shown,
  said: (answer, words) => answer.map((thing) => words.places[thing]).join(' < '),
};
