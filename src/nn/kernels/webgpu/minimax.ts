import * as tf from '../../tf.ts';
import { declared, FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';
import { elementCount } from '../../../math/element-count.ts';

/** θ, w, γ and u: float32, of one size. */
export interface MinimaxPlayers {
  readonly theta: tf.TensorInfo;
  readonly w: tf.TensorInfo;
  readonly gamma: tf.TensorInfo;
  readonly u: tf.TensorInfo;
}

/**
 * Gradients of the minimax game (arXiv 2505.17469) for the players other than θ, for a minimising optimiser: g_w = 2 mf u γ (w − θ),
 * g_γ = α + mf u w (w − 2θ), g_u = −mf ((1 − γ) θ² + γ (θ − w)²); mf and α are the step's. To be taken before θ is updated, whose own
 * gradient is added in its update.
 * @param mean the means of fictitious play: w and γ answer the mean u, and u the mean of θ, w and γ
 */
export function minimaxGradients(
  dispatcher: Dispatcher,
  step: StepBuffer,
  now: MinimaxPlayers,
  mean?: MinimaxPlayers,
): { readonly w: tf.Tensor; readonly gamma: tf.Tensor; readonly u: tf.Tensor } {
  const output = (): tf.TensorInfo => dispatcher.output(now.theta.shape, 'float32');
  const gradients = { w: output(), gamma: output(), u: output() };
  if (mean) {
    answer(dispatcher, step, { w: gradients.w, gamma: gradients.gamma }, { ...now, u: mean.u });
    answer(dispatcher, step, { u: gradients.u }, { theta: mean.theta, w: mean.w, gamma: mean.gamma });
  } else {
    answer(dispatcher, step, gradients, now);
  }
  const wrapped = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);
  return { w: wrapped(gradients.w), gamma: wrapped(gradients.gamma), u: wrapped(gradients.u) };
}

/** Takes the players into the means of fictitious play, in place: mean += share · (player − mean), with the share of the step. */
export function enterMeans(dispatcher: Dispatcher, step: StepBuffer, now: MinimaxPlayers, mean: MinimaxPlayers): void {
  const elements = elementCount(now.theta.shape);
  dispatcher.dispatch({
    key: 'enter-means',
    code: () => MEANS_CODE,
    writes: names.map((name) => mean[name]),
    reads: names.map((name) => now[name]),
    buffers: [step.buffer],
    uniforms: u32(elements),
    groups: flatGroups(elements),
  });
}

const names = ['theta', 'w', 'gamma', 'u'] as const;

/** WGSL of each gradient, from θ = x, w = v, γ = y and mf u = s. */
const formulas = {
  w: '2.0 * s * y * (v - x)',
  gamma: 'step.alpha + s * v * (v - 2.0 * x)',
  u: '-step.uFactor * ((1.0 - y) * x * x + y * (x - v) * (x - v))',
} as const;

type Asked = keyof typeof formulas;

/** One dispatch. @param players u among them where w or γ is asked for */
function answer(
  dispatcher: Dispatcher,
  step: StepBuffer,
  gradients: Partial<Record<Asked, tf.TensorInfo>>,
  players: Omit<MinimaxPlayers, 'u'> & Partial<MinimaxPlayers>,
): void {
  const asked = Object.keys(gradients) as Asked[];
  const elements = elementCount(players.theta.shape);
  const { theta, w, gamma, u } = players;
  dispatcher.dispatch({
    key: ['minimax-gradients', ...asked].join('-'),
    code: () => gradientsCode(asked, u !== undefined),
    writes: Object.values(gradients),
    reads: [theta, w, gamma, ...(u ? [u] : [])],
    buffers: [step.buffer],
    uniforms: u32(elements),
    groups: flatGroups(elements),
  });
}

/** Binds the step and the number of elements after the tensors. */
const head = (written: readonly string[], read: readonly string[]): string => `${STEP_STRUCT}
${declared(written, 'read_write', 0)}
${declared(read, 'read', written.length)}
@group(0) @binding(${written.length + read.length}) var<uniform> step: Step;
@group(0) @binding(${written.length + read.length + 1}) var<uniform> elements: u32;
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= elements) { return; }`;

const gradientsCode = (asked: readonly Asked[], withU: boolean): string => `${head(
  asked.map((name) => `by_${name}`),
  withU ? names : names.slice(0, 3),
)}
  let x = theta[i];
  let v = w[i];
  let y = gamma[i];
  ${withU ? 'let s = step.uFactor * u[i];' : ''}
  ${asked.map((name) => `by_${name}[i] = ${formulas[name]};`).join('\n  ')}
}`;

const MEANS_CODE = `${head(
  names.map((name) => `mean_${name}`),
  names,
)}
  ${names.map((name) => `mean_${name}[i] += step.share * (${name}[i] - mean_${name}[i]);`).join('\n  ')}
}`;
