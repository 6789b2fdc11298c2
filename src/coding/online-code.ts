/**
 * Prequential (online) code lengths: each byte is paid for with the network as it was before it learned from it, so that whoever decodes can
 * repeat the training, and the network itself costs nothing (Dawid, JRSS A 147(2), 1984).
 */
import { log2 } from '../math/elementary.ts';
import { BITS_PER_NAT } from './data-length.ts';

/**
 * Σ loss/ln 2 · tokens, in bits: training once through the data, a batch at a time; what is learned from what has been coded already costs
 * nothing.
 *
 * The code of arXiv 2505.17469 computes the same and puts it into a column named bytes.
 * @param losses mean nats per token of the batches that are new, each before any update by it; if only every k-th was kept, those
 * @param tokens that each of the losses stands for: one number for all, or one for each
 */
export function onlineCodeBits(losses: readonly number[], tokens: number | readonly number[]): number {
  const each = typeof tokens === 'number' ? losses.map(() => tokens) : tokens;
  for (const count of typeof tokens === 'number' ? [tokens] : tokens) {
    if (!(count > 0)) throw new RangeError(`A loss cannot stand for ${count} tokens: give a number > 0.`);
  }
  if (each.length !== losses.length)
    throw new RangeError(`${losses.length} losses cannot stand for ${each.length} batches: give one for each.`);
  return losses.reduce((sum, loss, batch) => sum + loss * each[batch], 0) * BITS_PER_NAT;
}

/** Where the blocks of a code in doubling blocks end, in tokens: the first after `first`, the last with the text. */
export function doublingBlocks(total: number, first = 4096): number[] {
  const ends: number[] = [];
  for (let end = first; end < total; end *= 2) ends.push(end);
  return [...ends, total];
}

export interface BlockCode {
  /** Where each block ends, in tokens. */
  readonly ends: readonly number[];
  /** Mean nats per token of each block but the first, by a network trained from scratch on all before it. */
  readonly nats: readonly number[];
  /** Symbols of which the first block has each equally likely. */
  readonly symbols: number;
}

/** Bits of a text in blocks (Blier & Ollivier 2018, arXiv 1802.07044). */
export function blockCodeBits({ ends, nats, symbols }: BlockCode): number {
  if (nats.length !== ends.length - 1) {
    throw new RangeError(`${ends.length} blocks cannot have ${nats.length} losses: give one for each but the first.`);
  }
  const rest = ends.slice(1).map((end, block) => end - ends[block]);
  return ends[0] * log2(symbols) + (rest.length === 0 ? 0 : onlineCodeBits(nats, rest));
}

/** What a run of training paid for a text, and what it would pay with the network that it came to. */
export interface OnlineOutcome {
  /** Bits per byte over the run, each before it was learned from. */
  readonly mean: number;
  /** Bits per byte of the same text with the network in the end. */
  readonly final: number;
  /** Of the text. */
  readonly bytes: number;
}

/**
 * What a network may cost, in bytes, for its text and itself to be the shorter description than training it once through the text: the gap
 * between the two rates over the text. Below 0 where the run was cheaper than its network is in the end.
 */
export const worthOfNetwork = ({ mean, final, bytes }: OnlineOutcome): number => ((mean - final) * bytes) / 8;
