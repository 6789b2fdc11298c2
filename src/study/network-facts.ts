/** What is told of an opened network: to the page, to other programs, and in its file. */
import type { LayerChain } from '../coding/layer-chain.ts';
import type { StoredNetwork } from '../coding/network-file.ts';
import type { PyTorchCheck } from '../coding/pytorch.ts';
import { matrixSize, type WeightTensor } from '../coding/weight-matrix.ts';
import { sourceOf } from '../data/sources/index.ts';
import { chainOf, isStatistics } from '../nn/weight-tensors.ts';
import { workerOf } from './families/worker.ts';
import { networkOfTensors } from './network-bench.ts';
import type { LabNetwork, NetworkModel } from './network-model.ts';
import type { NetworkFacts } from './network-protocol.ts';
import type { Job } from './schema.ts';

// Settings are plain JSON; their type does not say so.
export const stored = (model: NetworkModel, tensors: readonly WeightTensor[]): StoredNetwork => ({
  model: model as unknown as StoredNetwork['model'],
  tensors,
});

export function factsOf({ model, network: { tensors }, codec, compression, sizes }: LabNetwork): NetworkFacts {
  const counted = tensors.filter((tensor) => !isStatistics(tensor));
  const described = counted.map((tensor) => ({
    name: tensor.name,
    shape: tensor.shape,
    hasBias: tensor.bias !== null,
    size: tensor.values.length + (tensor.bias?.length ?? 0),
    ...matrixSize(tensor),
  }));
  return {
    model,
    tensors: described,
    parameters: described.reduce((sum, { size }) => sum + size, 0),
    nonzero: described.reduce((sum, { nonzero }) => sum + nonzero, 0),
    statistics: tensors.reduce((sum, tensor) => sum + (isStatistics(tensor) ? tensor.values.length : 0), 0),
    codec,
    compression,
    sizes,
    isChain: chainOfNetwork(model.job, tensors) !== null,
  };
}

/** Also checks that the numbers are those of the job's network. @throws RangeError */
export function chainOfNetwork(job: Job, tensors: readonly WeightTensor[]): LayerChain | null {
  const network = networkOfTensors(job, tensors);
  try {
    const layers = network.chain?.() ?? null;
    const first = layers?.[0];
    const inputs = first?.type === 'image' ? first.height * first.width * first.channels : tensors[0].shape[1];
    const last = tensors.findLast((tensor) => !isStatistics(tensor) && tensor.shape.length === 2);
    return chainOf(network, tensors, inputs, last?.shape[0] ?? 0);
  } finally {
    network.dispose();
  }
}

export function checkOf({ job, testAccuracy }: NetworkModel): PyTorchCheck {
  const { torchvision } = sourceOf(job);
  const dataset = torchvision?.name ?? null;
  const pixels = torchvision ?? { mean: [0], std: [1] };
  const asTheyAre = { mean: pixels.mean.map(() => 0), std: pixels.std.map(() => 1) };
  const { samples, standardised, note } = workerOf(job).bench.testPixels(job);
  const { mean, std } = standardised ? pixels : asTheyAre;
  return { dataset, samples, mean, std, accuracy: testAccuracy, ...(note === undefined ? {} : { note }) };
}
