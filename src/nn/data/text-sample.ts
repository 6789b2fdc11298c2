/** What a network over symbols makes up by itself: each symbol drawn as probable as the network holds it, given those before. */
import { placesOf, type Chunking } from '../../data/text/chunks.ts';
import type { RandomStream } from '../../math/random.ts';
import type { Stepwise } from '../models/network.ts';
import { drawSymbol, probabilitiesOf } from '../sampling.ts';

/**
 * Symbols that a network makes up. The first chunk begins with nothing but symbol 0; behind the last place of a chunk another one begins,
 * with the second half of those before.
 * @param network for chunks of that kind
 */
export function madeUp(network: Stepwise, chunking: Chunking, random: RandomStream, count: number): Uint8Array {
  const places = placesOf(chunking);
  const found = new Uint8Array(count);
  let inputs: readonly number[] = [0];
  for (let at = 0, place = places; at < count; at++) {
    if (place + inputs.length > places) {
      const known = Math.min(at, Math.max(1, Math.floor(places / 2)));
      const before = [...found.subarray(at - known, at)];
      // What goes in first is a symbol of the text only where chunks begin with one.
      inputs = chunking.start === 'zero' || at === 0 ? [0, ...before] : before;
      place = 0;
      network.begin();
    }
    let logits: Float32Array = new Float32Array();
    for (const symbol of inputs) logits = network.advance(symbol);
    place += inputs.length;
    found[at] = drawSymbol(probabilitiesOf(logits), random);
    inputs = [found[at]];
  }
  return found;
}
