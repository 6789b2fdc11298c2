/** Texts, networks that continue them, and what loads the engine. */
import { readFile } from 'node:fs/promises';
import { textCoderFile } from '../../../../scripts/lib/text-coder.mjs';
import type { TextModel } from '../../../../src/coding/text-coder.ts';
import type { WeightTensor } from '../../../../src/coding/weight-matrix.ts';
import type { LoadEngine } from '../../../../src/data/text-archive/engine.ts';
import type { TextNetwork } from '../../../../src/data/text-archive/text-network.ts';
import { stream } from '../../../../src/math/random.ts';
import { drawnWeights } from '../../coding/text-coder/module.ts';

export const load: LoadEngine = async () => new Uint8Array(await readFile(textCoderFile));

/** Tensors as network files have them: weights with their biases. */
export function networkOf(model: TextModel, seed = 1): TextNetwork {
  const { named } = drawnWeights(model, seed);
  const tensors: WeightTensor[] = [...named]
    .filter(([name]) => /\/(weight|scale)$/u.test(name))
    .map(([name, values]) => {
      const block = name.slice(0, name.lastIndexOf('/'));
      const bias = named.get(`${block}/bias`) ?? named.get(`${block}/offset`) ?? null;
      const isVector = name.endsWith('scale');
      const rows = bias?.length ?? model.symbols;
      return { name: block, shape: isVector ? [values.length] : [rows, values.length / rows], values, bias };
    });
  return { model, tensors };
}

/** Bytes with `symbols` values among them, of which each is there, the first ones more often. */
export function textOf(bytes: number, symbols: number, seed = 1): Uint8Array<ArrayBuffer> {
  const random = stream(seed, 'test/text');
  return Uint8Array.from({ length: bytes }, (_, i) => 60 + (i < symbols ? i : Math.min(random.integer(symbols), random.integer(symbols))));
}
