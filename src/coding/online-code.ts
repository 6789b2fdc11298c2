/** Prequential (online) code length: train once through the data and pay for each batch with the model as it was before (Dawid, JRSS A 147(2), 1984). */
import { BITS_PER_NAT } from './data-length.ts';

/**
 * Σ loss/ln 2 · tokens, in bits. The model itself costs nothing.
 *
 * The code of arXiv 2505.17469 computes the same and puts it into a column named bytes.
 * @param losses mean nats per token of the steps of the first epoch, each before its update; if only every k-th was kept, those
 * @param tokensPerLoss tokens that one of the losses stands for: batch·context·k
 */
export function onlineCodeBits(losses: readonly number[], tokensPerLoss: number): number {
  if (!(tokensPerLoss > 0)) throw new RangeError(`A loss cannot stand for ${tokensPerLoss} tokens: give a number > 0.`);
  return losses.reduce((sum, loss) => sum + loss, 0) * BITS_PER_NAT * tokensPerLoss;
}
