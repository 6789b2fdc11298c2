import type * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, f32, flatGroups, u32, type DeviceStream } from './device-stream.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';

export interface PmmpPlayers {
  /** θ, w, γ and u: float32, of one size. */
  readonly weights: tf.TensorInfo;
  readonly copy: tf.TensorInfo;
  readonly gate: tf.TensorInfo;
  readonly multiplier: tf.TensorInfo;
}

/**
 * Gradients of probabilistic minimax pruning (arXiv 2505.17469) for the players other than θ, in one dispatch, for a minimising optimiser:
 * g_w = 2 mf u γ (w − θ), g_γ = α + mf u w (w − 2θ), g_u = −mf ((1 − γ) θ² + γ (θ − w)²); mf and α are the step's.
 * Take them before θ is updated. θ's own gradient is the penalty "pmmp" of `updateInPlace`.
 * @returns tensors of the weights' shape, which the caller owns
 */
export function pmmpGradients(
  stream: DeviceStream,
  step: StepBuffer,
  { weights, copy, gate, multiplier }: PmmpPlayers,
  penaltyFactor = 1,
): { copy: tf.TensorInfo; gate: tf.TensorInfo; multiplier: tf.TensorInfo } {
  const elements = weights.shape.reduce((product, side) => product * side, 1);
  const output = (): tf.TensorInfo => stream.output(weights.shape, 'float32');
  const gradients = { copy: output(), gate: output(), multiplier: output() };
  stream.dispatch({
    key: 'pmmp-gradients',
    code: () => CODE,
    writes: [gradients.copy, gradients.gate, gradients.multiplier],
    reads: [weights, copy, gate, multiplier],
    buffers: [step.buffer],
    uniforms: [...u32(elements), ...f32(penaltyFactor)],
    groups: flatGroups(elements),
  });
  return gradients;
}

const CODE = `${STEP_STRUCT}
struct Constants { elements: u32, penalty: f32 }
@group(0) @binding(0) var<storage, read_write> byCopy: array<f32>;
@group(0) @binding(1) var<storage, read_write> byGate: array<f32>;
@group(0) @binding(2) var<storage, read_write> byMultiplier: array<f32>;
@group(0) @binding(3) var<storage, read> weights: array<f32>;
@group(0) @binding(4) var<storage, read> copy: array<f32>;
@group(0) @binding(5) var<storage, read> gate: array<f32>;
@group(0) @binding(6) var<storage, read> multiplier: array<f32>;
@group(0) @binding(7) var<uniform> step: Step;
@group(0) @binding(8) var<uniform> constants: Constants;
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= constants.elements) { return; }
  let x = weights[i];
  let w = copy[i];
  let y = gate[i];
  let u = step.minimax * multiplier[i];
  byCopy[i] = 2.0 * u * y * (w - x);
  byGate[i] = step.alpha * constants.penalty + u * w * (w - 2.0 * x);
  byMultiplier[i] = -step.minimax * ((1.0 - y) * x * x + y * (x - w) * (x - w));
}`;
