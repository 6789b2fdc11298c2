/** Choosing the next symbol of a text by the logits of a network. */
import { exp } from '../math/elementary.ts';
import type { RandomStream } from '../math/random.ts';

/**
 * Probabilities of a softmax.
 * @param temperature by which logits are divided: below 1 the likely become likelier, at 0 the first of the likeliest is sure
 */
export function probabilitiesOf(logits: ArrayLike<number>, temperature = 1): Float64Array {
  const shares = new Float64Array(logits.length);
  let best = 0;
  for (let symbol = 1; symbol < logits.length; symbol++) if (logits[symbol] > logits[best]) best = symbol;
  if (temperature === 0) {
    shares[best] = 1;
    return shares;
  }
  let sum = 0;
  for (let symbol = 0; symbol < logits.length; symbol++) sum += shares[symbol] = exp((logits[symbol] - logits[best]) / temperature);
  for (let symbol = 0; symbol < logits.length; symbol++) shares[symbol] /= sum;
  return shares;
}

/**
 * A symbol, drawn with these probabilities. One number of the stream is taken whatever they are, so that two networks that draw from streams of
 * one seed write the same for as long as they think the same.
 */
export function drawSymbol(probabilities: ArrayLike<number>, random: Pick<RandomStream, 'uniform'>): number {
  let left = random.uniform();
  let last = 0;
  for (let symbol = 0; symbol < probabilities.length; symbol++) {
    if (probabilities[symbol] === 0) continue;
    last = symbol;
    left -= probabilities[symbol];
    if (left < 0) return symbol;
  }
  // Rounding may leave a little of 1.
  return last;
}
