import { expect, test } from 'vitest';
import { dropoutFactors, dropoutKey } from '../../../src/nn/dropout.ts';
import { philox } from '../../../src/nn/philox.ts';
import { Dropout } from '../../../src/nn/layers/dropout.ts';
import { testing } from '../../../src/nn/layers/layer.ts';
import * as tf from '../../../src/nn/tf.ts';
import { startOn } from './start.ts';

/** Known answers of philox4x32-10 in the Random123 library (kat_vectors), Salmon et al., SC 2011. */
const known = [
  { counter: [0, 0, 0, 0], key: [0, 0], words: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
  {
    counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    key: [0xffffffff, 0xffffffff],
    words: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  },
  {
    counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    key: [0xa4093822, 0x299f31d0],
    words: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  },
] as const;

test.each(known)('Philox gives its known answer for counter $counter', ({ counter, key, words }) => {
  const drawn = Uint32Array.from(counter);
  philox(drawn, key);
  expect([...drawn]).toEqual([...words]);
});

test('the share that goes is the rate, and the mean stays', () => {
  const count = 100_003;
  const factors = dropoutFactors(count, 0.4, dropoutKey(3, 'layer'), 17);
  expect(new Set(factors)).toEqual(new Set([0, Math.fround(1 / 0.6)]));
  const dropped = factors.filter((factor) => factor === 0).length / count;
  // Five standard deviations of a share: 5 √(0.4 · 0.6 / 100003).
  expect(Math.abs(dropped - 0.4)).toBeLessThan(0.0078);
});

test('steps, layers and seeds draw differently, the same ones alike', () => {
  const draw = (seed: number, layer: string, step: number): string => dropoutFactors(64, 0.5, dropoutKey(seed, layer), step).join();
  const all = [draw(0, 'a', 1), draw(0, 'a', 2), draw(0, 'b', 1), draw(1, 'a', 1)];
  expect(new Set(all).size).toBe(4);
  expect(draw(0, 'a', 1)).toBe(all[0]);
});

test('a layer drops in training only, and lets no rate of 1 pass', async () => {
  await startOn('wasm');
  const layer = new Dropout(0, 'layer', 0.5);
  const x = tf.ones([8, 8]);
  expect(layer.forward(x, testing)).toBe(x);
  const trained = tf.tidy(() => layer.forward(x, { training: true, step: 4, average: () => undefined }).dataSync());
  expect([...trained]).toEqual([...dropoutFactors(64, 0.5, layer.key, 4)]);
  x.dispose();
  expect(() => new Dropout(0, 'layer', 1)).toThrow(/rate 1 of layer/u);
});
