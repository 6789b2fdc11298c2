/** A trained classifier whose numbers are handed in from outside: what it says of its test set with them, and training on from there. */
import type { WeightTensor } from '../coding/weight-matrix.ts';
import { classesOf } from '../nn/measure.ts';
import type { RunControl } from '../nn/run-control.ts';
import { tensorsOf, valuesFromTensors } from '../nn/weight-tensors.ts';
import type { Training } from './family-worker.ts';
import type { NetworkBench } from './network-bench.ts';
import type { Tuned } from './network-protocol.ts';
import { trainOn } from './train-on.ts';

export class NetworkProbe {
  readonly #bench: NetworkBench;
  readonly #tensors: readonly WeightTensor[];

  /** @param tensors as the file has them; their order is that of the numbers */
  constructor(bench: NetworkBench, tensors: readonly WeightTensor[]) {
    this.#bench = bench;
    this.#tensors = tensors;
  }

  /** Classes of the test set, in its order. */
  labels(): Promise<Uint8Array<ArrayBuffer>> {
    return this.#bench.test.labels();
  }

  /** Inputs of test samples, one after another. */
  async inputsOf(samples: readonly number[]): Promise<Float32Array<ArrayBuffer>> {
    const { test } = this.#bench;
    const found = new Float32Array(samples.length * test.inputs);
    for (const [place, sample] of samples.entries()) found.set(await test.inputsOf(sample), place * test.inputs);
    return found;
  }

  /**
   * The classes that the network says with these numbers in place of its own, for every sample of its test set.
   * @throws RangeError for another number of numbers, Cancelled once the control is cancelled
   */
  classify(numbers: Float32Array, control: RunControl): Promise<Uint8Array<ArrayBuffer>> {
    this.#replace(numbers);
    return this.#classes(control);
  }

  /**
   * Trains on from these numbers; those that are 0 stay so.
   * @param onRound told after each round what has become of them
   * @returns what has become of them in the end
   * @throws Cancelled, Diverged
   */
  async tune(numbers: Float32Array, training: Training, control: RunControl, onRound: (tuned: Tuned) => void): Promise<Tuned> {
    this.#replace(numbers);
    return trainOn(this.#bench, training, control, async (share) => {
      const predicted = await this.#classes(control);
      const tuned = { share, numbers: await this.#numbers(), predicted };
      onRound(tuned);
      return tuned;
    });
  }

  dispose(): void {
    this.#bench.dispose();
  }

  #classes(control: RunControl): Promise<Uint8Array<ArrayBuffer>> {
    const { network, test } = this.#bench;
    return classesOf(network, test.kept, control);
  }

  #replace(numbers: Float32Array): void {
    let at = 0;
    const next = (length: number): Float32Array => numbers.slice(at, (at += length));
    const tensors = this.#tensors.map((tensor) => ({
      ...tensor,
      values: next(tensor.values.length),
      bias: tensor.bias && next(tensor.bias.length),
    }));
    if (at !== numbers.length) throw new RangeError(`The network has ${at} numbers, and ${numbers.length} came.`);
    const { parameters } = this.#bench.network;
    for (const [index, { values, shape }] of valuesFromTensors(parameters, tensors).entries()) parameters[index].replace(values, shape);
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
