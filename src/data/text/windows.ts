/** What a network is shown of a text that is read outside of training, and where it then says each symbol. */
import { placesOf, writeWindow, type Chunking } from './chunks.ts';

export interface Windows {
  /** Symbols that go in, [count, places]. */
  readonly inputs: Int32Array;
  readonly count: number;
  readonly places: number;
  /** Of each symbol that was asked for, which of the count · places predictions is of it; −1 where none is. */
  readonly rows: Int32Array;
}

/** The symbols [from, to) of a text. */
interface Asked {
  readonly from: number;
  readonly to: number;
}

/** Symbols cut into chunks as jobs cut them, so that each costs what it cost there. @param symbols of the whole part */
export function chunksOver(symbols: Uint8Array, asked: Asked, chunking: Chunking): Windows {
  return windowsFrom(symbols, asked, chunking, (at) => Math.floor(at / chunking.length) * chunking.length);
}

/**
 * Symbols of a text that is written on and on. A network sees no more than a chunk: behind the first one its window moves on by half a chunk
 * at a time, so that it says each symbol by at least half a chunk before it.
 * @param asked may go one beyond the end of the text: the symbol that is to come
 */
export function windowsOver(symbols: Uint8Array, asked: Asked, chunking: Chunking): Windows {
  // The symbol to come, whatever it will be, is there to be predicted.
  const withNext = new Uint8Array(symbols.length + 1);
  withNext.set(symbols);
  return windowsFrom(withNext, asked, chunking, (at) => windowStart(at, chunking.length));
}

function windowStart(at: number, length: number): number {
  if (at < length) return 0;
  const step = Math.floor(length / 2);
  return Math.ceil((at - length + 1) / step) * step;
}

/** @param startOf first symbol of the window that says a symbol, rising */
function windowsFrom(symbols: Uint8Array, { from, to }: Asked, chunking: Chunking, startOf: (at: number) => number): Windows {
  const places = placesOf(chunking);
  const starts: number[] = [];
  const rows = new Int32Array(to - from);
  // With `drop` the first symbol of a window is what goes in first, and is said by nobody.
  const unsaid = chunking.length - places;
  for (let at = from; at < to; at++) {
    const start = startOf(at);
    if (starts.at(-1) !== start) starts.push(start);
    rows[at - from] = at - start < unsaid ? -1 : (starts.length - 1) * places + at - start - unsaid;
  }
  const inputs = new Int32Array(starts.length * places);
  const targets = new Int32Array(inputs.length);
  for (const [window, start] of starts.entries()) writeWindow(symbols, start, chunking, { inputs, targets, at: window * places });
  return { inputs, count: starts.length, places, rows };
}
