/** The pixels and labels of IDX files of any type and shape, as bytes; what is done to them on the way is said. */
import { elementCount } from '../../math/element-count.ts';
import { grouped } from '../../math/number-text.ts';
import { unusable } from './file.ts';
import { eachPiece, isBytes, sizesText } from './idx.ts';
import type { IdxFile, IdxPair, IdxSet } from './idx-sets.ts';
import { requireRoom, type Shape } from './limits.ts';

/** Where the numbers of an image lie in its file. */
interface Layout {
  readonly shape: Shape;
  readonly isChannelsFirst: boolean;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

export interface IdxPixels {
  /** Of the images to train, and of those to test where they were given: count × height × width × channels. */
  readonly parts: readonly Uint8Array[];
  readonly notes: readonly string[];
}

/** How the images of a set lie, by their headers alone. @throws {DatasetError} where they do not fit each other, or there is no room for them */
export function layoutOfSet({ train, test }: IdxSet): Layout {
  const layout = layoutOf(train.images);
  if (test && layoutOf(test.images).shape.join() !== layout.shape.join()) {
    throw unusable(
      test.images.file.path,
      `has images of ${sizesText(sizesOfOne(test.images))}, and ${train.images.file.path} of ${sizesText(sizesOfOne(train.images))}`,
      'All images of a data set have the same size',
    );
  }
  const count = train.images.header.sizes[0] + (test?.images.header.sizes[0] ?? 0);
  requireRoom(count, layout.shape, train.images.file.path);
  return layout;
}

/** @throws {DatasetError} naming the file and what to do */
export async function pixelsOf({ train, test }: IdxSet, { shape, isChannelsFirst }: Layout): Promise<IdxPixels> {
  const files = [train.images, ...(test ? [test.images] : [])];
  const scale = await scaleOf(files);
  const parts: Uint8Array[] = [];
  for (const { file, header } of files) {
    const pixels = new Uint8Array(header.sizes[0] * elementCount(shape));
    const { read, bytes } = header.type;
    await eachPiece(file, header, (piece, first, numbers) => {
      if (isBytes(header)) pixels.set(new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength), first);
      else for (let i = 0; i < numbers; i++) pixels[first + i] = scale.toByte(read(piece, i * bytes));
    });
    parts.push(isChannelsFirst ? channelsLast(pixels, shape) : pixels);
  }
  return { parts, notes: scale.notes };
}

const sizesOfOne = ({ header: { sizes } }: IdxFile) => ({ sizes: sizes.slice(1) });

/** Most channels of an image. */
const MAX_CHANNELS = 16;

/**
 * Height, width and channels of the images of a file. Four numbers are count, height, width, channels, or count, channels, height, width:
 * the end with up to four channels is meant, and else the last one.
 */
function layoutOf({ file: { path }, header }: IdxFile): Layout {
  const [, ...rest] = header.sizes;
  const plain = { isChannelsFirst: false, notes: [], warnings: [] };
  if (rest.length === 1) return { ...plain, ...flatLayout(rest[0], path) };
  const [a, b, c = 1] = rest;
  if (rest.length === 2 || c <= 4 || (c <= MAX_CHANNELS && a > 4)) return { ...plain, shape: [a, b, c] };
  if (a > MAX_CHANNELS)
    throw unusable(path, `has images of ${sizesText({ sizes: rest })}`, `An image has up to ${MAX_CHANNELS} channels, which come last`);
  const shape: Shape = [b, c, a];
  const said = sizesText({ sizes: rest });
  // One channel lies the same way first and last.
  if (a === 1) return { ...plain, shape, notes: [`The images of ${path} are ${said}: they were read as ${sizesText({ sizes: shape })}.`] };
  return {
    shape,
    isChannelsFirst: true,
    notes: [],
    warnings: [
      `The images of ${path} are ${said}, which looks like channels first: ${grouped(a)} channels of ${sizesText({ sizes: [b, c] })} pixels. ` +
        `They were turned into ${sizesText({ sizes: shape })}, channels last. If that is wrong, write the file again with the channels last.`,
    ],
  };
}

/** Images that are rows of numbers: square ones. */
function flatLayout(pixels: number, path: string): Pick<Layout, 'shape' | 'notes'> {
  const side = Math.round(Math.sqrt(pixels));
  if (side * side !== pixels) {
    throw unusable(
      path,
      `has rows of ${grouped(pixels)} numbers, which are no square images`,
      'Write it again with three dimensions (count, height, width) or four (and channels)',
    );
  }
  return { shape: [side, side, 1], notes: [`The ${grouped(pixels)} numbers of a row were read as ${side} × ${side} pixels.`] };
}

function channelsLast(pixels: Uint8Array, [height, width, channels]: Shape): Uint8Array {
  if (channels === 1) return pixels;
  const turned = new Uint8Array(height * width * channels);
  for (let start = 0; start < pixels.length; start += turned.length) {
    for (let channel = 0; channel < channels; channel++)
      for (let pixel = 0; pixel < height * width; pixel++)
        turned[pixel * channels + channel] = pixels[start + channel * height * width + pixel];
    pixels.set(turned, start);
  }
  return pixels;
}

interface Scale {
  readonly toByte: (value: number) => number;
  readonly notes: readonly string[];
}

/**
 * How numbers become bytes: whole ones of 0 … 255 stay, fractions of 0 … 1 are 255 times that, and any others are spread over 0 … 255, by
 * one rule for all files of a set.
 */
async function scaleOf(files: readonly IdxFile[]): Promise<Scale> {
  if (files.every(({ header }) => isBytes(header))) return { toByte: (value) => value, notes: [] };
  const ranges = [];
  for (const file of files) ranges.push(await rangeOf(file));
  const [least, most] = [Math.min(...ranges.map(({ least: own }) => own)), Math.max(...ranges.map(({ most: own }) => own))];
  const isWhole = ranges.every((range) => range.isWhole);
  const titles = [...new Set(files.map(({ header }) => header.type.title))].join(' and ');
  const are = `The pixels are ${titles} from ${shown(least)} to ${shown(most)}`;
  const isOfWhole = files.some(({ header }) => header.type.isWhole);
  if (isWhole && least >= 0 && most <= 255 && (isOfWhole || most > 1))
    return { toByte: (value) => value, notes: [`${are}: they were kept as bytes.`] };
  if (least >= 0 && most <= 1)
    return { toByte: (value) => Math.round(255 * value), notes: [`${are}: each was taken 255 times, and rounded.`] };
  const width = most - least;
  return {
    toByte: (value) => (width === 0 ? 0 : Math.round((255 * (value - least)) / width)),
    notes: [`${are}: they were spread over 0 … 255, and rounded.`],
  };
}

const shown = (value: number): string => (Number.isInteger(value) ? grouped(value) : value.toPrecision(4));

interface Range {
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
}

/** @throws {DatasetError} for numbers that are none, and for those that were written the wrong way round */
async function rangeOf({ file, header }: IdxFile): Promise<Range> {
  const { read, bytes, isWhole: mustBeWhole } = header.type;
  const isRound = roundness(header.type);
  let [least, most, isWhole, allRound] = [Infinity, -Infinity, true, true];
  await eachPiece(file, header, (piece, first, numbers) => {
    for (let i = 0; i < numbers; i++) {
      const value = read(piece, i * bytes);
      if (!Number.isFinite(value)) {
        throw unusable(file.path, `holds ${value} (number ${grouped(first + i)})`, 'Replace what is no finite number, and write it again');
      }
      if (value < least) least = value;
      if (value > most) most = value;
      isWhole &&= Number.isInteger(value);
      allRound &&= isRound(value);
    }
  });
  if (mustBeWhole && allRound && (least !== 0 || most !== 0)) throw wrongWay(file.path);
  return { least, most, isWhole };
}

/** Whether a whole number has nothing but zeros below its first byte: all are, where programs write the last byte first. */
const roundness = ({ bytes, isWhole }: IdxFile['header']['type']): ((value: number) => boolean) => {
  const unit = 1 << (8 * (bytes - 1));
  return isWhole && bytes > 1 ? (value) => value % unit === 0 : () => false;
};

const wrongWay = (path: string): Error =>
  unusable(
    path,
    'holds only numbers whose lower bytes are zero, as if they had been written with the lowest byte first',
    'IDX has the highest byte first: write it again (in NumPy as type ">i4" or ">i2")',
  );

/** Most columns of labels, of which one is taken. */
const MAX_COLUMNS = 256;
/** As QMNIST has them: the digit, and where it comes from. */
const QMNIST_COLUMNS = 8;

export interface IdxLabels {
  /** As they stand in the file. */
  readonly values: Float64Array;
  readonly notes: readonly string[];
}

/** @throws {DatasetError} naming the file and what to do */
export async function labelsOf({ labels: { file, header }, images }: IdxPair): Promise<IdxLabels> {
  const [count, columns = 1] = header.sizes;
  if (count !== images.header.sizes[0]) {
    throw unusable(
      file.path,
      `has ${grouped(count)} labels for the ${grouped(images.header.sizes[0])} images of ${images.file.path}`,
      'Give the two files that belong together',
    );
  }
  if (columns > MAX_COLUMNS)
    throw unusable(file.path, `has ${grouped(columns)} numbers for each label`, 'Write it again with one for each image');
  const { read, bytes } = header.type;
  const isRound = roundness(header.type);
  const first = new Float64Array(count);
  const hot = new Float64Array(columns > 1 ? count : 0).fill(-1);
  let [isOneHot, allRound, anyNotZero] = [columns > 1, true, false];
  await eachPiece(file, header, (piece, start, numbers) => {
    for (let i = 0; i < numbers; i++) {
      const value = read(piece, i * bytes);
      const [row, column] = [Math.floor((start + i) / columns), (start + i) % columns];
      allRound &&= isRound(value);
      anyNotZero ||= value !== 0;
      if (column === 0) {
        if (!Number.isInteger(value))
          throw unusable(file.path, `holds the label ${value} (image ${grouped(row)})`, 'Labels are whole numbers: write them as such');
        first[row] = value;
      }
      if (value === 1 && hot[row] < 0) hot[row] = column;
      else isOneHot &&= value === 0;
    }
  });
  if (header.type.isWhole && allRound && anyNotZero) throw wrongWay(file.path);
  if (columns === 1) return { values: first, notes: [] };
  if (isOneHot && hot.every((column) => column >= 0))
    return { values: hot, notes: [`${file.path} has ${columns} numbers for each image, one of which is 1: its place is the label.`] };
  if (columns === QMNIST_COLUMNS)
    return { values: first, notes: [`${file.path} has ${columns} numbers for each image, as QMNIST does: the first is the label.`] };
  throw unusable(
    file.path,
    `has ${columns} numbers for each image, and it is not clear which is the label`,
    'Write it again with one for each image',
  );
}
