/** The second phase: which weights go (arXiv 2505.17469, section 4 and code). */
import { stream } from '../../math/random.ts';
import type { Parameter } from '../../nn/layers/parameter.ts';
import type { Course } from './course.ts';
import { pruneUnconnected, type DenseValues } from './dense-graph.ts';
import { assignValues, maskZeros, valuesOf } from './network.ts';
import { deleteIdleNeurons } from './neuron-deletion.ts';
import { pruneByRandomGradient } from './random-gradient-pruning.ts';
import { keepBest, keepLargest, pruneByThreshold, type Threshold } from './threshold.ts';

/**
 * θ := θ∘m, idle weights go, the threshold is searched, idle weights go once more, idle neurons if they are to, and the mask
 * is what is not zero. The threshold is that of the search; null where γ alone decides.
 */
export async function pruneRegularised(course: Course): Promise<Threshold | null> {
  const { pmmpFinal } = course.job.compression;
  const { game } = course;
  await course.portrait.begin(course.network.parameters);
  await pruneIdle(course, 'before');
  const byGamma = game !== null && pmmpFinal !== 'tamade-theta';
  if (byGamma) await roundGamma(course);
  const found = byGamma && pmmpFinal === 'round-gamma' ? null : await pruneByThreshold(course);
  await course.portrait.thresholded(course.network.parameters);
  await pruneIdle(course, 'after');
  await settle(course);
  return found;
}

/** The end of every pruning: idle neurons go if they are to, and what is zero stays so from here on. */
export async function settle(course: Course): Promise<void> {
  if (course.job.compression.deleteNeurons === 'yes') {
    await course.portrait.pruned(course.network.parameters);
    await deleteIdleNeurons(course);
  }
  await maskZeros(course.network.parameters);
}

/** Prunes to the sparsity that is asked for: the smallest numbers, or any. */
export async function pruneToSparsity(course: Course, by: 'magnitude' | 'random', sparsity: number): Promise<void> {
  const { parameters } = course.network;
  await course.portrait.begin(parameters);
  const values = await valuesOf(parameters);
  const { seed, compression } = course.job;
  const total = values.reduce((sum, { length }) => sum + length, 0);
  const masks =
    by === 'magnitude'
      ? keepLargest(values, sparsity)
      : keepBest(values, stream(compression.pruningSeed ?? seed, 'l0/random-pruning').permutation(total), sparsity);
  for (const [index, parameter] of parameters.entries()) await parameter.setMask(masks[index]);
}

async function roundGamma({ network, game }: Course): Promise<void> {
  for (const parameter of network.parameters) {
    const gamma = await game?.players(parameter)?.gamma.data();
    if (!gamma) continue;
    const values = await parameter.values();
    parameter.replace(Float32Array.from(values, (value, i) => (gamma[i] < 0.5 ? 0 : value)), parameter.shape);
  }
}

async function pruneIdle(course: Course, when: 'before' | 'after'): Promise<void> {
  const { network, data, job } = course;
  const { rgp, rgpLoss, pruningSeed } = job.compression;
  if (rgp === 'off') return;
  course.tell('looking for idle weights');
  const layers = rgp === 'graph' ? await denseLayers(network.parameters) : null;
  if (layers) {
    pruneUnconnected(layers);
    assignValues(network.parameters, layers.flatMap(({ weights, bias }) => [weights, bias]));
    return;
  }
  const squared = rgpLoss === 'squared' || job.training.loss !== 'cross-entropy';
  await pruneByRandomGradient(network, data.train, {
    seed: pruningSeed ?? job.seed,
    name: when,
    loss: squared ? 'squared' : 'cross-entropy',
  });
}

/** The layers of a network that is dense throughout, weights and biases in turn; null for any other. */
async function denseLayers(parameters: readonly Parameter[]): Promise<DenseValues[] | null> {
  const values = await valuesOf(parameters);
  const layers: DenseValues[] = [];
  for (let index = 0; index < parameters.length; index += 2) {
    const [weights, bias] = parameters.slice(index, index + 2);
    if (weights.kind !== 'weight' || weights.shape.length !== 2 || bias?.kind !== 'bias') return null;
    layers.push({ weights: values[index], bias: values[index + 1], outputs: weights.shape[0], inputs: weights.shape[1] });
  }
  return layers;
}
