/** Pixels to network inputs. */

export interface Normalisation {
  /** By channel, of pixels scaled to 0 … 1. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * What each byte becomes: (p/255 − mean)/std, rounded to float32 after every operation, as PyTorch's `ToTensor` and
 * `Normalize` do, so that inputs equal theirs bit for bit.
 *
 * @returns 256 values for channel 0, then for channel 1, …
 * @throws {RangeError} unless there is one positive std for each mean
 */
export function normalisationTable({ mean, std }: Normalisation): Float32Array<ArrayBuffer> {
  if (mean.length === 0 || mean.length !== std.length || !std.every((value) => Math.fround(value) > 0)) {
    throw new RangeError(
      `Normalisation with means [${mean.join(', ')}] and stds [${std.join(', ')}]: give one mean and one positive std for each channel.`,
    );
  }
  const { fround } = Math;
  const table = new Float32Array(256 * mean.length);
  mean.forEach((channelMean, channel) => {
    const channelStd = fround(std[channel]);
    for (let pixel = 0; pixel < 256; pixel++) {
      const centred = fround(fround(pixel / 255) - fround(channelMean));
      table[256 * channel + pixel] = fround(centred / channelStd);
    }
  });
  return table;
}

/**
 * Writes the network inputs of `pixels` to `target` from `offset` on.
 *
 * @param pixels uint8, the channel changing fastest
 * @param table from `normalisationTable`; its length says how many channels there are
 * @throws {RangeError} when the pixels are not whole, or `target` has no room for them
 */
export function normalisePixels(pixels: Uint8Array, table: Float32Array, target: Float32Array, offset = 0): void {
  const channels = table.length / 256;
  if (!Number.isInteger(channels) || pixels.length % channels !== 0) {
    throw new RangeError(`${pixels.length} bytes are not whole pixels of a table with ${table.length} entries.`);
  }
  if (offset < 0 || offset + pixels.length > target.length) {
    throw new RangeError(`${pixels.length} values from ${offset} on do not fit into ${target.length}.`);
  }
  for (let channel = 0; channel < channels; channel++) {
    const first = 256 * channel;
    for (let i = channel; i < pixels.length; i += channels) {
      target[offset + i] = table[first + pixels[i]];
    }
  }
}
