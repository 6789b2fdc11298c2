/** Dual Tomographic Compression and its baselines: the side of the worker. */
import type { WeightTensor } from '../../../coding/weight-matrix.ts';
import type { DtcCheckpoint } from '../../../compression/dtc/checkpoint.ts';
import { imageLimit, imagesInOrder } from '../../../compression/dtc/data.ts';
import { dtcMemory, imagesOf as imagePlanOf, testImageCount, type DtcJob } from '../../../compression/dtc/job.ts';
import type { DtcStep, DtcSummary } from '../../../compression/dtc/record.ts';
import { runDtc } from '../../../compression/dtc/run.ts';
import { sizeOf } from '../../../data/shape.ts';
import { isOfImages, type AnyDataset, type Dataset } from '../../../data/dataset.ts';
import { classification } from '../../../nn/loss.ts';
import { Mlp } from '../../../nn/models/mlp.ts';
import { createAdam } from '../../../nn/optimizer.ts';
import { isStatistics } from '../../../nn/weight-tensors.ts';
import type { FamilyWorker } from '../../family-worker.ts';
import { canonicalJson } from '../../job.ts';

/** The network has become narrower than its settings say. */
const hiddenOf = (tensors: readonly WeightTensor[]): number[] => tensors.slice(0, -1).map(({ shape }) => shape[0]);

/**
 * Inputs of the first layer and outputs of the last.
 * @throws RangeError unless each layer takes what the one before it gives: the network would be larger than its file, without a limit
 */
function endsOf(tensors: readonly WeightTensor[]): { inputs: number; outputs: number } {
  const matrices = tensors.filter((tensor) => !isStatistics(tensor) && tensor.shape.length === 2);
  if (matrices.length === 0) throw new RangeError('The file has no dense layer, and every network of the lab has one.');
  for (const [i, { name, shape }] of matrices.entries()) {
    if (i > 0 && shape[1] !== matrices[i - 1].shape[0])
      throw new RangeError(`“${name}” takes ${shape[1]} numbers in the file, and the layer before it gives ${matrices[i - 1].shape[0]}.`);
  }
  return { inputs: matrices[0].shape[1], outputs: matrices[matrices.length - 1].shape[0] };
}

function imagesOf(dataset: AnyDataset | null): Dataset {
  if (dataset && isOfImages(dataset)) return dataset;
  throw new TypeError('A job of Dual Tomographic Compression needs its images: open the data set first.');
}

export const dtcWorker: FamilyWorker<DtcJob, DtcStep, DtcSummary, DtcCheckpoint> = {
  id: 'dtc',
  workPerSample: (job) => dtcMemory(job).parameters,
  limits: (job) => ({ train: imageLimit(job, 'train'), test: imageLimit(job, 'test') }),
  canBeginWith: () => false,
  rehearsal(job) {
    const { input, outputs } = imagePlanOf(job);
    const network = new Mlp({ inputs: sizeOf(input), hidden: job.model.hidden, outputs, seed: 0 });
    const optimizer = createAdam({ learningRate: job.training.learningRate });
    return {
      network,
      objective: classification(job.training.loss),
      optimizer,
      hyper: {},
      dispose() {
        optimizer.dispose();
        network.dispose();
      },
    };
  },
  run: ({ dataset, ...context }) => runDtc({ ...context, dataset: imagesOf(dataset) }),
  bench: {
    network: (_job, tensors) => new Mlp({ ...endsOf(tensors), seed: 0, hidden: hiddenOf(tensors) }),
    mayBeNarrower: () => false,
    testKey: (job) => canonicalJson([job.data, job.images?.sha256 ?? null, job.training.batchSize]),
    testBatches(job, dataset) {
      const images = imagesOf(dataset);
      const { normalisation } = images.manifest;
      return { test: imagesInOrder(job, images, 'test'), normalisation, dispose: () => undefined };
    },
    objective: ({ training: { predictAxis, loss } }) => classification(predictAxis === 'loss' ? loss : predictAxis),
    measured: (_job, pass) => ({ testAccuracy: pass.meanBatchAccuracy, testLoss: null }),
    squaredError: () => 'none',
    // Of a loss that may be normalised over the batch no code of the labels follows.
    trial: () => ({ codec: 'min', dataBits: null }),
    training(job, dataset) {
      const optimizer = createAdam({ learningRate: job.training.learningRate });
      const objective = classification(job.training.loss);
      return {
        source: imagesInOrder(job, imagesOf(dataset), 'train'),
        optimizer,
        objective,
        dispose() {
          optimizer.dispose();
          objective.dispose();
        },
      };
    },
    aloneNote: ({ training: { predictAxis, loss } }) =>
      (predictAxis === 'loss' ? loss : predictAxis) === 'batchAxis'
        ? 'The study scores images by comparing those of a batch with each other, as the paper’s notebook does; here each is judged by itself.'
        : null,
    testPixels: (job) => ({
      samples: testImageCount(job),
      standardised: !job.images,
      note: `as the mean over batches of ${job.training.batchSize}`,
    }),
  },
};
