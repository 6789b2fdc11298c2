/** A trained network on the test set of its job, measured as the job measured it. */
import type { WeightTensor } from '../coding/weight-matrix.ts';
import { openStored } from '../data/dataset.ts';
import { sizeOf } from '../data/shape.ts';
import { factsOf, sourceOf } from '../data/sources/index.ts';
import { regression, type Objective } from '../nn/loss.ts';
import { KeptBatches, measurePass, type PassMeasures } from '../nn/measure.ts';
import { stillNetwork, type Network } from '../nn/models/network.ts';
import type { RunControl } from '../nn/run-control.ts';
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

/** The test set of a job on the device. */
export class TestSet {
  /** The same for two jobs that are tested on the same batches. */
  readonly key: string;
  readonly kept: KeptBatches;
  /** Numbers of a sample. */
  readonly inputs: number;
  readonly #release: () => void;

  private constructor(key: string, kept: KeptBatches, inputs: number, release: () => void) {
    this.key = key;
    this.kept = kept;
    this.inputs = inputs;
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
    // Only test samples are wanted; the least that can be asked for of the others is the part that holds the first.
    const wanted = { train: 1, test: limits(job).test };
    const dataset = storage
      ? await openStored(storage, { ...(await datasetOf(job, dataUrl)), limits: wanted, onProgress: onLoading })
      : null;
    const { test, dispose } = bench.testBatches(job, dataset);
    return new TestSet(TestSet.keyOf(job), await KeptBatches.of(test), sizeOf(factsOf(job).input), dispose);
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
    const [first] = tensors;
    if (first?.shape.length === 2 && first.shape[1] !== test.inputs) {
      throw new RangeError(`The network takes ${first.shape[1]} numbers, and a sample of its test set has ${test.inputs}.`);
    }
    this.#job = job;
    this.#family = workerOf(job).bench;
    this.test = test;
    this.network = networkOfTensors(job, tensors);
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
