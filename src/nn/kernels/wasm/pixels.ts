import type { Normalisation } from '../../../data/normalise.ts';
import * as tf from '../../tf.ts';
import { currentKernels } from './module.ts';

const LANES = 4;
const VECTOR_BYTES = 16;

/**
 * Pixels as network inputs, made on the heap: the same bits as `normalisationTable` gives (the roundings of the table, which
 * takes each result of a float32 operation from doubles, are those of float32 arithmetic itself).
 *
 * @param pixels uint8, the channel changing fastest; as many as the shape has elements
 * @throws if the sizes do not fit or the current backend has no kernels of ours
 */
export function normalisedInputs(pixels: Uint8Array, { mean, std }: Normalisation, shape: readonly [number, number]): tf.Tensor2D {
  const kernels = currentKernels();
  const { heap, functions } = kernels;
  const channels = mean.length;
  const size = shape[0] * shape[1];
  if (pixels.length !== size || std.length !== channels || size % channels !== 0) {
    throw new RangeError(
      `${pixels.length} bytes with ${channels} means and ${std.length} stds do not make inputs of shape [${shape.join(', ')}]: ` +
        'give one byte for each input, and one mean and one std for each channel.',
    );
  }
  const inputs = heap.output(shape, 'float32');
  // The constants come first, since they need to lie at a multiple of four.
  const constants = VECTOR_BYTES * channels;
  const scratch = kernels.scratch(2 * constants + Math.ceil(size / LANES) * LANES);
  const [means, stds, bytes] = [scratch, scratch + constants, scratch + 2 * constants];
  const repeated = (values: readonly number[]): Float32Array =>
    Float32Array.from({ length: LANES * channels }, (_, i) => values[i % channels]);
  new Float32Array(heap.memory.buffer, means, LANES * channels).set(repeated(mean));
  new Float32Array(heap.memory.buffer, stds, LANES * channels).set(repeated(std));
  new Uint8Array(heap.memory.buffer, bytes, size).set(pixels);
  functions.normalisePixels(bytes, heap.address(inputs), size, means, stds, channels);
  return tf.engine().makeTensorFromTensorInfo(inputs) as tf.Tensor2D;
}
