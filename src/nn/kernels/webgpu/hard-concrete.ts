/** Hard-concrete gates on the device: what `optimizer/hard-concrete.ts` says in tfjs expressions, in one dispatch a parameter each. */
import type { PhiloxKey } from '../../philox.ts';
import * as tf from '../../tf.ts';
import type { GatedTensors, GateTensors } from '../gates.ts';
import { declared, FLAT_INDEX, FLAT_MAIN, f32, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { PHILOX } from './dropout.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';
import { UNIFORM } from './uniform-noise.ts';

/** z = min(1, max(0, stretch · σ(coldness · (noise + rate · scaled)) + low)). */
export interface GateShape {
  readonly rate: number;
  /** 1/β. */
  readonly coldness: number;
  /** γ. */
  readonly low: number;
  /** ζ − γ. */
  readonly stretch: number;
}

/**
 * Writes the gates of a step to `gate`, their derivatives by log α to `slope` and θ∘z to `gated`, in place; +0 where the mask holds 0. The
 * noise is that of `nn/uniform-noise.ts`, to the last bit.
 * @param step of the noise, or the buffer with the number of the step before it
 */
export function drawGates(
  dispatcher: Dispatcher,
  tensors: GateTensors & GatedTensors,
  shape: GateShape,
  key: PhiloxKey,
  step: number | StepBuffer,
): void {
  const { theta, scaled, gate, slope, gated, mask } = tensors;
  const counted = typeof step === 'number';
  dispatcher.dispatch({
    key: `draw-gates${mask ? '-masked' : ''}${counted ? '-counted' : ''}`,
    code: () => drawCode(mask !== null, counted),
    writes: [gate, slope, gated],
    reads: mask ? [theta, scaled, mask] : [theta, scaled],
    buffers: counted ? [] : [step.buffer],
    // A draw follows the update of its step: it is for the next one.
    uniforms: [...u32(theta.size, ...key, counted ? step : 1), ...f32(shape.rate, shape.coldness, shape.low, shape.stretch)],
    groups: flatGroups(Math.ceil(theta.size / 4)),
  });
}

/** Writes θ∘z without noise, and without β, to `gated`, in place; +0 where the mask holds 0. */
export function settleGates(
  dispatcher: Dispatcher,
  tensors: Pick<GateTensors, 'theta' | 'scaled'> & GatedTensors,
  { rate, low, stretch }: GateShape,
): void {
  const { theta, scaled, gated, mask } = tensors;
  dispatcher.dispatch({
    key: mask ? 'settle-gates-masked' : 'settle-gates',
    code: () => settleCode(mask !== null),
    writes: [gated],
    reads: mask ? [theta, scaled, mask] : [theta, scaled],
    uniforms: [...u32(theta.size), ...f32(rate, low, stretch)],
    groups: flatGroups(theta.size),
  });
}

/**
 * From the gradient g by θ∘z: g z by θ, and rate · (g θ slope + α p (1 − p)) by `scaled`, with p = σ(rate · scaled − shift).
 * @param alpha α, or the buffer that has it
 */
export function gateGradients(
  dispatcher: Dispatcher,
  gradient: tf.Tensor,
  { theta, scaled, gate, slope }: GateTensors,
  { rate, shift }: { readonly rate: number; readonly shift: number },
  alpha: number | StepBuffer,
): { readonly theta: tf.Tensor; readonly scaled: tf.Tensor } {
  const output = (): tf.TensorInfo => dispatcher.output(theta.shape, 'float32');
  const made = { theta: output(), scaled: output() };
  const given = typeof alpha === 'number';
  dispatcher.dispatch({
    key: given ? 'gate-gradients-given' : 'gate-gradients',
    code: () => gradientsCode(given),
    writes: [made.theta, made.scaled],
    reads: [gradient, theta, scaled, gate, slope],
    buffers: given ? [] : [alpha.buffer],
    uniforms: [...u32(theta.size), ...f32(rate, shift, given ? alpha : 1)],
    groups: flatGroups(theta.size),
  });
  const wrapped = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);
  return { theta: wrapped(made.theta), scaled: wrapped(made.scaled) };
}

/** The exponential of what is not positive never overflows. */
const SIGMOID = `fn sigmoid(x: f32) -> f32 {
  let e = exp(-abs(x));
  return select(1.0, e, x < 0.0) / (1.0 + e);
}`;

/** θ z as a network has it. WGSL may forget the sign of a zero where it compares floats, and not where it compares words. */
const gatedCode = (masked: boolean): string => `fn gatedAt(i: u32, open: f32) -> f32 {
  let value = theta[i] * open;
  let gone = (bitcast<u32>(value) << 1u) == 0u${masked ? ' || mask[i] == 0.0' : ''};
  return select(value, 0.0, gone);
}`;

/** One invocation draws four words and makes four gates. */
function drawCode(masked: boolean, counted: boolean): string {
  const reads = masked ? ['theta', 'scaled', 'mask'] : ['theta', 'scaled'];
  const first = 3 + reads.length;
  return `${counted ? '' : STEP_STRUCT}
struct Sizes { elements: u32, key0: u32, key1: u32, step: u32, rate: f32, coldness: f32, low: f32, stretch: f32 }
${declared(['gate', 'slope', 'gated'], 'read_write', 0)}
${declared(reads, 'read', 3)}
${counted ? '' : `@group(0) @binding(${first}) var<uniform> step: Step;`}
@group(0) @binding(${counted ? first : first + 1}) var<uniform> sizes: Sizes;
${PHILOX}
${UNIFORM}
${SIGMOID}
${gatedCode(masked)}
${FLAT_MAIN} {
  let block = ${FLAT_INDEX};
  if (4u * block >= sizes.elements) { return; }
  let drawn = philox(vec4u(block, sizes.step${counted ? '' : ' + step.step'}, 0u, 0u), vec2u(sizes.key0, sizes.key1));
  for (var lane = 0u; lane < 4u; lane++) {
    let i = 4u * block + lane;
    if (i < sizes.elements) {
      // u and 1 − u are exact, so that one logarithm of their ratio is as good as two.
      let u = uniformOf(drawn[lane]);
      let s = sigmoid((log(u / (1.0 - u)) + sizes.rate * scaled[i]) * sizes.coldness);
      let stretched = s * sizes.stretch + sizes.low;
      let open = clamp(stretched, 0.0, 1.0);
      gate[i] = open;
      slope[i] = select(0.0, s * (1.0 - s) * sizes.stretch * sizes.coldness, open == stretched);
      gated[i] = gatedAt(i, open);
    }
  }
}`;
}

function settleCode(masked: boolean): string {
  const reads = masked ? ['theta', 'scaled', 'mask'] : ['theta', 'scaled'];
  return `
struct Sizes { elements: u32, rate: f32, low: f32, stretch: f32 }
${declared(['gated'], 'read_write', 0)}
${declared(reads, 'read', 1)}
@group(0) @binding(${1 + reads.length}) var<uniform> sizes: Sizes;
${SIGMOID}
${gatedCode(masked)}
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= sizes.elements) { return; }
  let s = sigmoid(sizes.rate * scaled[i]);
  gated[i] = gatedAt(i, clamp(s * sizes.stretch + sizes.low, 0.0, 1.0));
}`;
}

const gradientsCode = (given: boolean): string => `${given ? '' : STEP_STRUCT}
struct Sizes { elements: u32, rate: f32, shift: f32, alpha: f32 }
${declared(['byTheta', 'byScaled'], 'read_write', 0)}
${declared(['gradient', 'theta', 'scaled', 'gate', 'slope'], 'read', 2)}
${given ? '' : '@group(0) @binding(7) var<uniform> step: Step;'}
@group(0) @binding(${given ? 7 : 8}) var<uniform> sizes: Sizes;
${SIGMOID}
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= sizes.elements) { return; }
  let g = gradient[i];
  let p = sigmoid(sizes.rate * scaled[i] - sizes.shift);
  byTheta[i] = g * gate[i];
  byScaled[i] = sizes.rate * (g * theta[i] * slope[i] + sizes.alpha${given ? '' : ' * step.gateAlpha'} * p * (1.0 - p));
}`;
