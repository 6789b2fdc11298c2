/** A trained network on the test set of its job, measured as the job measured it. */
import type { WeightTensor } from '../coding/weight-matrix.ts';
import { isOfImages, openStored } from '../data/dataset.ts';
import type { Normalisation } from '../data/normalise.ts';
import { sizeOf, type ImageShape } from '../data/shape.ts';
import { factsOf, sourceOf } from '../data/sources/index.ts';
import { regression, type Objective } from '../nn/loss.ts';
import { KeptBatches, measurePass, type PassMeasures } from '../nn/measure.ts';
import { stillNetwork, type Network } from '../nn/models/network.ts';
import type { RunControl } from '../nn/run-control.ts';
import * as tf from '../nn/tf.ts';
import { restoreTensors } from '../nn/weight-tensors.ts';
import { workerOf } from './families/worker.ts';
import type { BenchMeasures, FamilyBench } from './family-worker.ts';
import { datasetOf } from './job-dataset.ts';
import { canonicalJson, type Job } from './job.ts';
import type { NetworkModel } from './network-model.ts';
import type { Loading } from './network-protocol.ts';

/**
 * Builds the network of a job and gives it these numbers.
 * @throws RangeError where they do not fit the job's network
 */
export function networkOfTensors(job: Job, tensors: readonly WeightTensor[]): Network {
  const { bench } = workerOf(job);
  const network = bench.network(job, tensors);
  try {
    restoreTensors(network, tensors, bench.mayBeNarrower(job));
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** How samples of a test set of images are pictured. */
export interface Pictures {
  readonly shape: ImageShape;
  readonly classes: readonly string[];
  /** Null where pixels are taken as they are, from 0 to 1. */
  readonly normalisation: Normalisation | null;
}

/** The test set of a job on the device. */
export class TestSet {
  /** The same for two jobs that are tested on the same batches. */
  readonly key: string;
  readonly kept: KeptBatches;
  /** Numbers of a sample. */
  readonly inputs: number;
  /** Null where its samples are no images. */
  readonly pictures: Pictures | null;
  readonly #release: () => void;

  private constructor({ key, kept, inputs, pictures }: Pick<TestSet, 'key' | 'kept' | 'inputs' | 'pictures'>, release: () => void) {
    this.key = key;
    this.kept = kept;
    this.inputs = inputs;
    this.pictures = pictures;
    this.#release = release;
  }

  static keyOf(job: Job): string {
    const { id, bench } = workerOf(job);
    return canonicalJson([id, bench.testKey(job)]);
  }

  /** Fetches what of the data set is missing. @throws DatasetError */
  static async load(job: Job, dataUrl: string, onLoading: Loading): Promise<TestSet> {
    const { bench, limits } = workerOf(job);
    const { storage } = sourceOf(job).kind;
    // Only test samples are wanted; the least that can be asked for of the others is the part that holds the first. What is kept whole has
    // its test samples among all.
    const wanted = storage?.isWhole ? {} : { train: 1, test: limits(job).test };
    const dataset = storage
      ? await openStored(storage, { ...(await datasetOf(job, dataUrl)), limits: wanted, onProgress: onLoading })
      : null;
    const { test, normalisation = null, dispose } = bench.testBatches(job, dataset);
    const { input } = factsOf(job);
    const shape = input.kind === 'image' ? input : null;
    const pictures = shape && dataset && isOfImages(dataset) ? { shape, classes: dataset.manifest.classes, normalisation } : null;
    return new TestSet({ key: TestSet.keyOf(job), kept: await KeptBatches.of(test), inputs: sizeOf(input), pictures }, dispose);
  }

  /** Classes of its samples, in their order; of a classifier's. */
  async labels(): Promise<Uint8Array<ArrayBuffer>> {
    const labels: number[] = [];
    for (const { targets } of this.kept.batches) labels.push(...(await targets.data()));
    return Uint8Array.from(labels);
  }

  /** Inputs of a sample, as networks take them. @throws RangeError where there is none of that number */
  async inputsOf(sample: number): Promise<Float32Array> {
    let at = sample;
    const batch = this.kept.batches.find(({ predictions }) => {
      if (at < predictions) return true;
      at -= predictions;
      return false;
    });
    if (!batch || at < 0) throw new RangeError(`There is no test sample ${sample}: there are ${this.kept.samples}.`);
    const row = tf.tidy(() => tf.slice(tf.reshape(batch.inputs, [batch.predictions, this.inputs]), [at, 0], [1, this.inputs]));
    const inputs = await row.data<'float32'>();
    row.dispose();
    return inputs;
  }

  dispose(): void {
    this.kept.dispose();
    this.#release();
  }
}

/** A network, its test set and how they are measured. The test set belongs to whoever has loaded it. */
export class NetworkBench {
  readonly network: Network;
  readonly test: TestSet;
  readonly #job: Job;
  readonly #family: FamilyBench<Job>;
  readonly objective: Objective;

  /** @throws RangeError where the numbers do not fit the network, or the network does not fit its test set */
  constructor({ job, sigma }: NetworkModel, tensors: readonly WeightTensor[], test: TestSet) {
    this.#job = job;
    this.#family = workerOf(job).bench;
    this.test = test;
    this.network = networkOfTensors(job, tensors);
    const [first] = this.network.parameters;
    // Symbols are looked up in a table, whatever their number.
    if (first.kind === 'weight' && first.shape.length === 2 && first.shape[1] !== test.inputs) {
      this.network.dispose();
      throw new RangeError(`The network takes ${first.shape[1]} numbers, and a sample of its test set has ${test.inputs}.`);
    }
    this.objective = this.#family.objective(job, sigma ?? undefined);
  }

  /** @throws Cancelled once the control is cancelled */
  async measure(control: RunControl): Promise<BenchMeasures> {
    const { kept } = this.test;
    const still = await stillNetwork(this.network);
    try {
      const pass = await measurePass(still, kept, this.objective, control);
      return { ...this.#family.measured(this.#job, pass, kept), squaredError: await this.#squaredError(still, pass, control) };
    } finally {
      still.dispose();
    }
  }

  async #squaredError(still: Pick<Network, 'forward'>, { loss }: PassMeasures, control: RunControl): Promise<number | null> {
    switch (this.#family.squaredError(this.#job)) {
      case 'none':
        return null;
      case 'loss':
        return loss;
      case 'beside':
        return (await measurePass(still, this.test.kept, regression(), control)).loss;
    }
  }

  dispose(): void {
    this.objective.dispose();
    this.network.dispose();
  }
}
