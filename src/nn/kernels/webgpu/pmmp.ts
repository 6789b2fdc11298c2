import type * as tf from '../../tf.ts';
import { declared, FLAT_INDEX, FLAT_MAIN, flatGroups, u32, type DeviceStream } from './device-stream.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';
import { elementCount } from '../../../math/element-count.ts';

export interface PmmpPlayers {
  /** θ, w, γ and u: float32, of one size. */
  readonly weights: tf.TensorInfo;
  readonly copy: tf.TensorInfo;
  readonly gate: tf.TensorInfo;
  readonly multiplier: tf.TensorInfo;
}

/**
 * Gradients of probabilistic minimax pruning (arXiv 2505.17469) for the players other than θ, for a minimising optimiser:
 * g_w = 2 mf u γ (w − θ), g_γ = α + mf u w (w − 2θ), g_u = −mf ((1 − γ) θ² + γ (θ − w)²); mf and α are the step's.
 * Take them before θ is updated. θ's own gradient is the penalty "pmmp" of `updateInPlace`.
 * @param mean the means of fictitious play: w and γ answer the mean u, and u the mean of θ, w and γ
 * @returns tensors of the weights' shape, which the caller owns
 */
export function pmmpGradients(
  stream: DeviceStream,
  step: StepBuffer,
  now: PmmpPlayers,
  mean?: PmmpPlayers,
): { copy: tf.TensorInfo; gate: tf.TensorInfo; multiplier: tf.TensorInfo } {
  const output = (): tf.TensorInfo => stream.output(now.weights.shape, 'float32');
  const gradients = { copy: output(), gate: output(), multiplier: output() };
  if (mean) {
    answer(stream, step, { copy: gradients.copy, gate: gradients.gate }, { ...now, multiplier: mean.multiplier });
    answer(stream, step, { multiplier: gradients.multiplier }, { weights: mean.weights, copy: mean.copy, gate: mean.gate });
  } else {
    answer(stream, step, gradients, now);
  }
  return gradients;
}

/** Takes the players into the means of fictitious play, in place: mean += share · (player − mean), with the share of the step. */
export function enterMeans(stream: DeviceStream, step: StepBuffer, now: PmmpPlayers, mean: PmmpPlayers): void {
  const elements = elementCount(now.weights.shape);
  stream.dispatch({
    key: 'enter-means',
    code: () => MEANS_CODE,
    writes: names.map((name) => mean[name]),
    reads: names.map((name) => now[name]),
    buffers: [step.buffer],
    uniforms: u32(elements),
    groups: flatGroups(elements),
  });
}

const names = ['weights', 'copy', 'gate', 'multiplier'] as const;

/** WGSL of each gradient, from θ = x, w, γ = y and mf u. */
const formulas = {
  copy: '2.0 * u * y * (w - x)',
  gate: 'step.alpha + u * w * (w - 2.0 * x)',
  multiplier: '-step.minimax * ((1.0 - y) * x * x + y * (x - w) * (x - w))',
} as const;

type Asked = keyof typeof formulas;

/** One dispatch. @param players u among them where w or γ is asked for */
function answer(
  stream: DeviceStream,
  step: StepBuffer,
  gradients: Partial<Record<Asked, tf.TensorInfo>>,
  players: Omit<PmmpPlayers, 'multiplier'> & Partial<PmmpPlayers>,
): void {
  const asked = Object.keys(gradients) as Asked[];
  const elements = elementCount(players.weights.shape);
  const { weights, copy, gate, multiplier } = players;
  stream.dispatch({
    key: ['pmmp-gradients', ...asked].join('-'),
    code: () => gradientsCode(asked, multiplier !== undefined),
    writes: Object.values(gradients),
    reads: [weights, copy, gate, ...(multiplier ? [multiplier] : [])],
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

const gradientsCode = (asked: readonly Asked[], withMultiplier: boolean): string => `${head(
  asked.map((name) => `by_${name}`),
  withMultiplier ? names : names.slice(0, 3),
)}
  let x = weights[i];
  let w = copy[i];
  let y = gate[i];
  ${withMultiplier ? 'let u = step.minimax * multiplier[i];' : ''}
  ${asked.map((name) => `by_${name}[i] = ${formulas[name]};`).join('\n  ')}
}`;

const MEANS_CODE = `${head(
  names.map((name) => `mean_${name}`),
  names,
)}
  ${names.map((name) => `mean_${name}[i] += step.share * (${name}[i] - mean_${name}[i]);`).join('\n  ')}
}`;
