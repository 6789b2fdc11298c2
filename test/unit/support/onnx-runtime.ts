/** ONNX models in ONNX Runtime, which knows nothing of the lab: the judge of what we write. */
import * as ort from 'onnxruntime-web';

// More threads would want shared memory and time to start, for models that one thread runs in milliseconds.
ort.env.wasm.numThreads = 1;

export interface Answers {
  readonly shape: readonly number[];
  /** Row after row. */
  readonly values: Float32Array;
}

/**
 * What a model of one input `input` and one output `output` gives for rows of inputs.
 * @throws Error if ONNX Runtime does not take the model
 */
export async function runOnnx(model: Uint8Array, inputs: Float32Array, rows: number): Promise<Answers> {
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] });
  try {
    const { output } = await session.run({ input: new ort.Tensor('float32', inputs, [rows, inputs.length / rows]) });
    return { shape: output.dims, values: (output.data as Float32Array).slice() };
  } finally {
    await session.release();
  }
}
