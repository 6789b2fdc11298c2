import { memo, useRef, type KeyboardEvent, type SyntheticEvent } from 'react';
import { signOf, type ByteSign } from '../../data/text/byte-signs.ts';
import type { Said } from '../../data/text/said.ts';
import { decimals } from '../text/format.ts';
import { levelOf } from './costs.ts';
import styles from './Reading.module.css';

export interface PlacedSign extends ByteSign {
  /** Of the bytes. */
  readonly at: number;
}

interface ByteTextProps {
  /** Of the element; those of its bytes are made from it. */
  readonly id: string;
  /** Of which network what is seen here is. */
  readonly label: string;
  readonly signs: readonly PlacedSign[];
  readonly said: Said;
  /** The byte from which on the network has written itself. */
  readonly writtenFrom: number;
  /** Whether the cost of each byte stands below it. */
  readonly hasPrices: boolean;
  readonly chosen: number | null;
  readonly onChoose: (at: number) => void;
}

const LINE_BREAK = signOf(10).name;

/** Bytes, each coloured by what it costs a network; one of them is chosen by pointer or arrow keys. */
export function ByteText({ id, label, signs, said, writtenFrom, hasPrices, chosen, onChoose }: ByteTextProps) {
  const list = useRef<HTMLDivElement>(null);
  const choose = (event: SyntheticEvent): void => {
    const at = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-at]')?.dataset.at : undefined;
    if (at !== undefined && Number(at) !== chosen) onChoose(Number(at));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = moved(event.key, chosen, list.current);
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    onChoose(to);
  };
  return (
    <div
      ref={list}
      id={id}
      className={hasPrices ? styles.priced : styles.bytes}
      // A select shows no text that wraps.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="listbox"
      tabIndex={0}
      aria-label={label}
      aria-activedescendant={chosen !== null && chosen < signs.length ? `${id}-${chosen}` : undefined}
      translate="no"
      onPointerOver={choose}
      onClick={choose}
      onKeyDown={onKeyDown}
      onFocus={() => chosen === null && signs.length > 0 && onChoose(0)}
    >
      {signs.map(({ at, text, name, isPlain }) => (
        <Cell
          key={at}
          id={`${id}-${at}`}
          at={at}
          text={text}
          name={isPlain && text !== ' ' ? null : name}
          bits={said.bits[at]}
          hasPrice={hasPrices}
          isBreak={name === LINE_BREAK}
          isWritten={at >= writtenFrom}
          isChosen={at === chosen}
        />
      ))}
    </div>
  );
}

interface CellProps {
  readonly id: string;
  readonly at: number;
  readonly text: string;
  /** Where the text is only a sign. */
  readonly name: string | null;
  readonly bits: number;
  readonly hasPrice: boolean;
  /** Whether a line ends behind it. */
  readonly isBreak: boolean;
  readonly isWritten: boolean;
  readonly isChosen: boolean;
}

const Cell = memo(function Cell({ id, at, text, name, bits, hasPrice, isBreak, isWritten, isChosen }: CellProps) {
  const price = Number.isNaN(bits) ? '–' : decimals(Math.max(0, bits), 1);
  return (
    <span
      // As its list, which has the focus and names the one that is chosen.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="option"
      id={id}
      className={styles.byte}
      aria-selected={isChosen}
      aria-label={name ?? undefined}
      data-at={at}
      data-level={levelOf(bits) ?? undefined}
      data-is-sign={name !== null && text !== ' '}
      data-is-break={isBreak}
      data-is-written={isWritten}
    >
      {text}
      {hasPrice && <small>{price}</small>}
    </span>
  );
});

/** Where a key leads to; null where it leads nowhere. */
function moved(key: string, chosen: number | null, list: HTMLElement | null): number | null {
  const last = (list?.childElementCount ?? 0) - 1;
  if (!list || last < 0) return null;
  const at = Math.min(chosen ?? 0, last);
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, at - 1);
    case 'ArrowRight':
      return Math.min(last, at + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowUp':
      return lineFrom(list, at, -1);
    case 'ArrowDown':
      return lineFrom(list, at, 1);
    default:
      return null;
  }
}

/** The byte nearest below or above one; itself on the last line. */
function lineFrom(list: HTMLElement, at: number, direction: 1 | -1): number {
  const boxes = Array.from(list.children, (child) => child.getBoundingClientRect());
  const own = boxes[at];
  const middle = own.left + own.width / 2;
  let line: number | null = null;
  let best = at;
  for (let next = at + direction; next >= 0 && next < boxes.length; next += direction) {
    const { top, left, width } = boxes[next];
    if (Math.abs(top - own.top) < own.height / 2) continue;
    line ??= top;
    if (Math.abs(top - line) > own.height / 2) break;
    const distance = (of: DOMRect): number => Math.abs(of.left + of.width / 2 - middle);
    if (best === at || Math.abs(left + width / 2 - middle) < distance(boxes[best])) best = next;
  }
  return best;
}
