/** Pruning a trained network by hand: what is left of it at thresholds of magnitude, on its whole test set, and training that on. */
import { modelBytes } from '../coding/codec-size.ts';
import { descriptionLength } from '../coding/description-length.ts';
import { matrixSize, type WeightTensor } from '../coding/weight-matrix.ts';
import { wiringOf } from './wiring.ts';
import { weightHistogram } from '../compression/weight-histogram.ts';
import { compressionRate } from '../math/compression-metrics.ts';
import { below, countNonzero, largestMagnitude } from '../math/pruning.ts';
import type { Network } from '../nn/models/network.ts';
import { RunControl } from '../nn/run-control.ts';
import { allTensorsOf, blockOf, isStatistics, restoreTensors, valuesFromTensors } from '../nn/weight-tensors.ts';
import type { BenchMeasures, Training, TrialTerms } from './family-worker.ts';
import { replyTo } from './asking.ts';
import { networkOfTensors, type NetworkBench } from './network-bench.ts';
import type { NetworkModel } from './network-model.ts';
import type { Question, Reply, TrialFacts, TrialResult, TuningRound } from './network-protocol.ts';
import { trainOn } from './train-on.ts';

/** Results that are remembered: moving back and forth then costs nothing. */
const REMEMBERED = 500;

/** Numbers of a network that is drawn line by line: more are no picture any more. */
const MOST_DRAWN = 5000;

/** What a trial is made from. */
export interface TrialParts {
  readonly model: NetworkModel;
  readonly bench: NetworkBench;
  /** As its file has them. */
  readonly tensors: readonly WeightTensor[];
  readonly terms: TrialTerms;
  /** Whether dense layers may have lost neurons. */
  readonly mayBeNarrower: boolean;
  /** What is to be said of a sample that is judged by itself. */
  readonly aloneNote: string | null;
}

export class ThresholdTrial {
  readonly #parts: TrialParts;
  #model: NetworkModel;
  /** As it came, once it is asked. */
  #whole: Network | null = null;
  #tensors: readonly WeightTensor[];
  #statistics: readonly WeightTensor[];
  readonly #remembered = new Map<string, TrialResult>();
  /** How often it was trained on. */
  #tunings = 0;
  /** Thresholds that the network on the device has; null where it has other numbers. */
  #applied: readonly number[] | null = null;

  constructor(parts: TrialParts) {
    this.#parts = parts;
    this.#model = parts.model;
    this.#tensors = parts.tensors.filter((tensor) => !isStatistics(tensor));
    this.#statistics = parts.tensors.filter(isStatistics);
  }

  /** @param can what its family can do with such a network beside pruning it */
  facts(backend: TrialFacts['backend'], can: Pick<TrialFacts, 'canTune' | 'canContinue'>): TrialFacts {
    const blocks = this.#tensors.map((tensor) => {
      const values = numbersOf(tensor);
      return { name: tensor.name, size: sizeOf(values), largest: largestMagnitude(values), weights: weightHistogram(values) };
    });
    const all = this.#tensors.flatMap(numbersOf);
    const { pictures } = this.#parts.bench.test;
    const [came, now] = [this.#parts.tensors, this.#tensors].map((tensors) => wiringOf(tensors, MOST_DRAWN));
    return {
      model: this.#model,
      blocks,
      weights: weightHistogram(all),
      largest: largestMagnitude(all),
      parameters: sizeOf(all),
      wiring: came && now ? { came, now } : null,
      samples: this.#parts.bench.test.kept.samples,
      backend,
      pictures: pictures && { shape: pictures.shape, classes: pictures.classes, note: this.#parts.aloneNote },
      ...can,
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
    const pruned = this.#pruned(thresholds);
    this.#apply(thresholds, pruned);
    const measured = await this.#parts.bench.measure(control);
    const result = this.#result(thresholds, pruned, measured, performance.now() - began);
    if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
    this.#remembered.set(key, result);
    return result;
  }

  /**
   * Trains on what is left at these thresholds; what it comes to takes the place of the network. Cancelled or failed, all is as before.
   * @param onRound told after each round how far it is, and what it is like by then
   * @throws Cancelled, Diverged, RangeError for thresholds that are none
   */
  async tune(
    thresholds: readonly number[],
    training: Training,
    control: RunControl,
    onRound: (round: TuningRound) => void,
  ): Promise<TrialResult> {
    const { bench } = this.#parts;
    const { parameters } = bench.objective;
    const before = await Promise.all(parameters.map(async (parameter) => (await parameter.values()).slice()));
    this.#apply(thresholds, this.#pruned(thresholds));
    try {
      await trainOn(bench, training, control, async (share) => {
        const { testAccuracy, testLoss } = await bench.measure(control);
        onRound({ share, testAccuracy, testLoss });
      });
      const tensors = await allTensorsOf(bench.network);
      this.#tensors = tensors.filter((tensor) => !isStatistics(tensor));
      this.#statistics = tensors.filter(isStatistics);
    } catch (error) {
      // The loss has gone on with its σ and normalisations with their running statistics, which no threshold brings back.
      for (const [index, parameter] of parameters.entries()) parameter.replace(before[index], parameter.shape);
      restoreTensors(bench.network, [...this.#tensors, ...this.#statistics], this.#parts.mayBeNarrower);
      throw error;
    } finally {
      this.#applied = null;
    }
    const sigma = parameters.find(({ kind }) => kind === 'noise-scale');
    if (sigma) this.#model = { ...this.#model, sigma: (await sigma.values())[0] };
    this.#tunings++;
    this.#remembered.clear();
    return this.measure(
      this.#tensors.map(() => 0),
      new RunControl(),
    );
  }

  /** What the network says of a sample as it is left at these thresholds, and what it said as it came. @throws RangeError */
  async ask(question: Question, thresholds: readonly number[]): Promise<Reply> {
    const { whole, now } = this.networksAt(thresholds);
    return replyTo(question, this.#parts.bench.test, whole, now);
  }

  /** The network as it came, and as it is left at these thresholds, until others are measured or asked for. @throws RangeError for thresholds that are none */
  networksAt(thresholds: readonly number[]): { readonly whole: Network; readonly now: Network } {
    const { bench, model, tensors } = this.#parts;
    this.#apply(thresholds, this.#pruned(thresholds));
    this.#whole ??= networkOfTensors(model.job, tensors);
    return { whole: this.#whole, now: bench.network };
  }

  /** What is left, running statistics included, for a file. @throws RangeError for thresholds that are none */
  prunedWhole(thresholds: readonly number[]): WeightTensor[] {
    return [...this.#pruned(thresholds), ...this.#statistics];
  }

  /** What its file says of the network. */
  get model(): NetworkModel {
    return this.#model;
  }

  dispose(): void {
    this.#whole?.dispose();
    this.#parts.bench.dispose();
  }

  /** The weights that are left. @throws RangeError for thresholds that are none */
  #pruned(thresholds: readonly number[]): WeightTensor[] {
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

  /** Puts the pruned numbers where a threshold has moved. */
  #apply(thresholds: readonly number[], pruned: readonly WeightTensor[]): void {
    const { bench, mayBeNarrower } = this.#parts;
    const { parameters } = bench.network;
    const applied = this.#applied;
    const moved = new Set(this.#tensors.flatMap(({ name }, index) => (applied && thresholds[index] === applied[index] ? [] : [name])));
    const values = valuesFromTensors(parameters, pruned, mayBeNarrower);
    for (const [index, parameter] of parameters.entries()) {
      if (moved.has(blockOf(parameter.name))) parameter.replace(values[index].values, values[index].shape);
    }
    this.#applied = [...thresholds];
  }

  #result(thresholds: readonly number[], pruned: readonly WeightTensor[], measured: BenchMeasures, milliseconds: number): TrialResult {
    const { terms } = this.#parts;
    const layers = pruned.map((tensor) => ({
      name: tensor.name,
      size: sizeOf(numbersOf(tensor)),
      nonzero: countNonzero(numbersOf(tensor)),
    }));
    const nonzero = layers.reduce((sum, layer) => sum + layer.nonzero, 0);
    const parameters = layers.reduce((sum, layer) => sum + layer.size, 0);
    const weights = modelBytes(terms.codec, pruned.map(matrixSize));
    const bits = terms.dataBits?.(measured) ?? null;
    return {
      thresholds: [...thresholds],
      tunings: this.#tunings,
      testAccuracy: measured.testAccuracy,
      testLoss: measured.testLoss,
      nonzero,
      compressionRate: compressionRate(parameters, nonzero),
      codec: terms.codec,
      modelBytes: weights,
      length: bits === null ? null : descriptionLength(weights, bits),
      layers,
      milliseconds,
    };
  }
}

const numbersOf = ({ values, bias }: WeightTensor): Float32Array[] => (bias ? [values, bias] : [values]);
const sizeOf = (arrays: readonly Float32Array[]): number => arrays.reduce((sum, { length }) => sum + length, 0);
