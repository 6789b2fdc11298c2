import type * as tf from '../../tf.ts';
import type { KernelModule } from './module.ts';
import { runRegistered } from './table.ts';

/** Activation codes of `assembly/gemm.ts`; the other activations run as kernels of their own afterwards. */
const codes: Readonly<Record<string, number>> = { linear: 0, relu: 1, relu6: 2, leakyrelu: 3 };

/** What the product does with its result before it writes it. */
export interface Epilogue {
  /** Address of one float per column, or 0. */
  readonly bias: number;
  readonly activation: number;
  readonly slope: number;
}

export const noEpilogue: Epilogue = { bias: 0, activation: 0, slope: 0 };

/** The inputs and attributes that tfjs's fused kernels share. */
export interface FusedParts {
  readonly bias?: tf.TensorInfo;
  readonly preluActivationWeights?: tf.TensorInfo;
  readonly activation: string;
  readonly leakyreluAlpha?: number;
}

/**
 * Computes act(product + bias): as much as possible inside the product, the rest with the registered kernels on its result.
 *
 * @param columns size of the last dimension of the product
 * @param compute runs the product with the epilogue it is given
 */
export function fuse(
  kernels: KernelModule,
  backend: object,
  { bias, preluActivationWeights, activation, leakyreluAlpha = 0 }: FusedParts,
  columns: number,
  compute: (epilogue: Epilogue) => tf.TensorInfo,
): tf.TensorInfo {
  // A bias of another form than one value per column has to be added, and so the activation applied, afterwards.
  const perColumn = bias === undefined || (bias.shape.at(-1) === columns && bias.shape.slice(0, -1).every((n) => n === 1));
  const code = perColumn ? codes[activation] : undefined;
  let result = compute({
    bias: bias !== undefined && perColumn ? kernels.heap.address(bias) : 0,
    activation: code ?? 0,
    slope: leakyreluAlpha,
  });
  const apply = (kernelName: string, inputs: tf.NamedTensorInfoMap, attrs: tf.NamedAttrMap = {}): void => {
    const next = runRegistered(kernelName, inputs, attrs, backend);
    kernels.heap.release(result);
    result = next;
  };
  if (bias !== undefined && !perColumn) apply('Add', { a: result, b: bias });
  if (code !== undefined || activation === 'linear') return result;
  switch (activation) {
    case 'relu':
      apply('Relu', { x: result });
      break;
    case 'relu6':
      apply('Relu6', { x: result });
      break;
    case 'elu':
      apply('Elu', { x: result });
      break;
    case 'sigmoid':
      apply('Sigmoid', { x: result });
      break;
    case 'leakyrelu':
      apply('LeakyRelu', { x: result }, { alpha: leakyreluAlpha });
      break;
    case 'prelu':
      apply('Prelu', { x: result, alpha: preluActivationWeights });
      break;
    default:
      kernels.heap.release(result);
      throw new Error(`The WebAssembly backend cannot fuse the activation "${activation}": apply it separately.`);
  }
  return result;
}
