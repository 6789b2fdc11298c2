/** The optimiser's update in one dispatch a variable: penalty, clipping, moments, weights and mask, all in place. */
import type * as tf from '../../tf.ts';
import { FLAT_INDEX, FLAT_MAIN, f32, flatGroups, u32, type Dispatcher } from './dispatcher.ts';
import { STEP_STRUCT, type StepBuffer } from './step-buffer.ts';
import { elementCount } from '../../../math/element-count.ts';

export type UpdateRule = 'sgd' | 'momentum' | 'adam';

/** Terms added to the gradient of a weight θ; α, β and mf are the step's. DRR: arXiv 2505.17469, in three forms. */
export type Penalty = keyof typeof penalties;

const penalties = {
  none: '',
  /** α sign θ */
  l1: 'g += strength * sign(x);',
  /** α β sign θ exp(−β|θ|) */
  'drr-exponential': 'g += strength * step.beta * sign(x) * exp(-step.beta * abs(x));',
  /** α θ/β² exp(−θ²/2β²) */
  'drr-gaussian': 'let narrow = 1.0 / (step.beta * step.beta); g += strength * x * narrow * exp(-0.5 * x * x * narrow);',
  /** α (2θ/3β²) / (1 + θ²/3β²)² */
  'drr-student-t':
    'let narrow = 1.0 / (3.0 * step.beta * step.beta); let tail = 1.0 + x * x * narrow; g += strength * 2.0 * x * narrow / (tail * tail);',
  /** 2 mf u (θ − wγ) */
  minimax: 'g += 2.0 * step.uFactor * u[i] * (x - w[i] * gamma[i]);',
} as const;

/** The tensors of one parameter: float32, all of one size. Weights and moments are overwritten. */
export interface UpdateTensors {
  readonly weights: tf.TensorInfo;
  readonly gradient: tf.TensorInfo;
  /** Momentum and Adam. */
  readonly firstMoment?: tf.TensorInfo;
  /** Adam. */
  readonly secondMoment?: tf.TensorInfo;
  /** 0 where a weight is pruned: its gradient is ignored and the weight becomes +0. */
  readonly mask?: tf.TensorInfo;
  /** The other players of the minimax game. */
  readonly players?: { readonly w: tf.TensorInfo; readonly gamma: tf.TensorInfo; readonly u: tf.TensorInfo };
}

export interface UpdateConstants {
  readonly rule: UpdateRule;
  /** Adam's β1, or the momentum. */
  readonly beta1?: number;
  readonly beta2?: number;
  /** Added to the square root of the bias-corrected second moment. */
  readonly epsilon?: number;
  readonly penalty?: Penalty;
  /** Multiplies α (not ρ) for this variable. */
  readonly penaltyFactor?: number;
  /** Multiplies ρ for this variable. */
  readonly rhoFactor?: number;
  /** Multiplies the decoupled weight decay for this variable: 0 for biases. */
  readonly decayFactor?: number;
  /** Keeps the result in [0, 1], as PMMP's γ. */
  readonly clampToUnit?: boolean;
}

/** What the two kernels that need the full gradient of a parameter bind, beside what they write. */
interface GradientSource {
  readonly names: readonly string[];
  readonly tensors: readonly tf.TensorInfo[];
}

/**
 * One step of an optimiser on one variable, in place. With g = gradient + penalty'(θ) + 2ρθ, scaled by `clip` where given, 0 where masked:
 * SGD θ −= η g; momentum v = μ v + g, θ −= η v; Adam (arXiv 1412.6980, algorithm 1) m = β1 m + (1 − β1) g, v = β2 v + (1 − β2) g²,
 * θ −= η scale1 m / (√(scale2 v) + ε). A weight decay λ takes ηλθ off first (AdamW, arXiv 1711.05101).
 * @param clip buffer with the factor of the gradient, from `GradientNorm`
 * @throws if the tensors do not belong together
 */
export function updateInPlace(
  dispatcher: Dispatcher,
  step: StepBuffer,
  tensors: UpdateTensors,
  constants: UpdateConstants,
  clip?: GPUBuffer,
): void {
  const { weights, firstMoment, secondMoment } = tensors;
  const { rule, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, penalty = 'none', clampToUnit = false } = constants;
  const moments = { sgd: [], momentum: [firstMoment], adam: [firstMoment, secondMoment] }[rule];
  check(tensors, penalty, moments);
  const writes = [weights, ...(moments as tf.TensorInfo[])];
  const reads = gradientSource(tensors, penalty);
  const elements = size(weights);
  dispatcher.dispatch({
    key: ['update', rule, penalty, ...reads.names, clip ? 'clip' : '', clampToUnit ? 'unit' : ''].join('-'),
    code: () => updateCode(rule, penalty, reads.names, clip !== undefined, clampToUnit),
    writes,
    reads: reads.tensors,
    buffers: clip ? [step.buffer, clip] : [step.buffer],
    uniforms: [...u32(elements), ...f32(beta1, 1 - beta1, beta2, 1 - beta2, epsilon), ...factors(constants)],
    groups: flatGroups(elements),
  });
}

function factors({ penaltyFactor = 1, rhoFactor = 1, decayFactor = 1 }: UpdateConstants): ReturnType<typeof f32> {
  return f32(penaltyFactor, rhoFactor, decayFactor);
}

const CONSTANTS_STRUCT = `struct Constants {
  elements: u32, beta1: f32, rest1: f32, beta2: f32, rest2: f32, epsilon: f32, penalty: f32, rho: f32, decay: f32
}`;

function updateCode(rule: UpdateRule, penalty: Penalty, reads: readonly string[], clip: boolean, clampToUnit: boolean): string {
  const writes = { sgd: ['theta'], momentum: ['theta', 'm'], adam: ['theta', 'm', 'v'] }[rule];
  const first = writes.length + reads.length;
  const update = {
    sgd: 'let change = step.learningRate * g;',
    momentum: 'let moment = constants.beta1 * m[i] + g; m[i] = moment; let change = step.learningRate * moment;',
    adam: `let first = constants.beta1 * m[i] + constants.rest1 * g;
  let second = constants.beta2 * v[i] + constants.rest2 * g * g;
  m[i] = first;
  v[i] = second;
  let change = step.learningRate * (step.scale1 * first) / (sqrt(step.scale2 * second) + constants.epsilon);`,
  }[rule];
  return `${STEP_STRUCT}
${CONSTANTS_STRUCT}
${writes.map((name, i) => `@group(0) @binding(${i}) var<storage, read_write> ${name}: array<f32>;`).join('\n')}
${declareReads(reads, writes.length)}
@group(0) @binding(${first}) var<uniform> step: Step;
${clip ? `@group(0) @binding(${first + 1}) var<uniform> clip: f32;` : ''}
@group(0) @binding(${first + (clip ? 2 : 1)}) var<uniform> constants: Constants;
${fullGradient(penalty, reads)}
${FLAT_MAIN} {
  let i = ${FLAT_INDEX};
  if (i >= constants.elements) { return; }
  let x = theta[i];
  let g = gradientAt(i, x)${clip ? ' * clip' : ''};
  ${update}
  let next = x - step.learningRate * step.weightDecay * constants.decay * x - change;
  theta[i] = ${masked(reads, clampToUnit ? 'clamp(next, 0.0, 1.0)' : 'next')};
}`;
}

function gradientSource({ gradient, mask, players }: UpdateTensors, penalty: Penalty): GradientSource {
  const entries: [string, tf.TensorInfo][] = [['gradient', gradient]];
  if (mask) entries.push(['mask', mask]);
  if (penalty === 'minimax' && players) entries.push(['w', players.w], ['gamma', players.gamma], ['u', players.u]);
  return { names: entries.map(([name]) => name), tensors: entries.map(([, tensor]) => tensor) };
}

const declareReads = (reads: readonly string[], first: number): string =>
  reads.map((name, i) => `@group(0) @binding(${first + i}) var<storage, read> ${name}: array<f32>;`).join('\n');

/** A select, not a product: neither −0 nor NaN may survive a mask. */
const masked = (reads: readonly string[], value: string): string =>
  reads.includes('mask') ? `select(0.0, ${value}, mask[i] != 0.0)` : value;

/** WGSL: the gradient of weight `i`, which is `x`, with everything that is added to it. */
const fullGradient = (penalty: Penalty, reads: readonly string[]): string => `fn gradientAt(i: u32, x: f32) -> f32 {
  var g = gradient[i];
  let strength = step.alpha * constants.penalty;
  ${penalties[penalty]}
  g += 2.0 * step.rho * constants.rho * x;
  return ${masked(reads, 'g')};
}`;

function check(tensors: UpdateTensors, penalty: Penalty, moments: readonly (tf.TensorInfo | undefined)[]): void {
  const { players, ...direct } = tensors;
  if (moments.includes(undefined)) throw new Error('updateInPlace: the rule needs its moments, one for momentum and two for Adam.');
  if (penalty === 'minimax' && !players) throw new Error('updateInPlace: the term "minimax" needs the tensors w, γ and u of the variable.');
  const expected = size(tensors.weights);
  for (const [name, tensor] of Object.entries({ ...direct, ...(players ? { w: players.w, gamma: players.gamma, u: players.u } : {}) }) as [
    string,
    tf.TensorInfo | undefined,
  ][]) {
    if (tensor && (size(tensor) !== expected || tensor.dtype !== 'float32')) {
      throw new Error(
        `updateInPlace needs float32 tensors of ${expected} values (the size of the weights), ` +
          `but ${name} is ${tensor.dtype} with ${size(tensor)} (shape [${tensor.shape.join(', ')}]).`,
      );
    }
  }
}

const size = ({ shape }: tf.TensorInfo): number => elementCount(shape);

/** Groups that sum one variable's squares at most: enough to fill a GPU, few enough for one last group to sum. */
const NORM_GROUPS = 64;

/** Global-norm clipping of the gradients of all variables, penalties included (PyTorch's `clip_grad_norm_`), on the device. */
export class GradientNorm {
  /** The factor min(1, maxNorm / (norm + 1e-6)), for `updateInPlace`. */
  readonly factor: GPUBuffer;
  readonly #dispatcher: Dispatcher;
  readonly #partial: GPUBuffer;
  readonly #variables: number;

  /** @param variables how many variables `measure` will be given */
  constructor(dispatcher: Dispatcher, variables: number) {
    this.#dispatcher = dispatcher;
    this.#variables = variables;
    const { STORAGE, UNIFORM, COPY_SRC } = GPUBufferUsage;
    this.factor = dispatcher.device.createBuffer({ label: 'clip factor', size: 16, usage: STORAGE | UNIFORM | COPY_SRC });
    this.#partial = dispatcher.device.createBuffer({ label: 'clip sums', size: 4 * NORM_GROUPS * variables, usage: STORAGE });
  }

  /** Sets `factor` for this step: one dispatch a variable and one more. */
  measure(step: StepBuffer, variables: readonly { readonly tensors: UpdateTensors; readonly constants: UpdateConstants }[]): void {
    if (variables.length !== this.#variables) {
      throw new Error(`GradientNorm was made for ${this.#variables} variables and got ${variables.length}: make a new one.`);
    }
    variables.forEach(({ tensors, constants }, index) => {
      const { penalty = 'none' } = constants;
      const reads = gradientSource(tensors, penalty);
      this.#dispatcher.dispatch({
        key: ['norm', penalty, ...reads.names].join('-'),
        code: () => squaresCode(penalty, reads.names),
        writes: [],
        reads: [tensors.weights, ...reads.tensors],
        buffers: [step.buffer, this.#partial],
        uniforms: [...u32(size(tensors.weights), index * NORM_GROUPS), ...factors(constants)],
        groups: [NORM_GROUPS, 1, 1],
      });
    });
    this.#dispatcher.dispatch({
      key: 'norm-factor',
      code: factorCode,
      writes: [],
      buffers: [this.factor, this.#partial, step.buffer],
      uniforms: u32(NORM_GROUPS * variables.length),
      groups: [1, 1, 1],
    });
  }

  dispose(): void {
    this.factor.destroy();
    this.#partial.destroy();
  }
}

/** WGSL: `lane` 0 ends with the sum of `total` over the 256 lanes of a group, in an order that never changes. */
const SUM_LANES = `sums[lane] = total;
  for (var width = 128u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) { sums[lane] += sums[lane + width]; }
  }`;

const squaresCode = (penalty: Penalty, reads: readonly string[]): string => `${STEP_STRUCT}
struct Constants { elements: u32, offset: u32, penalty: f32, rho: f32, decay: f32 }
@group(0) @binding(0) var<storage, read> theta: array<f32>;
${declareReads(reads, 1)}
@group(0) @binding(${reads.length + 1}) var<uniform> step: Step;
@group(0) @binding(${reads.length + 2}) var<storage, read_write> partial: array<f32>;
@group(0) @binding(${reads.length + 3}) var<uniform> constants: Constants;
var<workgroup> sums: array<f32, 256>;
${fullGradient(penalty, reads)}
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u) {
  var total = 0.0;
  for (var i = group.x * 256u + lane; i < constants.elements; i += groups.x * 256u) {
    let g = gradientAt(i, theta[i]);
    total += g * g;
  }
  ${SUM_LANES}
  if (lane == 0u) { partial[constants.offset + group.x] = sums[0]; }
}`;

const factorCode = (): string => `${STEP_STRUCT}
@group(0) @binding(0) var<storage, read_write> factor: array<f32>;
@group(0) @binding(1) var<storage, read> partial: array<f32>;
@group(0) @binding(2) var<uniform> step: Step;
@group(0) @binding(3) var<uniform> count: u32;
var<workgroup> sums: array<f32, 256>;
@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) lane: u32) {
  var total = 0.0;
  for (var i = lane; i < count; i += 256u) { total += partial[i]; }
  ${SUM_LANES}
  if (lane == 0u) { factor[0] = min(1.0, step.maxNorm / (sqrt(sums[0]) + 1e-6)); }
}`;
