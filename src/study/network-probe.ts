/** A trained classifier whose numbers are handed in from outside: what it says of its test set with them, and training on from there. */
import type { WeightTensor } from '../coding/weight-matrix.ts';
import { stillNetwork } from '../nn/models/network.ts';
import type { RunControl } from '../nn/run-control.ts';
import * as tf from '../nn/tf.ts';
import { train } from '../nn/train.ts';
import { tensorsOf, valuesFromTensors } from '../nn/weight-tensors.ts';
import type { Training } from './family-worker.ts';
import type { NetworkBench } from './network-bench.ts';
import type { Tuned } from './network-protocol.ts';

/** Training steps between two looks at the test set, and how many of these there are: 320 batches in all. */
const STEPS_A_ROUND = 40;
const ROUNDS = 8;

export class NetworkProbe {
  readonly #bench: NetworkBench;
  readonly #tensors: readonly WeightTensor[];

  /** @param tensors as the file has them; their order is that of the numbers */
  constructor(bench: NetworkBench, tensors: readonly WeightTensor[]) {
    this.#bench = bench;
    this.#tensors = tensors;
  }

  /** Classes of the test set, in its order. */
  async labels(): Promise<Uint8Array<ArrayBuffer>> {
    const labels: number[] = [];
    for (const { targets } of this.#bench.test.kept.batches) labels.push(...(await targets.data()));
    return Uint8Array.from(labels);
  }

  /** Inputs of test samples, one after another. */
  async inputsOf(samples: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    const { kept, inputs } = this.#bench.test;
    const found = new Float32Array(samples.length * inputs);
    for (const [place, sample] of samples.entries()) {
      let at = sample;
      const batch = kept.batches.find(({ predictions }) => {
        if (at < predictions) return true;
        at -= predictions;
        return false;
      });
      if (!batch) throw new RangeError(`There is no test sample ${sample}: there are ${kept.samples}.`);
      const row = tf.tidy(() => tf.slice(tf.reshape(batch.inputs, [batch.predictions, inputs]), [at, 0], [1, inputs]));
      found.set(await row.data<'float32'>(), place * inputs);
      row.dispose();
    }
    return found;
  }

  /**
   * The classes that the network says with these numbers in place of its own, for every sample of its test set.
   * @throws RangeError for another number of numbers, Cancelled once the control is cancelled
   */
  classify(numbers: Float32Array, control: RunControl): Promise<Uint8Array<ArrayBuffer>> {
    for (const [index, { values, shape }] of this.#valuesOf(numbers).entries())
      this.#bench.network.parameters[index].replace(values, shape);
    return this.#classes(control);
  }

  /**
   * Trains on from these numbers; those that are 0 stay so. The learning rate falls from the job's own to nothing.
   * @param onRound told after each round what has become of them
   * @throws Cancelled, Diverged
   */
  async tune(numbers: Float32Array, training: Training, control: RunControl, onRound: (tuned: Tuned) => void): Promise<void> {
    const { network, objective } = this.#bench;
    const { parameters } = network;
    const steps = STEPS_A_ROUND * ROUNDS;
    const rate = training.optimizer.hyper.learningRate;
    try {
      for (const [index, { values, shape }] of this.#valuesOf(numbers).entries()) {
        parameters[index].replace(values, shape);
        await parameters[index].setMask(values);
      }
      for (let first = 0; first < steps; first += STEPS_A_ROUND) {
        await train({
          network,
          objective,
          optimizer: training.optimizer,
          source: training.source,
          steps: STEPS_A_ROUND,
          first,
          hyper: (step) => ({ learningRate: rate * (1 - (first + step) / steps) }),
          control,
          onChunk: () => undefined,
        });
        const predicted = await this.#classes(control);
        onRound({ share: (first + STEPS_A_ROUND) / steps, numbers: await this.#numbers(), predicted });
      }
    } finally {
      for (const parameter of parameters) await parameter.setMask(null);
    }
  }

  dispose(): void {
    this.#bench.dispose();
  }

  async #classes(control: RunControl): Promise<Uint8Array<ArrayBuffer>> {
    const { network, test } = this.#bench;
    const classes = new Uint8Array(test.kept.predictions);
    const still = await stillNetwork(network);
    try {
      let at = 0;
      for (const { inputs } of test.kept.batches) {
        const best = tf.tidy(() => tf.argMax(still.forward(inputs), -1));
        classes.set(await best.data(), at);
        at += best.size;
        best.dispose();
        await control.checkpoint();
      }
      return classes;
    } finally {
      still.dispose();
    }
  }

  #valuesOf(numbers: Float32Array): ReturnType<typeof valuesFromTensors> {
    let at = 0;
    const next = (length: number): Float32Array => numbers.slice(at, (at += length));
    const tensors = this.#tensors.map((tensor) => ({
      ...tensor,
      values: next(tensor.values.length),
      bias: tensor.bias && next(tensor.bias.length),
    }));
    if (at !== numbers.length) throw new RangeError(`The network has ${at} numbers, and ${numbers.length} came.`);
    return valuesFromTensors(this.#bench.network.parameters, tensors);
  }

  async #numbers(): Promise<Float32Array<ArrayBuffer>> {
    const { parameters } = this.#bench.network;
    const values = await Promise.all(parameters.map(async (parameter) => (await parameter.values()).slice()));
    const numbers = tensorsOf(parameters, values).flatMap(({ values: weights, bias }) => (bias ? [weights, bias] : [weights]));
    const all = new Float32Array(numbers.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const array of numbers) {
      all.set(array, at);
      at += array.length;
    }
    return all;
  }
}
