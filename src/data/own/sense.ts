/** Whether a data set makes sense: what is nearly always a mistake is said before it is added. */
import { elementCount } from '../../math/element-count.ts';
import { grouped } from '../../math/number-text.ts';
import { counted, listed } from './file.ts';
import type { OwnImages, OwnSplit } from './reading.ts';

/** Values up to this look black on every screen: pixels of 0 and 1, or of 4 bits that were never spread. */
const DARK = 15;
/** Of the images to train: real sets have some twins, which do little harm. */
const MANY_TWINS = 0.01;

/** A sentence for each thing that a person should look at. */
export function warningsAbout(images: OwnImages): string[] {
  return [...aboutClasses(images), ...aboutPixels(images), ...aboutTwins(images)];
}

function aboutClasses({ classes, train, test }: OwnImages): string[] {
  const without = ({ labels }: OwnSplit): string[] => {
    const seen = new Uint8Array(classes.length);
    for (const label of labels) seen[label] = 1;
    return classes.filter((_, label) => !seen[label]);
  };
  const sentence = (names: string[], purpose: string): string[] =>
    names.length === 0
      ? []
      : [`${names.length === 1 ? 'A class has' : `${grouped(names.length)} classes have`} no image to ${purpose}: ${listed(names, 6)}.`];
  return [...sentence(without(train), 'train'), ...sentence(without(test), 'test')];
}

function aboutPixels({ shape, train, test }: OwnImages): string[] {
  const size = elementCount(shape);
  const most = Math.max(brightest(train.images), brightest(test.images));
  const blank = [train, test].reduce((sum, split) => sum + blankIn(split, size), 0);
  const all = train.count + test.count;
  return [
    ...(size === 1 ? ['Each image is a single number.'] : []),
    ...(most === 0 ? ['All images are black.'] : []),
    ...(most > 0 && most <= DARK
      ? [`All images are nearly black: the highest value of a pixel is ${most}, of 255. Were they meant to be spread over 0 … 255?`]
      : []),
    ...(size > 1 && most > 0 && blank > 0
      ? [
          `${blank === all ? 'All images are' : counted(blank, 'image is', 'images are')} of one shade, without anything on ${blank === 1 ? 'it' : 'them'}.`,
        ]
      : []),
  ];
}

/** The highest value; of those that are not dark, any. */
function brightest(values: Uint8Array): number {
  let most = 0;
  for (let i = 0; i < values.length && most <= DARK; i++) if (values[i] > most) most = values[i];
  return most;
}

/** Images all of whose numbers are the same. */
function blankIn({ count, images }: OwnSplit, size: number): number {
  let blank = 0;
  for (let start = 0; start < count * size; start += size) {
    let at = start + 1;
    while (at < start + size && images[at] === images[start]) at++;
    if (at === start + size) blank++;
  }
  return blank;
}

function aboutTwins({ shape, classes, train, test }: OwnImages): string[] {
  const firsts = new FirstOfEach(elementCount(shape), train.count + test.count);
  let [twins, leaked] = [0, 0];
  const disputed = new Map<string, number>();
  for (const split of [train, test]) {
    for (let i = 0; i < split.count; i++) {
      const first = firsts.find(split.images, i, split === train ? 0 : train.count);
      if (first === null) continue;
      const inTrain = first < train.count;
      if (split === train) twins++;
      else if (inTrain) leaked++;
      const before = inTrain ? train.labels[first] : test.labels[first - train.count];
      const label = split.labels[i];
      if (before === label) continue;
      const names = `“${classes[Math.min(before, label)]}” and “${classes[Math.max(before, label)]}”`;
      disputed.set(names, (disputed.get(names) ?? 0) + 1);
    }
  }
  if (train.count + test.count > 1 && firsts.count === 1)
    return ['All images are the same, pixel by pixel: there is nothing to tell classes apart by.'];
  const total = [...disputed.values()].reduce((sum, count) => sum + count, 0);
  return [
    ...(leaked > 0
      ? [
          `${counted(leaked, 'image')} to test ${leaked === 1 ? 'is' : 'are'} among those to train, pixel by pixel: accuracy on the test set will look better than it is.`,
        ]
      : []),
    ...(total > 0
      ? [
          `${counted(total, 'image')} ${total === 1 ? 'is' : 'are'} the same as one of another class, pixel by pixel (${listed([...disputed.keys()])}).`,
        ]
      : []),
    ...(twins > MANY_TWINS * train.count
      ? [`${counted(twins, 'image')} to train ${twins === 1 ? 'is' : 'are'} there more than once, pixel by pixel.`]
      : []),
  ];
}

/** A table of images that were seen, found by a sum of their pixels and compared by all of them. */
class FirstOfEach {
  count = 0;
  private readonly size: number;
  private readonly slots: Int32Array;
  private readonly sums: Uint32Array;
  private readonly places: { readonly images: Uint8Array; readonly from: number }[] = [];

  constructor(size: number, most: number) {
    this.size = size;
    this.slots = new Int32Array(1 << (32 - Math.clz32(2 * most))).fill(-1);
    this.sums = new Uint32Array(most);
  }

  /** The number of the first image that is like this one, counted from the first of `from` 0; null if this is the first. */
  find(images: Uint8Array, index: number, from: number): number | null {
    if (this.places.at(-1)?.images !== images) this.places.push({ images, from });
    const at = index * this.size;
    let sum = 0x811c9dc5;
    for (let i = at; i < at + this.size; i++) sum = Math.imul(sum ^ images[i], 0x01000193);
    sum = (sum ^ (sum >>> 15)) >>> 0;
    const mask = this.slots.length - 1;
    let slot = sum & mask;
    for (; this.slots[slot] >= 0; slot = (slot + 1) & mask) {
      const other = this.slots[slot];
      if (this.sums[other] === sum && this.isSame(other, images, at)) return other;
    }
    this.slots[slot] = from + index;
    this.sums[from + index] = sum;
    this.count++;
    return null;
  }

  private isSame(number: number, images: Uint8Array, at: number): boolean {
    const place = this.places.findLast(({ from }) => from <= number);
    if (!place) return false;
    const start = (number - place.from) * this.size;
    for (let i = 0; i < this.size; i++) if (place.images[start + i] !== images[at + i]) return false;
    return true;
  }
}
