/** Calls of one kernel as they come in a training, with copies of what went in and out. */
import * as tf from '../tf.ts';

/** One call; its tensors are the caller's to dispose of. */
export interface Call {
  readonly inputs: Readonly<Record<string, tf.Tensor>>;
  readonly attrs: tf.NamedAttrMap;
  readonly outputs: readonly tf.Tensor[];
}

/**
 * Runs something, and keeps of every combination of shapes, types and attributes with which a kernel of the backend in use is called the
 * first call.
 *
 * @throws RangeError if the backend has no such kernel
 */
export async function recordCalls(name: string, run: () => Promise<void>): Promise<{ calls: Call[]; counts: number[] }> {
  const backendName = tf.getBackend();
  const config = tf.getKernel(name, backendName) as tf.KernelConfig | undefined;
  if (!config) throw new RangeError(`The backend ${backendName} has no kernel “${name}”.`);
  const found = new Map<string, { call: Call; count: number }>();
  const exchange = (kernelFunc: tf.KernelFunc): void => {
    tf.unregisterKernel(name, backendName);
    tf.registerKernel({ ...config, kernelFunc });
  };
  // A copy is made by kernels, of which it may be one.
  let copying = false;
  const copies = (infos: Readonly<Record<string, tf.TensorInfo | undefined>>): Record<string, tf.Tensor> => {
    copying = true;
    try {
      const there = Object.entries(infos).flatMap(([key, info]) => (info ? [[key, copyOf(info)] as const] : []));
      return Object.fromEntries(there);
    } finally {
      copying = false;
    }
  };
  exchange((params) => {
    if (copying) return config.kernelFunc(params);
    const { inputs, attrs = {} } = params;
    const key = keyOf(inputs, attrs);
    const known = found.get(key);
    if (known) {
      known.count++;
      return config.kernelFunc(params);
    }
    // Before the call: a kernel may write to what it is given.
    const given = copies(inputs);
    const results = config.kernelFunc(params);
    const outputs = Object.values(copies(Object.fromEntries([results].flat().map((info, at) => [at, info]))));
    found.set(key, { call: { inputs: given, attrs, outputs }, count: 1 });
    return results;
  });
  try {
    await run();
  } finally {
    exchange(config.kernelFunc);
  }
  const kept = [...found.values()];
  return { calls: kept.map(({ call }) => call), counts: kept.map(({ count }) => count) };
}

/** A tensor of its own with the same values, kept until it is disposed of. */
function copyOf({ dataId, shape, dtype }: tf.TensorInfo): tf.Tensor {
  return tf.tidy(() => {
    // Not `makeTensorFromTensorInfo`, whose tensor would take the values with it when the scope ends.
    const view = new tf.Tensor(shape, dtype, dataId, NaN);
    return tf.keep(dtype === 'bool' ? tf.logicalOr(view, tf.zeros(shape, 'bool')) : tf.add(view, tf.zeros(shape, dtype)));
  });
}

const keyOf = (inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap): string =>
  JSON.stringify([Object.entries(inputs).map(([key, info]) => [key, info?.dtype, info?.shape]), attrs]);
