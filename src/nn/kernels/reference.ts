/**
 * References of our kernels, computed by tfjs's backend of plain JavaScript whatever backend runs, and put in the place of a kernel to find
 * out whether that is the one that is wrong. They take a thousand times as long: for small studies, and for looking into a kernel.
 */
import * as tf from '../tf.ts';
import { expressions } from './expressions.ts';
import { ownKernelNames } from './own-names.ts';

/** A tensor's values outside of every backend. */
export interface Values {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
  readonly dtype: tf.DataType;
}

/** Whether a kernel has a reference: an expression, or a kernel of the same name in plain JavaScript. */
export const hasReference = (name: string): boolean => name in expressions || tf.getKernel(name, 'cpu') !== undefined;

/**
 * What a kernel has to give.
 * @param inputs by the names that the kernel has them by
 * @throws Error if there is no reference
 */
export function referenceResults(name: string, inputs: Readonly<Record<string, Values>>, attrs: tf.NamedAttrMap): Values[] {
  return onPlainJavaScript(() =>
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        Object.entries(inputs).map(([key, { data, shape, dtype }]) => [key, tf.tensor(data, [...shape], dtype as 'float32' | 'int32')]),
      );
      const compute = expressions[name] as (typeof expressions)[string] | undefined;
      const results = compute ? compute(tensors, attrs) : tf.engine().runKernel(name, tensors, attrs);
      return [results].flat().map((result) => ({ data: result.dataSync(), shape: result.shape, dtype: result.dtype }));
    }),
  );
}

/** The kernels that references stand in for on the backend in use, by name. */
const replaced = new Map<string, tf.KernelConfig>();

/**
 * Puts references in the place of named kernels of the backend in use, and takes those of an earlier call away again. A kernel that calls
 * another one directly, as `DenseLayer` does the product, goes on doing so: name both.
 *
 * @throws RangeError, in words for a person, for a name that is none of our kernels here, and on a graphics device, whose memory cannot be
 * read in the middle of a step
 */
export function putReferences(names: readonly string[]): void {
  for (const config of replaced.values()) exchange(config);
  replaced.clear();
  if (names.length === 0) return;
  const backend = tf.getBackend();
  if (backend === 'webgpu') {
    throw new RangeError(
      'References cannot stand in for kernels on WebGPU, whose memory cannot be read in the middle of a step. Choose WebAssembly, or look at one kernel by “npm run kernels -- compare”.',
    );
  }
  const own = ownKernelNames(backend).filter(hasReference);
  const unknown = names.find((name) => !own.includes(name));
  if (unknown !== undefined)
    throw new RangeError(
      own.length === 0
        ? `The backend ${backend} has no kernels of the lab’s own that a reference could stand in for.`
        : `The lab has no kernel “${unknown}” on the backend ${backend}. It has ${own.join(', ')}.`,
    );
  for (const name of new Set(names)) {
    const config = tf.getKernel(name, backend);
    replaced.set(name, config);
    exchange({ ...config, kernelFunc: (params) => fromReference(name, params) });
  }
}

function exchange(config: tf.KernelConfig): void {
  tf.unregisterKernel(config.kernelName, config.backendName);
  tf.registerKernel(config);
}

interface Storage {
  readSync(dataId: object): Values['data'];
  write(data: Values['data'], shape: readonly number[], dtype: tf.DataType): object;
}

function fromReference(name: string, { inputs, attrs, backend }: Parameters<tf.KernelFunc>[0]): tf.TensorInfo[] | tf.TensorInfo {
  const storage = backend as unknown as Storage;
  const values = Object.entries(inputs).flatMap(([key, info]) => {
    if (!info) return [];
    // A view of the heap would move when that grows.
    return [[key, { data: storage.readSync(info.dataId).slice(), shape: info.shape, dtype: info.dtype }] as const];
  });
  const results = referenceResults(name, Object.fromEntries(values), attrs ?? {}).map(({ data, shape, dtype }): tf.TensorInfo => ({
    dataId: storage.write(data, shape, dtype),
    shape: [...shape],
    dtype,
  }));
  return results.length === 1 ? results[0] : results;
}

/** Runs something on plain JavaScript, and leaves the backend as it was. */
function onPlainJavaScript<T>(run: () => T): T {
  const before = tf.getBackend();
  if (before === 'cpu') return run();
  // Of a backend that is there, or starts at once as this one does, the switch is done when the call returns.
  void tf.setBackend('cpu');
  try {
    return run();
  } finally {
    void tf.setBackend(before);
  }
}
