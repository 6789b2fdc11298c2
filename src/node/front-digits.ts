/** Test digits that come with the first page: one of each class, and some that its network gets wrong. */
import { noCache } from '../data/cache.ts';
import { openDataset } from '../data/dataset.ts';
import { decodeNetwork } from '../coding/network-file.ts';
import { toBase64Url } from '../study/base64url.ts';
import { answerTo } from '../lab/front/forward.ts';
import { denseNetwork } from '../lab/front/network.ts';
import type { StoredDigit } from '../lab/front/stored-digits.ts';
import { offerFiles } from './file-fetch.ts';

const WRONG = 8;

/**
 * The first test image of each class that the network gets right, and the first that it gets wrong.
 * @param dataUrl folder of all data sets
 * @param name of the data set
 */
export async function frontDigits(file: Uint8Array<ArrayBuffer>, dataUrl: string, name: string): Promise<StoredDigit[]> {
  offerFiles();
  const { network } = await decodeNetwork(file);
  const { shape, numbers } = denseNetwork(network.tensors);
  const { splits } = await openDataset({ baseUrl: dataUrl, name, cache: noCache, limits: { train: 1 } });
  const { count } = splits.test;
  const { images, labels } = await splits.test.batch(0, count);
  const side = images.length / count;
  const right = new Map<number, StoredDigit>();
  const wrong: StoredDigit[] = [];
  for (let index = 0; index < count && (right.size < 10 || wrong.length < WRONG); index++) {
    const pixels = images.slice(index * side, (index + 1) * side);
    const label = labels[index];
    const digit: StoredDigit = { index, label, pixels: toBase64Url(pixels) };
    const isRight =
      answerTo(
        shape,
        numbers,
        Float32Array.from(pixels, (level) => level / 255),
      ).best === label;
    if (isRight && !right.has(label)) right.set(label, digit);
    if (!isRight && wrong.length < WRONG) wrong.push(digit);
  }
  return [...[...right.values()].toSorted((a, b) => a.label - b.label), ...wrong];
}
