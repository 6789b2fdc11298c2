/** The second phase: which weights go (arXiv 2505.17469, section 4 and code). */
import { countNonzero } from '../../math/pruning.ts';
import { meanSquaredError } from '../../nn/loss.ts';
import { Dense } from '../../nn/layers/dense.ts';
import type { Parameter } from '../../nn/layers/parameter.ts';
import type { Network } from '../../nn/models/network.ts';
import type { Course } from './course.ts';
import { numbersOf, pruneUnconnected, type DenseValues } from './dense-graph.ts';
import { layerwiseRule } from './job.ts';
import { pruneLayerwise } from './layerwise.ts';
import { own } from './methods/method.ts';
import { minimaxSettings } from './methods/pmmp.ts';
import type { Scorer } from './methods/tools.ts';
import { assignValues, maskZeros, valuesOf } from './network.ts';
import { deleteIdleNeurons } from './neuron-deletion.ts';
import { pruneByRandomGradient } from './random-gradient-pruning.ts';
import { masksAt, type Spread } from './spread.ts';
import { pruneByThreshold, type Threshold } from './threshold.ts';

/**
 * θ := θ∘m, layers are pruned one by one if they are to, idle weights go, the threshold is searched, idle weights go once more, idle
 * neurons if they are to, and the mask is what is not zero. The threshold is that of the search; null where there is none.
 * @param interrupted whether the network is amid being pruned layer by layer
 */
export async function pruneRegularised(course: Course, interrupted: boolean): Promise<Threshold | null> {
  const { tamade, tamadeData } = course.job.compression;
  const { pmmpFinal } = own(course.job, minimaxSettings);
  const { game } = course;
  if (!interrupted) await course.portrait.begin(course.network.parameters);
  await pruneLayers(course, 'layerwise', false);
  await pruneIdle(course, 'before');
  const byGamma = game !== null && pmmpFinal !== 'tamade-theta';
  if (byGamma) await pruneByGamma(course, (gamma) => gamma < 0.5);
  const searches = tamade !== 'none' && !(byGamma && pmmpFinal === 'round-gamma');
  const found = searches ? await pruneByThreshold(course, tamadeData) : null;
  await course.portrait.thresholded(course.network.parameters);
  await pruneIdle(course, 'after');
  await settle(course);
  return found;
}

/**
 * The same in the midst of the first phase: the threshold is judged on the training set, and where there are players γ takes its place.
 * @param epoch of the phase
 */
export async function shrink(course: Course, epoch: number): Promise<Threshold | null> {
  const { game, job } = course;
  await pruneLayers(course, `shrinking ${epoch}/layerwise`, true);
  await pruneIdle(course, `shrinking ${epoch}/before`);
  let found: Threshold | null = null;
  if (game) await pruneByGamma(course, (gamma) => gamma === 0);
  else if (job.compression.tamade !== 'none') found = await pruneByThreshold(course, 'train');
  await pruneIdle(course, `shrinking ${epoch}/after`);
  await settle(course);
  return found;
}

/** Layer by layer, where the job has it; idle weights go after each, on the squared error, unless the network begins with convolutions. */
async function pruneLayers(course: Course, name: string, midway: boolean): Promise<void> {
  const rule = layerwiseRule(course.job);
  if (!rule) return;
  const looks = course.network.layers?.[0] instanceof Dense;
  await pruneLayerwise(course, rule, name, midway, async (layer) => {
    if (looks) await pruneIdle(course, `${name}/${layer}`, true);
  });
}

/** The end of every pruning: idle neurons go if they are to, and what is zero stays so from here on. */
export async function settle(course: Course): Promise<void> {
  // Where a term makes the network's numbers, neurons are taken only once it has ended.
  if (course.job.compression.deleteNeurons === 'yes' && !course.terms.some(({ holdsNetwork }) => holdsNetwork)) {
    await course.portrait.pruned(course.network.parameters);
    await deleteIdleNeurons(course);
  }
  await maskZeros(course.network.parameters);
}

/** Prunes to a share of zeros: the numbers of least score go. */
export async function pruneToSparsity(course: Course, sparsity: number, scoresOf: Scorer, spread?: Spread): Promise<void> {
  const { parameters } = course.network;
  await course.portrait.begin(parameters);
  const values = await valuesOf(parameters);
  const masks = masksAt(parameters, await scoresOf(values), sparsity, spread);
  const emptied: string[] = [];
  for (const [index, parameter] of parameters.entries()) {
    await parameter.setMask(masks[index]);
    if (parameter.kind === 'weight' && masks[index].every((kept) => kept === 0)) emptied.push(parameter.name);
  }
  // Pruning by one ranking over all layers may empty one: that is its result, and whoever waits for it is told at once.
  if (emptied.length > 0)
    course.notice(`Pruning to this sparsity leaves no weight in ${emptied.join(', ')}: the network may give the same for every input.`);
}

/** Prunes where γ says so, but never all of a layer's weights: the layer would give the same for all inputs. */
async function pruneByGamma(course: Course, goes: (gamma: number) => boolean): Promise<void> {
  const { network, game } = course;
  for (const parameter of network.parameters) {
    const gamma = await game?.beside(parameter)?.gates.data();
    if (!gamma) continue;
    const values = await parameter.values();
    const kept = Float32Array.from(values, (value, i) => (goes(gamma[i]) ? 0 : value));
    if (parameter.kind === 'weight' && kept.every((value) => value === 0)) {
      course.notice(`γ would empty ${parameter.name}, which is left as it is.`);
    } else {
      parameter.replace(kept, parameter.shape);
    }
  }
}

/** @param always whether the squared error is taken whatever the setting says */
async function pruneIdle(course: Course, when: string, always = false): Promise<void> {
  const { network, data, job } = course;
  const { rgp, rgpLoss, pruningSeed } = job.compression;
  if (rgp === 'off') return;
  course.tell('looking for idle weights');
  const layers = rgp === 'graph' ? await denseLayers(network.parameters) : null;
  if (layers) {
    pruneUnconnected(layers);
    assignValues(network.parameters, numbersOf(layers));
    return;
  }
  const loss = always || rgpLoss === 'squared' ? meanSquaredError : data.task.randomLoss;
  await pruneByRandomGradient(network, data, { seed: pruningSeed ?? job.seed, name: when, loss });
}

/**
 * How many numbers are left without those that no input can make matter; the network is as it was afterwards.
 * @param values of its parameters, in their order
 */
export async function countEffective({ network, data, job }: Course, values: readonly Float32Array[]): Promise<number> {
  const layers = await denseLayers(network.parameters);
  if (layers) {
    pruneUnconnected(layers);
    return countNonzero(numbersOf(layers));
  }
  const seed = job.compression.pruningSeed ?? job.seed;
  try {
    await pruneByRandomGradient(network, data, { seed, name: 'counting', loss: data.task.randomLoss });
    return countNonzero(await valuesOf(network.parameters));
  } finally {
    assignValues(network.parameters, values);
  }
}

/** See `L0Tools`. */
export async function denseLayersOf({ parameters }: Network): Promise<DenseValues[]> {
  const layers = await denseLayers(parameters);
  if (!layers) throw new RangeError('Neurons go whole of networks of dense layers alone, and this one has others: choose another method.');
  return layers;
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
