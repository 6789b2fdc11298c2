/**
 * Layerwise pruning (arXiv 2505.17469 and its code): each dense layer is replaced by a sparse one that gives about the same outputs on the
 * training set, with probabilities γ that a weight is there.
 */
import { exp } from '../../math/elementary.ts';
import { z } from '../../data/zod.ts';
import { Dense } from '../../nn/layers/dense.ts';
import { testing } from '../../nn/layers/layer.ts';
import { Parameter } from '../../nn/layers/parameter.ts';
import { ADAM, Optimizer } from '../../nn/optimizer.ts';
import * as tf from '../../nn/tf.ts';
import type { Course } from './course.ts';
import { layerwiseEpochs, type LayerwiseRule } from './job.ts';
import type { StagePart } from './journal.ts';
import { joined, rounded, Stopping, stoppingSchema, type StoppingSoFar } from './layerwise-stopping.ts';
import { arraysOf, bytesOf, loadVariables, taken, variablesOf } from './state.ts';

/** Sigmoid: γ at the start is σ(−5) = 0.0067. */
const SIGMOID_START = -5;
/** σ of the outputs: at the start, as in the code, and the least that counts. */
const FIRST_SIGMA = 0.1;
const LEAST_SIGMA = 1e-6;

/** Weights, biases and the probabilities of either, or values of these on the device. */
export interface LayerMasks<T> {
  /** [outputs, inputs] */
  readonly w: T;
  readonly gammaW: T;
  /** [outputs] */
  readonly b: T;
  readonly gammaB: T;
}

/**
 * Σ (Y − X(w∘γ)ᵀ − b∘γ)² + Σ w²γ(1−γ) x² + n Σ b²γ(1−γ) + α Σγ, sums over outputs and samples: the expected squared error of the outputs
 * under random masks, plus α for each weight that is expected to be there. With σ the error E of n numbers counts as a code length in bits,
 * E/(2σ² ln 2) + ½ n log₂ 2πσ², of which the least is at σ² = E/n.
 * @param x inputs of the layer [samples, inputs] @param y its outputs before the activation [samples, outputs]
 */
export function layerwiseObjective(
  { w, gammaW, b, gammaB }: LayerMasks<tf.Tensor>,
  x: tf.Tensor,
  y: tf.Tensor,
  alpha: number,
  sigma: tf.Tensor | null = null,
): tf.Scalar {
  const outputs = tf.add(tf.matMul(x as tf.Tensor2D, tf.mul<tf.Tensor2D>(w, gammaW), false, true), tf.mul(b, gammaB));
  const variance = (value: tf.Tensor, gamma: tf.Tensor): tf.Tensor => tf.mul(tf.square(value), tf.mul(gamma, tf.sub(1, gamma)));
  const squares = tf.sum(tf.square(x), 0);
  const parts = [
    tf.sum(tf.square(tf.sub(y, outputs))),
    tf.sum(tf.mul(variance(w, gammaW), squares)),
    tf.mul(tf.sum(variance(b, gammaB)), x.shape[0]),
  ];
  const price = tf.mul(tf.add(tf.sum(gammaW), tf.sum(gammaB)), alpha);
  if (!sigma) return tf.addN([...parts, price]) as tf.Scalar;
  // A layer that is met exactly would send σ through 0.
  const deviation = tf.maximum(tf.square(sigma), LEAST_SIGMA * LEAST_SIGMA);
  const bits = tf.add(tf.div(tf.addN(parts), deviation), tf.mul(tf.log(tf.mul(deviation, 2 * Math.PI)), y.size));
  return tf.add(tf.mul(bits, 1 / (2 * Math.LN2)), price);
}

type Biased = Dense & { readonly bias: Parameter };

/** A dense layer and how many layers of the network come before it. */
interface Place {
  readonly layer: Biased;
  readonly at: number;
}

/**
 * Prunes every dense layer of the job's network, by its rule. Projected: from the last layer to the first, each on inputs that the network
 * gives then. Sigmoid: from the first to the last, on inputs of the network as it was. Convolutions stay as they are. The form of the
 * objective with a learned σ the code has but never reaches. It leaves checkpoints after its epochs and between layers, and goes on from
 * them.
 * @param name of this part of its stage
 * @param midway whether it happens in the first phase
 * @param afterLayer done after each layer by the projected rule, which looks for idle weights there
 */
export async function pruneLayerwise(
  course: Course,
  by: LayerwiseRule,
  name: string,
  midway: boolean,
  afterLayer: (name: string) => Promise<void>,
): Promise<void> {
  const places = (course.network.layers ?? []).flatMap((layer, at) =>
    layer instanceof Dense && layer.bias ? [{ layer: layer as Biased, at }] : [],
  );
  if (places.length === 0) {
    course.notice('Layerwise pruning left the network as it is: it has no dense layers that simply follow one another.');
    return;
  }
  const from = course.goOnPart(name, progressSchema);
  // They are counted with the job's steps until they are begun; those of a pruning midway are not.
  if (!from) course.spare(midway ? 0 : layerwiseEpochs(course.job));
  const order = by === 'projected' ? places.toReversed() : places;
  const first = from?.progress.layer ?? 0;
  // The network stays as it was until the sigmoid rule is through with it.
  const waiting = by === 'sigmoid' && from ? order.slice(0, first).map((_, layer) => waitingIn(from.arrays, layer)) : [];
  const checkpoint: LeaveCheckpoint = (layer, fit) =>
    course.checkpointPart(name, { layer, fit: fit && fit.stop.soFar }, bytesOfPart(fit, waiting), () => arraysOfPart(fit, waiting));
  for (let layer = first; layer < order.length; layer++) {
    if (layer > first) await checkpoint(layer, null);
    const place = order[layer];
    const amid = layer === first && from?.progress.fit ? { ...from.progress.fit, arrays: from.arrays } : null;
    const fit = await startingFit(course, place.layer, by, amid);
    const sparse = await sparseLayer(course, place, fit, by, amid, () => checkpoint(layer, fit));
    if (by === 'sigmoid') {
      waiting.push(sparse);
    } else {
      assign(course, place, sparse);
      await afterLayer(place.layer.name);
    }
  }
  for (const [layer, sparse] of waiting.entries()) assign(course, order[layer], sparse);
}

/** How far the pruning is: the layer that is due, in the order of the rule, and how far that is; null where it is not begun. */
const progressSchema = z.strictObject({ layer: z.int().min(0), fit: stoppingSchema.nullable() });

type LeaveCheckpoint = (layer: number, fit: Fit | null) => Promise<void>;

/** Names of arrays of a checkpoint that belong to no parameter. */
const LOOKED = 'looked';
const waitingNames = (layer: number): readonly [weights: string, bias: string] => [`waiting ${layer}/weights`, `waiting ${layer}/bias`];

interface Sparse {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

function waitingIn(arrays: StagePart['arrays'], layer: number): Sparse {
  const [weights, bias] = waitingNames(layer);
  return { weights: taken(arrays, weights), bias: taken(arrays, bias) };
}

function bytesOfPart(fit: Fit | null, waiting: readonly Sparse[]): number {
  const ofFit = fit ? bytesOf(variablesOf(fit.parameters, fit.optimizer).values()) + (fit.stop.looked?.byteLength ?? 0) : 0;
  return waiting.reduce((sum, { weights, bias }) => sum + weights.byteLength + bias.byteLength, ofFit);
}

/** Copies, since the memory of a checkpoint is handed over. */
async function arraysOfPart(fit: Fit | null, waiting: readonly Sparse[]): Promise<StagePart['arrays']> {
  const arrays: StagePart['arrays'] = fit ? await arraysOf(variablesOf(fit.parameters, fit.optimizer)) : {};
  if (fit?.stop.looked) arrays[LOOKED] = fit.stop.looked.slice();
  for (const [layer, { weights, bias }] of waiting.entries()) {
    const [ofWeights, ofBias] = waitingNames(layer);
    arrays[ofWeights] = weights.slice();
    arrays[ofBias] = bias.slice();
  }
  return arrays;
}

function assign(course: Course, { layer }: Place, { weights, bias }: Sparse): void {
  if (weights.every((value) => value === 0)) {
    course.notice(`Layerwise pruning would empty ${layer.name}, which is left as it is.`);
    return;
  }
  layer.weights.replace(weights, layer.weights.shape);
  layer.bias.replace(bias, layer.bias.shape);
}

/** Where a layer goes on that was interrupted. */
type Amid = StoppingSoFar & Pick<StagePart, 'arrays'>;

async function startingFit(course: Course, layer: Biased, by: LayerwiseRule, amid: Amid | null): Promise<Fit> {
  const { compression, training } = course.job;
  const masks = await startingMasks(course, layer, by);
  const sigma =
    compression.layerwiseLoss === 'gauss'
      ? new Parameter(`${layer.name}/layerwise-sigma`, 'noise-scale', Float32Array.of(FIRST_SIGMA), [])
      : null;
  const optimizer = new Optimizer(ADAM, { learningRate: compression.layerwiseRate });
  const parameters = [...Object.values(masks), ...(sigma ? [sigma] : [])];
  return { masks, sigma, parameters, optimizer, stop: new Stopping(by, training.window, amid, amid?.arrays[LOOKED]) };
}

/**
 * Trains w, b and γ of a layer until γ is decided and the objective has stopped falling, or the epochs are over.
 * @param fit disposed of in the end @param afterEpoch done after each but the last
 */
async function sparseLayer(
  course: Course,
  place: Place,
  fit: Fit,
  by: LayerwiseRule,
  amid: Amid | null,
  afterEpoch: () => Promise<void>,
): Promise<Sparse> {
  const { layerwiseEpochs: most } = course.job.compression;
  const { masks, parameters, optimizer, stop } = fit;
  try {
    if (amid) loadVariables(parameters, optimizer, { arrays: amid.arrays, optimizerSteps: amid.epoch * course.data.train.count });
    for (let epoch = stop.soFar.epoch + 1; epoch <= most; epoch++) {
      course.tell(`layerwise pruning of ${place.layer.name}, epoch ${epoch} of ${most} at most`);
      const loss = await layerEpoch(course, place, fit, by);
      if (!Number.isFinite(loss)) {
        throw new RangeError(
          `Layerwise pruning of ${place.layer.name} diverged: its objective is ${loss}. Lower compression.layerwiseRate and run the job again.`,
        );
      }
      if (stop.observe(loss) && stop.isDone(joined(await gammas(masks, by)))) break;
      if (epoch < most) await afterEpoch();
    }
    const [w, b] = [await masks.w.values(), await masks.b.values()];
    const [gammaW, gammaB] = await gammas(masks, by);
    const round = (gamma: number): number => (by === 'projected' ? Number(gamma > 0.5) : rounded(gamma));
    // What was zero before stays so, whatever a fractional γ has made of it.
    const kept = async (parameter: Parameter, values: Float32Array, gamma: Float32Array): Promise<Float32Array> => {
      const before = await parameter.values();
      return values.map((value, i) => (before[i] === 0 || round(gamma[i]) === 0 ? 0 : value * round(gamma[i])));
    };
    return { weights: await kept(place.layer.weights, w, gammaW), bias: await kept(place.layer.bias, b, gammaB) };
  } finally {
    for (const parameter of parameters) parameter.dispose();
    optimizer.dispose();
  }
}

/** w and b as they are; γ as the rule has it, and 0 where there is nothing. */
async function startingMasks({ game, job }: Course, layer: Biased, by: LayerwiseRule): Promise<LayerMasks<Parameter>> {
  const start = async (parameter: Parameter): Promise<readonly [Parameter, Parameter]> => {
    const values = (await parameter.values()).slice();
    const players = by === 'projected' ? await game?.beside(parameter)?.gates.data() : undefined;
    const gamma = Float32Array.from(values, (value, i) => {
      if (by === 'sigmoid') return SIGMOID_START;
      return value === 0 ? 0 : (players?.[i] ?? job.compression.layerwiseStart);
    });
    const own = (name: string, of: Float32Array): Parameter =>
      new Parameter(`${parameter.name}/${name}`, parameter.kind, of, parameter.shape);
    return [own('layerwise', values), own('layerwise-gamma', gamma)];
  };
  const [w, gammaW] = await start(layer.weights);
  const [b, gammaB] = await start(layer.bias);
  return { w, gammaW, b, gammaB };
}

/** What is trained for a layer. */
interface Fit {
  readonly masks: LayerMasks<Parameter>;
  /** Of the outputs; null where their squared error counts as it is. */
  readonly sigma: Parameter | null;
  /** All of these. */
  readonly parameters: readonly Parameter[];
  readonly optimizer: Optimizer;
  readonly stop: Stopping;
}

/** One step for each training batch. @returns the mean objective of a batch */
async function layerEpoch(
  course: Course,
  { layer, at }: Place,
  { masks, sigma, parameters, optimizer }: Fit,
  by: LayerwiseRule,
): Promise<number> {
  const { network, data, job, control } = course;
  const before = (network.layers ?? []).slice(0, at);
  const losses: tf.Scalar[] = [];
  for (let index = 0; index < data.train.count; index++) {
    const batch = await data.train.batch(index, 0);
    losses.push(
      tf.tidy(() => {
        const x = before.reduce((values, one) => one.forward(values, testing), batch.inputs);
        const y = tf.add(tf.matMul(x as tf.Tensor2D, layer.weights.variable as tf.Tensor2D, false, true), layer.bias.variable);
        const gamma = (parameter: Parameter): tf.Tensor => (by === 'sigmoid' ? tf.sigmoid(parameter.variable) : parameter.variable);
        const { value, grads } = tf.variableGrads(
          () =>
            layerwiseObjective(
              { w: masks.w.variable, b: masks.b.variable, gammaW: gamma(masks.gammaW), gammaB: gamma(masks.gammaB) },
              x,
              y,
              job.compression.layerwiseAlpha,
              sigma?.variable,
            ),
          parameters.map(({ variable }) => variable),
        );
        optimizer.applyStep(parameters, grads);
        if (by === 'projected') for (const { variable } of [masks.gammaW, masks.gammaB]) variable.assign(tf.clipByValue(variable, 0, 1));
        return value;
      }),
    );
    batch.dispose();
    await control.checkpoint();
  }
  const mean = tf.tidy(() => tf.mean(tf.stack(losses)));
  tf.dispose(losses);
  const [value] = await mean.data();
  mean.dispose();
  return value;
}

async function gammas({ gammaW, gammaB }: LayerMasks<Parameter>, by: LayerwiseRule): Promise<readonly [Float32Array, Float32Array]> {
  const of = async (parameter: Parameter): Promise<Float32Array> => {
    const values = await parameter.values();
    return by === 'sigmoid' ? values.map((s) => 1 / (1 + exp(-s))) : values.slice();
  };
  return [await of(gammaW), await of(gammaB)];
}
