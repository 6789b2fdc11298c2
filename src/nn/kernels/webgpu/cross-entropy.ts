/** Softmax cross-entropy with its gradient and the count of correct rows: two dispatches over classes, three over the batch. */
import * as tf from '../../tf.ts';
import { GROUP_INDEX, f32, manyGroups, u32, type Dispatcher } from './dispatcher.ts';
import { requireFloat32, type KernelTable } from './table.ts';
import { elementCount } from '../../../math/element-count.ts';
import { kernel, type Inputs, type KernelParams } from '../kernel.ts';

/** `classAxis`: softmax over the classes of a row. `batchAxis`: each class column is first log-normalised over the rows. */
export type SoftmaxAxis = 'classAxis' | 'batchAxis';

const withGradient = 'SoftmaxCrossEntropyWithGradient';
const correctCount = 'CorrectCount';

type Operands = Inputs<'logits' | 'labels'>;
interface Attrs {
  readonly axis: SoftmaxAxis;
  /** See `crossEntropy` in wasm/cross-entropy.ts. */
  readonly holes?: boolean;
}

/**
 * Kernels under the names that the WebAssembly backend has them by, with inputs `logits` z [batch, classes] and int32 `labels` [batch]:
 * `SoftmaxCrossEntropyWithGradient` gives loss, gradient and correct count, `CorrectCount` the last alone.
 * With o = z (`classAxis`) or o_bc = z_bc − ln Σ_b' exp z_b'c (`batchAxis`): loss = mean_b (ln Σ_c exp o_bc − o_b,label).
 * With q = softmax_c(o) and g_bc = (q_bc − [c = label_b]) / B the gradient is g (`classAxis`) or
 * g_bc − exp(o_bc) Σ_b' g_b'c (`batchAxis`, which arXiv 2505.23869's notebook trains with).
 * The loss is NaN where a logit is not finite, whatever the device makes of such numbers, and where a label is no class, since a kernel
 * on the device cannot throw. With holes the rows that have a prediction are counted in a dispatch before.
 */
export function crossEntropyKernels(dispatcher: Dispatcher): KernelTable {
  return {
    [withGradient]: kernel<Operands, Attrs>((params) => {
      const { inputs, attrs } = read(withGradient, params);
      const outputs = {
        loss: dispatcher.output([], 'float32'),
        gradient: dispatcher.output(inputs.logits.shape, 'float32'),
        correct: dispatcher.output([], 'int32'),
      };
      run(dispatcher, inputs, attrs, outputs);
      return [outputs.loss, outputs.gradient, outputs.correct];
    }),
    [correctCount]: kernel<Operands, Attrs>((params) => {
      const { inputs, attrs } = read(correctCount, params);
      const outputs = { loss: dispatcher.output([], 'float32'), correct: dispatcher.output([], 'int32') };
      run(dispatcher, inputs, attrs, outputs);
      dispatcher.release(outputs.loss);
      return outputs.correct;
    }),
  };
}

/** Makes the kernel's loss differentiable with respect to the logits on every backend that has the kernel. */
export function registerCrossEntropyGradient(): void {
  if (tf.getGradient(withGradient)) return;
  tf.registerGradient({
    kernelName: withGradient,
    outputsToSave: [false, true, false],
    gradFunc: (dy, saved) => ({
      logits: () => tf.mul((dy as tf.Tensor[])[0], saved[0]),
      labels: () => {
        throw new Error('The cross-entropy cannot be differentiated with respect to the labels.');
      },
    }),
  });
}

function run(
  dispatcher: Dispatcher,
  { logits, labels }: Operands,
  { axis, holes = false }: Attrs,
  { loss, gradient, correct }: { loss: tf.TensorInfo; gradient?: tf.TensorInfo; correct: tf.TensorInfo },
): void {
  const [rows, classes] = logits.shape;
  const uniforms = [...u32(rows, classes), ...f32(1 / rows)];
  const overBatch = axis === 'batchAxis';
  const perRow = dispatcher.output([rows, 2], 'float32');
  const columns = overBatch ? dispatcher.output([classes], 'float32') : undefined;
  if (columns) {
    dispatcher.dispatch({
      key: 'cross-entropy-columns',
      code: () => COLUMNS,
      writes: [columns],
      reads: [logits],
      uniforms,
      groups: manyGroups(classes),
    });
  }
  const withColumns = columns ? [columns] : [];
  const share = holes ? dispatcher.output([], 'float32') : undefined;
  if (share) {
    dispatcher.dispatch({ key: 'cross-entropy-share', code: () => SHARE, writes: [share], reads: [labels], uniforms, groups: [1, 1, 1] });
  }
  const withShare = share ? [share] : [];
  dispatcher.dispatch({
    key: `cross-entropy-rows-${axis}-${gradient ? 'gradient' : ''}-${holes}`,
    code: () => rowsCode({ overBatch, gradient: gradient !== undefined, holes }),
    writes: [perRow, ...(gradient ? [gradient] : [])],
    reads: [logits, labels, ...withColumns, ...withShare],
    uniforms,
    groups: manyGroups(rows),
  });
  const throughColumns = columns !== undefined && gradient !== undefined;
  dispatcher.dispatch({
    key: `cross-entropy-finish-${throughColumns}-${holes}`,
    code: () => finishCode(throughColumns, holes),
    writes: [loss, correct, ...(throughColumns ? [gradient] : [])],
    reads: [perRow, ...(throughColumns ? [logits, columns] : []), ...withShare],
    uniforms,
    groups: throughColumns ? manyGroups(classes + 1) : [1, 1, 1],
  });
  dispatcher.release(perRow);
  if (share) dispatcher.release(share);
  if (columns) dispatcher.release(columns);
}

function read(kernelName: string, { inputs, attrs }: KernelParams<Operands, Attrs>): { inputs: Operands; attrs: Attrs } {
  const { logits, labels } = inputs;
  requireFloat32(kernelName, logits);
  const fits = logits.shape.length === 2 && labels.shape.length === 1 && labels.shape[0] === logits.shape[0];
  if (!fits || labels.dtype !== 'int32' || elementCount(logits.shape) === 0) {
    throw new Error(
      `${kernelName} needs logits [batch, classes] and int32 labels [batch], neither empty, ` +
        `but got [${logits.shape.join(', ')}] and ${labels.dtype} [${labels.shape.join(', ')}].`,
    );
  }
  return { inputs: { logits, labels }, attrs };
}

const SIZES = 'struct Sizes { rows: u32, classes: u32, share: f32 }';
/** The lowest float32: no infinity, which WGSL does not have as a constant. */
const LOWEST = '-3.4028234663852886e38';

/** Exponent of NaN and of both infinities, and one NaN. */
const NOT_FINITE = '0x7f800000u';
const NAN_BITS = '0x7fc00000u';

/** Lanes of a group work on one row or one column; sums and maxima run over the lanes in an order that never changes. */
const reduction = (name: string, lanes: number, combine: string): string => `fn ${name}(lane: u32, value: f32) -> f32 {
  shared_values[lane] = value;
  for (var width = ${lanes / 2}u; width > 0u; width /= 2u) {
    workgroupBarrier();
    if (lane < width) { let a = shared_values[lane]; let b = shared_values[lane + width]; shared_values[lane] = ${combine}; }
  }
  workgroupBarrier();
  let result = shared_values[0];
  workgroupBarrier();
  return result;
}`;

const reductions = (lanes: number): string => `var<workgroup> shared_values: array<f32, ${lanes}>;
${reduction('largest', lanes, 'max(a, b)')}
${reduction('total', lanes, 'a + b')}`;

const main = (lanes: number): string => `@compute @workgroup_size(${lanes})
fn main(@builtin(local_invocation_index) lane: u32, @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u)`;

/** One group a class: ln Σ_b exp z_bc. */
const COLUMNS = `${SIZES}
@group(0) @binding(0) var<storage, read_write> columns: array<f32>;
@group(0) @binding(1) var<storage, read> z: array<f32>;
@group(0) @binding(2) var<uniform> sizes: Sizes;
${reductions(64)}
${main(64)} {
  let c = ${GROUP_INDEX};
  if (c >= sizes.classes) { return; }
  var top = ${LOWEST};
  for (var b = lane; b < sizes.rows; b += 64u) { top = max(top, z[b * sizes.classes + c]); }
  top = largest(lane, top);
  var sum = 0.0;
  for (var b = lane; b < sizes.rows; b += 64u) { sum += exp(z[b * sizes.classes + c] - top); }
  sum = total(lane, sum);
  if (lane == 0u) { columns[c] = top + log(sum); }
}`;

/** 1 over the rows that have a prediction. */
const SHARE = `${SIZES}
@group(0) @binding(0) var<storage, read_write> share: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<i32>;
@group(0) @binding(2) var<uniform> sizes: Sizes;
${reductions(256)}
${main(256)} {
  var counted = 0.0;
  for (var b = lane; b < sizes.rows; b += 256u) { counted += f32(labels[b] != -1); }
  counted = total(lane, counted);
  if (lane == 0u && group.x == 0u) { share[0] = 1.0 / max(counted, 1.0); }
}`;

/** Where a kernel finds the share of a row in the mean. */
const shareAt = (holes: boolean, binding: number): string =>
  holes
    ? `@group(0) @binding(${binding}) var<storage, read> counted: array<f32>;\nfn share() -> f32 { return counted[0]; }`
    : 'fn share() -> f32 { return sizes.share; }';

/** One group a row: its loss and whether it is correct (−1 where it has no loss), and (q − onehot) / rows. */
const rowsCode = ({ overBatch, gradient, holes }: Readonly<Record<'overBatch' | 'gradient' | 'holes', boolean>>): string => {
  const first = gradient ? 2 : 1;
  const beyond = first + (overBatch ? 3 : 2);
  return `${SIZES}
@group(0) @binding(0) var<storage, read_write> perRow: array<vec2f>;
${gradient ? '@group(0) @binding(1) var<storage, read_write> gradient: array<f32>;' : ''}
@group(0) @binding(${first}) var<storage, read> z: array<f32>;
@group(0) @binding(${first + 1}) var<storage, read> labels: array<i32>;
${overBatch ? `@group(0) @binding(${first + 2}) var<storage, read> columns: array<f32>;` : ''}
${shareAt(holes, beyond)}
@group(0) @binding(${beyond + (holes ? 1 : 0)}) var<uniform> sizes: Sizes;
${reductions(64)}
fn output(at: u32, c: u32) -> f32 { return z[at + c]${overBatch ? ' - columns[c]' : ''}; }
${main(64)} {
  let b = ${GROUP_INDEX};
  if (b >= sizes.rows) { return; }
  let at = b * sizes.classes;
  let label = bitcast<u32>(labels[b]);
  let isClass = label < sizes.classes;
  let isHole = ${holes ? 'labels[b] == -1' : 'false'};
  let own = output(at, select(0u, label, isClass));
  var top = ${LOWEST};
  var ahead = 0.0;
  var broken = 0.0;
  for (var c = lane; c < sizes.classes; c += 64u) {
    let o = output(at, c);
    broken += f32((bitcast<u32>(z[at + c]) & ${NOT_FINITE}) == ${NOT_FINITE});
    top = max(top, o);
    ahead += select(f32(!(o <= own)), f32(!(o < own)), c < label);
  }
  top = largest(lane, top);
  ahead = total(lane, ahead);
  broken = total(lane, broken);
  var sum = 0.0;
  for (var c = lane; c < sizes.classes; c += 64u) { sum += exp(output(at, c) - top); }
  sum = total(lane, sum);
  ${
    gradient
      ? `for (var c = lane; c < sizes.classes; c += 64u) {
    gradient[at + c] = select((exp(output(at, c) - top) / sum - f32(c == label)) * share(), 0.0, isHole);
  }`
      : ''
  }
  if (lane == 0u) {
    let usable = isClass && broken == 0.0;
    let unusable = select(-1.0, 0.0, isHole && broken == 0.0);
    perRow[b] = vec2f(select(0.0, top + log(sum) - own, usable), select(unusable, f32(ahead == 0.0), usable));
  }
}`;
};

/** Group 0 sums the rows; with \`throughColumns\` group c + 1 turns class c's gradient by o into that by z. */
const finishCode = (throughColumns: boolean, holes: boolean): string => {
  const first = throughColumns ? 3 : 2;
  return `${SIZES}
@group(0) @binding(0) var<storage, read_write> loss: array<u32>;
@group(0) @binding(1) var<storage, read_write> correct: array<i32>;
${throughColumns ? '@group(0) @binding(2) var<storage, read_write> gradient: array<f32>;' : ''}
@group(0) @binding(${first}) var<storage, read> perRow: array<vec2f>;
${
  throughColumns
    ? `@group(0) @binding(${first + 1}) var<storage, read> z: array<f32>;
@group(0) @binding(${first + 2}) var<storage, read> columns: array<f32>;`
    : ''
}
${shareAt(holes, throughColumns ? 6 : 3)}
@group(0) @binding(${(throughColumns ? 6 : 3) + (holes ? 1 : 0)}) var<uniform> sizes: Sizes;
${reductions(256)}
${main(256)} {
  let own = ${GROUP_INDEX};
  if (own == 0u) {
    var sum = 0.0;
    var hits = 0.0;
    var broken = 0.0;
    for (var b = lane; b < sizes.rows; b += 256u) {
      sum += perRow[b].x;
      hits += max(0.0, perRow[b].y);
      broken += max(0.0, -perRow[b].y);
    }
    sum = total(lane, sum);
    hits = total(lane, hits);
    broken = total(lane, broken);
    // Written as bits: WGSL lets a device assume that floats are never NaN.
    if (lane == 0u) { loss[0] = select(bitcast<u32>(sum * share()), ${NAN_BITS}, broken > 0.0); correct[0] = i32(hits); }
    return;
  }
  ${
    throughColumns
      ? `let c = own - 1u;
  if (c >= sizes.classes) { return; }
  var sum = 0.0;
  for (var b = lane; b < sizes.rows; b += 256u) { sum += gradient[b * sizes.classes + c]; }
  sum = total(lane, sum);
  for (var b = lane; b < sizes.rows; b += 256u) {
    let i = b * sizes.classes + c;
    gradient[i] -= exp(z[i] - columns[c]) * sum;
  }`
      : ''
  }
}`;
};
