/** What a person should know before bytes of their own are taken as a text. */
import { grouped } from '../../math/number-text.ts';
import { valuesIn } from './alphabet.ts';
import { entropyBits } from './entropy.ts';

const MANY_VALUES = 200;
const MANY_BITS = 7;

export function textWarnings(text: Uint8Array): string[] {
  const values = valuesIn(text).length;
  const bits = entropyBits(text);
  return [
    ...(values > MANY_VALUES
      ? [`It uses ${grouped(values)} of the 256 byte values, more than plain text does. Is it a picture, a program or an archive?`]
      : []),
    ...(bits > MANY_BITS
      ? [`Its bytes are nearly as random as can be (${bits.toFixed(2)} of 8 bits each): it is probably compressed already.`]
      : []),
  ];
}
