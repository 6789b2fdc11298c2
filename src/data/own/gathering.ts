/** Pictures put together to a data set. */
import { elementCount } from '../../math/element-count.ts';
import { counted, unusable } from './file.ts';
import { requireRoom, type Shape } from './limits.ts';
import type { Picture } from './picture.ts';
import type { OwnImages, OwnSplit } from './reading.ts';
import { emptySplit } from './split.ts';

/** Puts pictures of one size side by side, those to train and those to test apart, and counts what was done to them. */
export class Gathering {
  private readonly flags: Uint8Array;
  private splits: readonly [train: OwnSplit, test: OwnSplit] | null = null;
  private shape: Shape = [0, 0, 0];
  private firstPath = '';
  private index = 0;
  private readonly filled = [0, 0];
  private readonly done = { laidOnWhite: 0, rounded: 0, byBrowser: 0, grey: 0 };

  /** @param flags 1 for each picture that tests */
  constructor(flags: Uint8Array) {
    this.flags = flags;
  }

  /** @throws {DatasetError} where it does not fit those before it */
  add(picture: Picture, label: number, path: string): void {
    const { height, width, channels } = picture;
    if (!this.splits) {
      this.firstPath = path;
      this.makeRoom([height, width, channels]);
    }
    if (height !== this.shape[0] || width !== this.shape[1]) {
      throw unusable(
        path,
        `has ${width} × ${height} pixels, and ${this.firstPath} has ${this.shape[1]} × ${this.shape[0]}`,
        'All images of a data set have the same size: resize or take it out',
      );
    }
    if (channels > this.shape[2]) this.makeRoom([height, width, channels]);
    const isTest = this.flags[this.index++];
    const split = this.splits?.[isTest];
    if (!split) return;
    const at = this.filled[isTest]++;
    const size = elementCount(this.shape);
    split.images.set(widened(picture.pixels, channels, this.shape[2]), at * size);
    split.labels[at] = label;
    this.done.laidOnWhite += Number(picture.isLaidOnWhite);
    this.done.rounded += Number(picture.depth > 8);
    this.done.byBrowser += Number(picture.format !== 'png');
    this.done.grey += Number(channels === 1);
  }

  images(): Pick<OwnImages, 'shape' | 'train' | 'test'> {
    const [train, test] = this.splits ?? [emptySplit(0, this.shape), emptySplit(0, this.shape)];
    return { shape: this.shape, train, test };
  }

  notes(): string[] {
    const { laidOnWhite, rounded, byBrowser, grey } = this.done;
    const are = (count: number, what: string): string => `${counted(count, 'picture')} ${count === 1 ? 'is' : 'are'} ${what}`;
    return [
      ...(laidOnWhite > 0 ? [`${are(laidOnWhite, 'transparent in places')}: that was laid on white.`] : []),
      ...(rounded > 0 ? [`${are(rounded, 'of 16 bits')}, rounded to 8.`] : []),
      ...(byBrowser > 0
        ? [
            `${are(byBrowser, 'JPEG or WebP')}, decoded as this browser shows them: another one may get slightly other pixels, and so another SHA-256. With PNGs all get the same.`,
          ]
        : []),
      ...(grey > 0 && this.shape[2] > 1 ? [`${are(grey, 'grey')} among ones in colour: each got three equal channels.`] : []),
    ];
  }

  /** For all pictures, at the first of them; and again at the first in colour, with those before it widened. */
  private makeRoom(shape: Shape): void {
    const tests = this.flags.reduce((sum, flag) => sum + flag, 0);
    requireRoom(this.flags.length, shape, this.firstPath);
    const before = this.splits;
    this.splits = [emptySplit(this.flags.length - tests, shape), emptySplit(tests, shape)];
    for (const [split, { images, labels }] of before?.entries() ?? []) {
      const filled = this.filled[split] * elementCount(this.shape);
      this.splits[split].images.set(widened(images.subarray(0, filled), this.shape[2], shape[2]));
      this.splits[split].labels.set(labels);
    }
    this.shape = shape;
  }
}

/** Grey pixels as colours of three equal channels. */
function widened(pixels: Uint8Array, from: number, to: number): Uint8Array {
  if (from === to) return pixels;
  const wide = new Uint8Array(pixels.length * to);
  for (let i = 0; i < pixels.length; i++) wide.fill(pixels[i], i * to, (i + 1) * to);
  return wide;
}
