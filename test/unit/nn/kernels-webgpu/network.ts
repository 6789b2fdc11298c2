// A multilayer perceptron with biases, Adam, a penalty and masks, put together from our kernels: what the tests of replay train.

import { normalisationTable } from '../../../../src/data/normalise.ts';
import { denseLayer } from '../../../../src/nn/kernels/affine.ts';
import type { SoftmaxAxis } from '../../../../src/nn/kernels/webgpu/cross-entropy.ts';
import { DeviceDataset } from '../../../../src/nn/kernels/webgpu/dataset.ts';
import type { Dispatcher } from '../../../../src/nn/kernels/webgpu/dispatcher.ts';
import { updateInPlace } from '../../../../src/nn/kernels/webgpu/optimizer.ts';
import { ReplayedSteps, type StepOutcome } from '../../../../src/nn/kernels/webgpu/replay.ts';
import { StepBuffer, type StepValues } from '../../../../src/nn/kernels/webgpu/step-buffer.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { crossEntropy, numbers, tensor } from './setup.ts';

export const LEARNING_RATE = 0.003;
export const BETA1 = 0.9;
export const BETA2 = 0.999;
export const ALPHA = 1e-3;
export const BETA = 5;

interface Parameter {
  readonly variable: tf.Variable;
  readonly mask: tf.Tensor;
  readonly firstMoment: tf.Tensor;
  readonly secondMoment: tf.Tensor;
}

export class TestNetwork {
  readonly parameters: Parameter[];
  readonly #axis: SoftmaxAxis;

  /** @param widths of inputs, hidden layers and outputs */
  constructor(widths: readonly number[], axis: SoftmaxAxis) {
    this.#axis = axis;
    this.parameters = widths.slice(1).flatMap((outputs, layer) => {
      const inputs = widths[layer];
      const make = (shape: number[], seed: number, scale: number): Parameter => {
        const initial = tf.tidy(() => tf.mul(tensor(shape, seed), scale));
        const mask = tf.tensor(
          Float32Array.from(numbers(initial.size, seed + 1), (x) => Number(x > -0.6)),
          shape,
        );
        const variable = tf.variable(initial);
        initial.dispose();
        return { variable, mask, firstMoment: tf.zeros(shape), secondMoment: tf.zeros(shape) };
      };
      return [make([outputs, inputs], 10 * layer + 1, 1 / Math.sqrt(inputs)), make([outputs], 10 * layer + 5, 0.1)];
    });
  }

  get variables(): tf.Variable[] {
    return this.parameters.map(({ variable }) => variable);
  }

  forward(images: tf.Tensor2D): tf.Tensor2D {
    const last = this.parameters.length - 2;
    let x = images;
    for (let i = 0; i <= last; i += 2) {
      const [weights, bias] = this.variables.slice(i, i + 2) as [tf.Variable<tf.Rank.R2>, tf.Variable<tf.Rank.R1>];
      x = denseLayer(x, weights, bias, i === last ? 'linear' : 'relu', true);
    }
    return x;
  }

  /** One training step on our kernels, Adam with DRR and mask in place. */
  step(dispatcher: Dispatcher, values: StepBuffer, batch: { images: tf.Tensor2D; labels: tf.Tensor1D }): StepOutcome {
    let outcome: StepOutcome | undefined;
    try {
      const { grads } = tf.variableGrads(() => {
        const { loss, correct } = crossEntropy(this.forward(batch.images), batch.labels, this.#axis);
        outcome = { loss: tf.keep(loss), correct: tf.keep(correct) };
        return loss;
      }, this.variables);
      for (const { variable, ...state } of this.parameters) {
        const gradient = grads[variable.name];
        updateInPlace(dispatcher, values, { weights: variable, gradient, ...state }, { rule: 'adam', penalty: 'drr-exponential' });
      }
    } catch (error) {
      // What is kept would outlive the tape even where the device has no room for the rest.
      if (outcome) tf.dispose(outcome);
      throw error;
    }
    return outcome as unknown as StepOutcome;
  }

  async weights(): Promise<Float32Array[]> {
    return Promise.all(this.variables.map(async (variable) => Float32Array.from(await variable.data())));
  }

  dispose(): void {
    for (const { variable, mask, firstMoment, secondMoment } of this.parameters) tf.dispose([variable, mask, firstMoment, secondMoment]);
  }
}

export type ReplayStep = Partial<Omit<StepValues, 'slot'>> & { readonly batchSize: number };

/** Replay as the training loop uses it, with one kind of step for each size of batch. */
export class TestTraining {
  readonly step: StepBuffer;
  readonly steps: ReplayedSteps;
  readonly #build: (step: StepBuffer, batchSize: number) => StepOutcome;

  constructor(dispatcher: Dispatcher, build: (step: StepBuffer, batchSize: number) => StepOutcome) {
    this.step = new StepBuffer(dispatcher);
    this.steps = new ReplayedSteps(dispatcher, this.step);
    this.#build = build;
  }

  prepare(batchSize: number): ReturnType<ReplayedSteps['capture']> {
    return this.steps.capture(String(batchSize), batchSize, (step) => this.#build(step, batchSize));
  }

  async submit({ batchSize, ...values }: ReplayStep): Promise<void> {
    if (!this.steps.has(String(batchSize))) await this.prepare(batchSize);
    this.steps.submit(String(batchSize), values);
  }

  /** Takes steps and reads after every 300 of them. */
  async run(count: number, values: (index: number) => ReplayStep): Promise<{ losses: number[]; correct: number[] }> {
    const results = { losses: [] as number[], correct: [] as number[] };
    for (let done = 0; done < count;) {
      const end = Math.min(count, done + 300);
      while (done < end) await this.submit(values(done++));
      const { losses, correct } = await this.steps.read();
      results.losses.push(...losses);
      results.correct.push(...correct);
    }
    return results;
  }

  dispose(): void {
    this.steps.dispose();
    this.step.dispose();
  }
}

/** Values of step `index`, from 0, over batches of the given sizes in turn. */
export function stepValues(index: number, sizes: readonly number[]): ReplayStep {
  const t = index + 1;
  const batch = index % sizes.length;
  return {
    batchSize: sizes[batch],
    first: sizes.slice(0, batch).reduce((sum, size) => sum + size, 0),
    step: t,
    learningRate: LEARNING_RATE,
    scale1: 1 / (1 - BETA1 ** t),
    scale2: 1 / (1 - BETA2 ** t),
    alpha: ALPHA,
    beta: BETA,
  };
}

/** Bytes and classes that a network can learn: the brightest of the first pixels is the class. */
export function syntheticImages(count: number, features: number, classes: number): { pixels: Uint8Array; labels: Uint8Array } {
  const pixels = Uint8Array.from(numbers(count * features, 77), (x) => Math.floor((x + 1) * 127));
  const labels = Uint8Array.from({ length: count }, (_, i) => {
    const first = Array.from(pixels.subarray(i * features, i * features + classes));
    return first.indexOf(Math.max(...first));
  });
  return { pixels, labels };
}

export const TABLE = normalisationTable({ mean: [0.5], std: [0.25] });

export async function deviceImages(dispatcher: Dispatcher, count: number, features: number, classes: number): Promise<DeviceDataset> {
  const dataset = await DeviceDataset.create(dispatcher, { count, features, table: TABLE });
  const { pixels, labels } = syntheticImages(count, features, classes);
  dataset.write(0, pixels, labels);
  return dataset;
}
