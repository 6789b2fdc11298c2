/** Things put in order, least first: dragged, or moved up and down by buttons; then as they came out, with where each was expected. */
import { useState, type PointerEvent } from 'react';
import { orderOf, type Answer, type Order } from '../../../lessons/prediction.ts';
import { IconButton } from '../../kit/Button.tsx';
import { useSpoken } from '../language.tsx';
import type { AskProps, PredictionView, ShownProps } from './kind.ts';
import styles from './Order.module.css';

function Ask({ prediction, words, answer, isFixed, onAnswer }: AskProps<Order>) {
  const { words: page, numbers } = useSpoken();
  const order = answer ?? prediction.start;
  const move = (from: number, to: number): void => onAnswer(order.toSpliced(from, 1).toSpliced(to, 0, order[from]));
  const { held, ...dragging } = useDragging(order, move);
  return (
    <>
      <ol className={styles.ask} data-made={answer !== null} {...(isFixed ? {} : dragging)}>
        {order.map((thing, rank) => (
          <li key={thing} className={styles.thing} data-held={thing === held}>
            {!isFixed && <span className={styles.grip} data-grip aria-hidden="true" />}
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
                    onPress={() => move(rank, rank - 1)}
                  />
                </span>
                <IconButton
                  icon="chevron"
                  framed
                  label={page.order.down(words.places[thing])}
                  isDisabled={rank === order.length - 1}
                  onPress={() => move(rank, rank + 1)}
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

/**
 * A thing that is held follows the pointer from row to row. A finger takes it by its grip, since on the rest of a row it scrolls the page.
 * The list has the pointer: a row would lose it while it is moved within the list.
 * @returns the thing that is held, or null, and what the list listens to
 */
function useDragging(order: Answer, move: (from: number, to: number) => void) {
  const [held, setHeld] = useState<number | null>(null);
  const drop = (): void => setHeld(null);
  return {
    held,
    onPointerDown: (event: PointerEvent<HTMLOListElement>): void => {
      const { target, currentTarget, pointerId, pointerType, button } = event;
      if (button !== 0 || !(target instanceof Element) || target.closest('button')) return;
      const row = [...currentTarget.children].findIndex((one) => one.contains(target));
      if (row === -1 || (pointerType === 'touch' && !target.closest('[data-grip]'))) return;
      event.preventDefault();
      currentTarget.setPointerCapture(pointerId);
      setHeld(order[row]);
    },
    onPointerMove: ({ currentTarget, clientY }: PointerEvent<HTMLOListElement>): void => {
      if (held === null) return;
      const from = order.indexOf(held);
      const rows = [...currentTarget.children].map((row) => row.getBoundingClientRect());
      const above = rows.filter(({ top, height }, row) => row !== from && clientY > top + height / 2).length;
      if (above !== from) move(from, above);
    },
    onPointerUp: drop,
    onPointerCancel: drop,
    onLostPointerCapture: drop,
  };
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
