/** What a network says of the symbols of a text, one by one. */
import { say, unsaid, type Said } from '../data/text/said.ts';
import type { Windows } from '../data/text/windows.ts';
import type { Network } from './models/network.ts';
import * as tf from './tf.ts';

/** Logits of each prediction, [count · places, symbols]. */
async function logitsOf(network: Pick<Network, 'forward'>, { inputs, count, places }: Windows): Promise<Float32Array> {
  const logits = tf.tidy(() => network.forward(tf.tensor2d(inputs, [count, places], 'int32')));
  try {
    return (await logits.data()) as Float32Array;
  } finally {
    logits.dispose();
  }
}

/**
 * What a network says of a text.
 * @param text the symbols that were asked for; one more may have been, which is yet to come
 * @param symbols K
 */
export async function readSymbols(network: Pick<Network, 'forward'>, windows: Windows, text: Uint8Array, symbols: number): Promise<Said> {
  const { rows } = windows;
  const said = unsaid(rows.length, symbols);
  const logits = await logitsOf(network, windows);
  for (const [place, row] of rows.entries()) {
    if (row >= 0) say(said, place, logits.subarray(row * symbols, (row + 1) * symbols), place < text.length ? text[place] : null);
  }
  return said;
}
