/** Images in files: shards of pixels and of labels, a byte each. */
import { prepareAgain } from '../reader.ts';
import { DatasetError } from '../errors.ts';
import { storageOf } from '../storage.ts';
import { z } from '../zod.ts';

const side = z.int().min(1);
const finite = z.number().min(-1000).max(1000);

/** What a manifest says of images. Version 1 knew no other kind, so that one that names none is of this. */
export const imageStorage = storageOf({
  kind: 'images',
  isUnnamed: true,
  manifest: {
    /** Height, width and channels of one image; pixels lie in this order, the channel changing fastest. */
    shape: z.tuple([side.max(1024), side.max(1024), side.max(16)]),
    /** Name of label 0, 1, … */
    classes: z.array(z.string().min(1).max(60)).min(2).max(256),
    /** By channel, of pixels scaled to 0 … 1. */
    normalisation: z.strictObject({
      mean: z.array(finite).min(1).max(16),
      std: z.array(finite.positive()).min(1).max(16),
    }),
  },
  // The small ones first.
  parts: ['labels', 'images'],
  bytesOf: (part, { shape: [height, width, channels] }) => (part === 'labels' ? 1 : height * width * channels),
  complaints({ shape, normalisation: { mean, std } }) {
    const channels = shape[2];
    return mean.length === channels && std.length === channels
      ? []
      : [[['normalisation'], `needs a mean and a std for each of the ${channels} channels`]];
  },
  check(part, content, { classes }, file) {
    if (part === 'labels') checkLabels(content, classes.length, file);
  },
});

/** The manifest of a set of images. */
export type DatasetManifest = NonNullable<ReturnType<typeof imageStorage.read>['data']>;

/** A label beyond the classes would be an index outside of every table that is made from them. */
function checkLabels(labels: Uint8Array, classes: number, file: string): void {
  const bad = labels.findIndex((label) => label >= classes);
  if (bad >= 0) {
    throw new DatasetError(
      'corrupt',
      file,
      `${file} says that image ${bad} is of class ${labels[bad]}, but its data set has ${classes} classes, counted from 0. To mend it, ${prepareAgain()}.`,
    );
  }
}
