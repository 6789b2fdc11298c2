/** How much one data set may hold; looked at before there is room for it. */
import { elementCount } from '../../math/element-count.ts';
import { grouped } from '../../math/number-text.ts';
import { unusable } from './file.ts';
import { MAX_SIDE } from './picture.ts';

export type Shape = readonly [height: number, width: number, channels: number];

/** Of all images together: what one array of a browser holds, and the largest set of EMNIST (638 MB). */
const MAX_BYTES = 2 ** 30;
const MAX_CHANNELS = 16;

/** @throws {DatasetError} if images of this shape are too large, or too many */
export function requireRoom(count: number, shape: Shape, path: string): void {
  if (shape[0] > MAX_SIDE || shape[1] > MAX_SIDE || shape[2] > MAX_CHANNELS) {
    throw unusable(
      path,
      `has images of ${shape.map(grouped).join(' × ')}`,
      `Sides may have up to ${grouped(MAX_SIDE)} pixels, and an image up to ${MAX_CHANNELS} channels`,
    );
  }
  const bytes = count * elementCount(shape);
  if (bytes > MAX_BYTES) {
    throw unusable(
      path,
      `is of ${grouped(count)} images that take ${grouped(bytes / 1e6)} MB`,
      `At most ${grouped(MAX_BYTES / 1e6)} MB can be held: take fewer or smaller images`,
    );
  }
}
