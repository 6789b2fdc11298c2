/** What is left to compute for a sample, by recorded runs and by hand. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { multiplyAdds } from '../../../src/study/families/l0/multiply-adds.ts';
import type { L0Record } from '../../../src/study/families/l0/types.ts';
import { parseResult } from '../../../src/lab/result-file.ts';

const recorded = (name: string): L0Record[] => {
  const text = gunzipSync(readFileSync(new URL(`../../../recorded/${name}.result`, import.meta.url))).toString();
  return parseResult(text, name).records as L0Record[];
};

/** Times that a number of a layer is used, by its name: VGG halves the 32 × 32 pixels after every stage. */
function usesOf(name: string): number {
  const stage = /^conv-(\d)-\d$/u.exec(name);
  return stage ? (32 / 2 ** (Number(stage[1]) - 1)) ** 2 : 1;
}

test.each(['l0-mnist-mlp-quick', 'l0-mnist-mlp', 'l0-cifar-vgg-quick', 'teacher-student-mse'])('in the runs of %s', (name) => {
  for (const { job, summary } of recorded(name)) {
    const layers = summary!.layers.filter((layer) => !layer.name.endsWith('/norm'));
    const sum = (of: 'size' | 'nonzero'): number => layers.reduce((all, layer) => all + usesOf(layer.name) * layer[of], 0);
    const adds = multiplyAdds(job, summary!)!;
    expect(adds.left).toBe(sum('nonzero'));
    if (summary!.parametersLeft === undefined) expect(adds.all).toBe(sum('size'));
    expect(adds.left).toBeLessThanOrEqual(adds.all);
  }
});

test('of a text: every place, and who looks at whom, which no pruning saves', () => {
  const { job, summary } = recorded('text-moby')[0];
  // d = 64, two blocks, 85 symbols, 64 places: 49,728 numbers of a block’s matrices, 5,525 of the last, and 2 · 64² · 64 looks in each block.
  expect(multiplyAdds(job, summary!)!.all).toBe(64 * (2 * 49_728 + 5525) + 2 * 2 * 64 ** 2 * 64);
  const none = summary!.layers.map((layer) => ({ ...layer, nonzero: 0 }));
  expect(multiplyAdds(job, { layers: none })!.left).toBe(2 * 2 * 64 ** 2 * 64);
});

test('of a record whose layers are not those of its network nothing is said', () => {
  const { job, summary } = recorded('l0-mnist-mlp-quick')[0];
  expect(multiplyAdds(job, { layers: [] })).toBeNull();
  expect(multiplyAdds(job, { layers: summary!.layers.map((layer) => ({ ...layer, size: layer.size + 1 })) })).toBeNull();
});
