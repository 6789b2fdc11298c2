/** Pruning a trained network by hand: what is left of it at thresholds of magnitude, on its whole test set. */
import { modelBytes } from '../../../coding/codec-size.ts';
import { gaussianBits } from '../../../coding/data-length.ts';
import { descriptionLength } from '../../../coding/description-length.ts';
import { matrixSize, type WeightTensor } from '../../../coding/weight-matrix.ts';
import { weightHistogram } from '../../../compression/l0/portrait.ts';
import { toldConstant } from '../../../compression/l0/job.ts';
import { below, largestMagnitude } from '../../../compression/l0/threshold.ts';
import { countNonzero } from '../../../compression/l0/network.ts';
import { compressionRate } from '../../../math/compression-metrics.ts';
import { lossOf } from '../../../data/sources/index.ts';
import type { RunControl } from '../../../nn/run-control.ts';
import { blockOf, isStatistics, valuesFromTensors } from '../../../nn/weight-tensors.ts';
import type { Bench, BenchMeasures, Trial } from '../../family-worker.ts';
import type { NetworkModel } from '../../network-model.ts';
import type { TrialFacts, TrialResult } from '../../network-protocol.ts';
import type { L0Job } from './types.ts';

/** Whether a job may have taken neurons out of its network. */
export const mayBeNarrower = ({ compression }: L0Job): boolean => compression.deleteNeurons === 'yes';

/** Results that are remembered: moving back and forth then costs nothing. */
const REMEMBERED = 500;

export class ThresholdTrial implements Trial {
  readonly bench: Bench;
  readonly #job: L0Job;
  readonly #tensors: readonly WeightTensor[];
  readonly #statistics: readonly WeightTensor[];
  readonly #remembered = new Map<string, TrialResult>();
  /** Thresholds that the network on the device has. */
  #applied: readonly number[];

  constructor(bench: Bench, job: L0Job, tensors: readonly WeightTensor[]) {
    this.bench = bench;
    this.#job = job;
    this.#tensors = tensors.filter((tensor) => !isStatistics(tensor));
    this.#statistics = tensors.filter(isStatistics);
    this.#applied = this.#tensors.map(() => 0);
  }

  facts(model: NetworkModel, backend: TrialFacts['backend']): TrialFacts {
    const blocks = this.#tensors.map((tensor) => {
      const values = numbersOf(tensor);
      return { name: tensor.name, size: sizeOf(values), largest: largestMagnitude(values), weights: weightHistogram(values) };
    });
    const all = this.#tensors.flatMap(numbersOf);
    return {
      model,
      blocks,
      weights: weightHistogram(all),
      largest: largestMagnitude(all),
      parameters: sizeOf(all),
      samples: this.bench.test.kept.samples,
      backend,
    };
  }

  /**
   * @param thresholds one for each block; numbers of smaller magnitude count as 0, biases and normalisations included
   * @throws RangeError for thresholds that are none, Cancelled once the control is cancelled
   */
  async measure(thresholds: readonly number[], control: RunControl): Promise<TrialResult> {
    const key = thresholds.join(' ');
    const known = this.#remembered.get(key);
    if (known) return known;
    const began = performance.now();
    const pruned = this.pruned(thresholds);
    this.#apply(thresholds, pruned);
    const measured = await this.bench.measure(control);
    const result = this.#result(thresholds, pruned, measured, performance.now() - began);
    if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
    this.#remembered.set(key, result);
    return result;
  }

  /** The weights that are left. @throws RangeError for thresholds that are none */
  pruned(thresholds: readonly number[]): WeightTensor[] {
    if (thresholds.length !== this.#tensors.length || !thresholds.every((threshold) => threshold >= 0)) {
      throw new RangeError(
        `There are ${this.#tensors.length} thresholds to give, each a number ≥ 0; ${thresholds.length} came: ${thresholds.join(', ')}.`,
      );
    }
    return this.#tensors.map((tensor, index) => ({
      ...tensor,
      values: below(tensor.values, thresholds[index]),
      bias: tensor.bias && below(tensor.bias, thresholds[index]),
    }));
  }

  /** The same with the running statistics, for a file. */
  prunedWhole(thresholds: readonly number[]): WeightTensor[] {
    return [...this.pruned(thresholds), ...this.#statistics];
  }

  dispose(): void {
    this.bench.dispose();
  }

  /** Puts the pruned numbers where a threshold has moved. */
  #apply(thresholds: readonly number[], pruned: readonly WeightTensor[]): void {
    const { parameters } = this.bench.network;
    const moved = new Set(this.#tensors.flatMap(({ name }, index) => (thresholds[index] === this.#applied[index] ? [] : [name])));
    const values = valuesFromTensors(parameters, pruned, mayBeNarrower(this.#job));
    for (const [index, parameter] of parameters.entries()) {
      if (moved.has(blockOf(parameter.name))) parameter.replace(values[index].values, values[index].shape);
    }
    this.#applied = [...thresholds];
  }

  #result(thresholds: readonly number[], pruned: readonly WeightTensor[], measured: BenchMeasures, milliseconds: number): TrialResult {
    const { codec } = this.#job.compression;
    const layers = pruned.map((tensor) => ({
      name: tensor.name,
      size: sizeOf(numbersOf(tensor)),
      nonzero: countNonzero(numbersOf(tensor)),
    }));
    const nonzero = layers.reduce((sum, layer) => sum + layer.nonzero, 0);
    const parameters = layers.reduce((sum, layer) => sum + layer.size, 0);
    const length = descriptionLength(modelBytes(codec, pruned.map(matrixSize)), this.#dataBits(measured));
    return {
      thresholds: [...thresholds],
      testAccuracy: measured.testAccuracy,
      testLoss: measured.testLoss ?? Number.NaN,
      nonzero,
      compressionRate: compressionRate(parameters, nonzero),
      codec,
      modelBytes: length.modelBytes,
      dataBytes: length.dataBytes,
      descriptionBytes: length.bytes,
      layers,
      milliseconds,
    };
  }

  /** Bits of the test set, given the network. */
  #dataBits({ testLoss, squaredError }: BenchMeasures): number {
    const { predictions } = this.bench.test.kept;
    const { targetBits } = this.#job.compression;
    if (squaredError !== null) return gaussianBits({ targets: predictions, mse: squaredError, targetBits });
    return lossOf(this.#job).bits(testLoss ?? Number.NaN, predictions, { targetBits, told: toldConstant(this.#job) });
  }
}

const numbersOf = ({ values, bias }: WeightTensor): Float32Array[] => (bias ? [values, bias] : [values]);
const sizeOf = (arrays: readonly Float32Array[]): number => arrays.reduce((sum, { length }) => sum + length, 0);
