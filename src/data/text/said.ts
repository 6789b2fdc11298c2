/** What is said of the symbols of a text, one by one: what each costs, and what had been expected in its place. */
import { exp, log } from '../../math/elementary.ts';

/** Symbols that are told at each place, the likeliest first. */
const TOLD = 8;

/** Of some places of a text; symbols are those of an alphabet, or the bytes that they stand for. */
export interface Said {
  /** −log₂ of the probability of the symbol that is there; NaN where nothing is said of it, or it is yet to come. */
  readonly bits: Float32Array;
  /** How many symbols were held for likelier. */
  readonly rank: Uint8Array;
  /** Symbols at each place, [places, told]. */
  readonly told: number;
  readonly likeliest: Uint8Array;
  /** Their probabilities, all 0 where nothing is said. */
  readonly shares: Float32Array;
}

export function unsaid(places: number, symbols: number): Said {
  const told = Math.min(TOLD, symbols);
  return {
    bits: new Float32Array(places).fill(Number.NaN),
    rank: new Uint8Array(places),
    told,
    likeliest: new Uint8Array(places * told),
    shares: new Float32Array(places * told),
  };
}

/** The first so many places. */
export const firstOf = ({ bits, rank, told, likeliest, shares }: Said, places: number): Said => ({
  bits: bits.slice(0, places),
  rank: rank.slice(0, places),
  told,
  likeliest: likeliest.slice(0, places * told),
  shares: shares.slice(0, places * told),
});

/** What is said of a text, and of what stands behind it. */
export const joined = (first: Said, second: Said): Said => ({
  bits: Float32Array.of(...first.bits, ...second.bits),
  rank: Uint8Array.of(...first.rank, ...second.rank),
  told: first.told,
  likeliest: Uint8Array.of(...first.likeliest, ...second.likeliest),
  shares: Float32Array.of(...first.shares, ...second.shares),
});

/** Writes down what logits say at a place. @param symbol that is there; null where it is yet to come */
export function say({ bits, rank, told, likeliest, shares }: Said, place: number, logits: Float32Array, symbol: number | null): void {
  const best: number[] = [];
  for (let other = 0; other < logits.length; other++) {
    if (best.length === told && !(logits[other] > logits[best[told - 1]])) continue;
    const at = best.findIndex((known) => logits[other] > logits[known]);
    best.splice(at < 0 ? best.length : at, 0, other);
    if (best.length > told) best.pop();
  }
  const largest = logits[best[0]];
  let sum = 0;
  for (const logit of logits) sum += exp(logit - largest);
  for (const [index, other] of best.entries()) {
    likeliest[place * told + index] = other;
    shares[place * told + index] = exp(logits[other] - largest) / sum;
  }
  if (symbol === null) return;
  bits[place] = (log(sum) + largest - logits[symbol]) / Math.LN2;
  rank[place] = logits.reduce((before, logit) => (logit > logits[symbol] ? before + 1 : before), 0);
}
