/** A trained network on the test set of its job, measured as the job measured it. */
import type { WeightTensor } from '../coding/weight-matrix.ts';
import { imageLimit, imagesInOrder } from '../compression/dtc/data.ts';
import { l0TestData } from '../compression/l0/data.ts';
import { evaluationBatch, planOf, toldConstant } from '../compression/l0/job.ts';
import { buildNetwork } from '../compression/l0/network.ts';
import { objectiveOf } from '../compression/l0/objective.ts';
import { isOfImages, openStored, type AnyDataset } from '../data/dataset.ts';
import { sizeOf } from '../data/shape.ts';
import { factsOf, lossOf, sourceOf } from '../data/sources/index.ts';
import { squaredError as squaredErrorLoss } from '../data/tasks/regression.ts';
import { classification, regression, type Objective } from '../nn/loss.ts';
import { KeptBatches, measurePass, type PassMeasures } from '../nn/measure.ts';
import { Mlp } from '../nn/models/mlp.ts';
import type { Network } from '../nn/models/network.ts';
import type { RunControl } from '../nn/run-control.ts';
import { isStatistics, restoreTensors } from '../nn/weight-tensors.ts';
import type { NetworkModel } from './network-model.ts';
import type { Loading } from './network-protocol.ts';
import { datasetOf } from './job-dataset.ts';
import { canonicalJson, isDtcJob, type DtcJob, type Job, type L0Job } from './schema.ts';

/**
 * Builds the network of a job and gives it these numbers.
 * @throws RangeError where they do not fit the job's network
 */
export function networkOfTensors(job: Job, tensors: readonly WeightTensor[]): Network {
  const network = isDtcJob(job) ? new Mlp({ ...endsOf(tensors), seed: 0, hidden: hiddenOf(tensors) }) : builtNetwork(job);
  try {
    restoreTensors(network, tensors, mayBeNarrower(job));
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function builtNetwork(job: L0Job): Network {
  return buildNetwork(job, planOf(job));
}

/** Whether a job may have taken neurons out of its network. */
export const mayBeNarrower = (job: Job): boolean => !isDtcJob(job) && job.compression.deleteNeurons === 'yes';

/** A job's DTC network has become narrower than its settings say. */
const hiddenOf = (tensors: readonly WeightTensor[]): number[] => tensors.slice(0, -1).map(({ shape }) => shape[0]);

/** Inputs of the first layer and outputs of the last. */
function endsOf(tensors: readonly WeightTensor[]): { inputs: number; outputs: number } {
  const matrices = tensors.filter((tensor) => !isStatistics(tensor) && tensor.shape.length === 2);
  if (matrices.length === 0) throw new RangeError('The file has no dense layer, and every network of the lab has one.');
  return { inputs: matrices[0].shape[1], outputs: matrices[matrices.length - 1].shape[0] };
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
    if (isDtcJob(job)) return canonicalJson(['dtc', job.data, job.images?.sha256 ?? null, job.training.batchSize]);
    return canonicalJson(
      sourceOf(job).origin === 'generated'
        ? ['l0', job.data, job.seed]
        : ['l0', job.images?.sha256 ?? job.data.name, job.data.test, evaluationBatch(job)],
    );
  }

  /** Fetches what of the data set is missing. @throws DatasetError */
  static async load(job: Job, dataUrl: string, onLoading: Loading): Promise<TestSet> {
    const key = TestSet.keyOf(job);
    const { storage } = sourceOf(job).kind;
    if (!storage) return TestSet.#of(key, job, null);
    const limit = isDtcJob(job) ? imageLimit(job, 'test') : job.data.test;
    // Only test images are wanted; the least that can be asked for of the others is the part that holds the first.
    const dataset = await openStored(storage, {
      ...(await datasetOf(job, dataUrl)),
      limits: { train: 1, test: limit },
      onProgress: onLoading,
    });
    return TestSet.#of(key, job, dataset);
  }

  static async #of(key: string, job: Job, dataset: AnyDataset | null): Promise<TestSet> {
    const { test, dispose } = testOf(job, dataset);
    return new TestSet(key, await KeptBatches.of(test), sizeOf(factsOf(job).input), dispose);
  }

  dispose(): void {
    this.kept.dispose();
    this.#release();
  }
}

function testOf(job: Job, dataset: AnyDataset | null): ReturnType<typeof l0TestData> {
  if (!isDtcJob(job)) return l0TestData(job, dataset);
  if (!dataset || !isOfImages(dataset))
    throw new TypeError('A job of Dual Tomographic Compression needs its images: open the data set first.');
  return { test: imagesInOrder(job, dataset, 'test'), dispose: () => undefined };
}

export interface BenchMeasures {
  readonly testAccuracy: number | null;
  /** Null where the job's method measures none. */
  readonly testLoss: number | null;
  /** Mean squared error of a regression. */
  readonly squaredError: number | null;
}

/** A network, its test set and how they are measured. The test set belongs to whoever has loaded it. */
export class NetworkBench {
  readonly network: Network;
  readonly test: TestSet;
  readonly #job: Job;
  readonly #objective: Objective;

  /** @throws RangeError where the numbers do not fit the network, or the network does not fit its test set */
  constructor({ job, sigma }: NetworkModel, tensors: readonly WeightTensor[], test: TestSet) {
    const [first] = tensors;
    if (first?.shape.length === 2 && first.shape[1] !== test.inputs) {
      throw new RangeError(`The network takes ${first.shape[1]} numbers, and a sample of its test set has ${test.inputs}.`);
    }
    this.#job = job;
    this.test = test;
    this.network = networkOfTensors(job, tensors);
    this.#objective = isDtcJob(job) ? classification(predictAxis(job)) : objectiveOf(job, sigma ?? undefined);
  }

  /** @throws Cancelled once the control is cancelled */
  async measure(control: RunControl): Promise<BenchMeasures> {
    const { kept } = this.test;
    const pass = await measurePass(this.network, kept, this.#objective, control);
    if (isDtcJob(this.#job)) return { testAccuracy: pass.meanBatchAccuracy, testLoss: null, squaredError: null };
    const squaredError = await this.#squaredError(this.#job, pass, control);
    return {
      testAccuracy: pass.correct === null ? null : pass.correct / kept.predictions,
      testLoss: pass.loss + toldConstant(this.#job),
      squaredError,
    };
  }

  async #squaredError(job: L0Job, { loss }: PassMeasures, control: RunControl): Promise<number | null> {
    if (!sourceOf(job).task.hasRealTargets) return null;
    if (lossOf(job) === squaredErrorLoss) return loss;
    return (await measurePass(this.network, this.test.kept, regression(), control)).loss;
  }

  dispose(): void {
    this.#objective.dispose();
    this.network.dispose();
  }
}

function predictAxis({ training: { predictAxis: axis, loss } }: DtcJob) {
  return axis === 'loss' ? loss : axis;
}
