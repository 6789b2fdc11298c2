import * as tf from '../../tf.ts';
import { WasmHeap } from './heap.ts';
import { messageOf } from '../../../data/message-of.ts';

/** The functions of `assembly/index.ts`. Addresses and sizes are integers; flags are 0 or 1. */
export interface KernelExports {
  gemmWorkspaceBytes(): number;
  gemm(
    a: number,
    b: number,
    c: number,
    m: number,
    n: number,
    k: number,
    transposeA: number,
    transposeB: number,
    lda: number,
    ldb: number,
    batch: number,
    strideA: number,
    strideB: number,
    strideC: number,
    accumulate: number,
    bias: number,
    activation: number,
    slope: number,
    workspace: number,
  ): void;
  adam(
    w: number,
    m: number,
    v: number,
    g: number,
    mask: number,
    n: number,
    rate: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    scale1: number,
    scale2: number,
  ): void;
  prelu(x: number, slopes: number, y: number, n: number, period: number): void;
  penalisedSquareSum(w: number, g: number, mask: number, n: number, kind: number, c: number, s: number, twiceRho: number): number;
  penalisedAdam(
    w: number,
    m: number,
    v: number,
    g: number,
    mask: number,
    n: number,
    rate: number,
    beta1: number,
    rest1: number,
    beta2: number,
    rest2: number,
    epsilon: number,
    scale1: number,
    scale2: number,
    kind: number,
    c: number,
    s: number,
    twiceRho: number,
    share: number,
    factor: number,
    unit: number,
    scratch: number,
  ): void;
  penalisedScratchBytes(): number;
  penalisedDescent(
    w: number,
    v: number,
    g: number,
    mask: number,
    n: number,
    rate: number,
    momentum: number,
    kind: number,
    c: number,
    s: number,
    twiceRho: number,
    share: number,
    factor: number,
    unit: number,
  ): void;
  minimaxGradients(
    g: number,
    theta: number,
    w: number,
    gamma: number,
    meanTheta: number,
    meanW: number,
    meanGamma: number,
    meanU: number,
    total: number,
    dW: number,
    dGamma: number,
    dU: number,
    n: number,
    alpha: number,
    uFactor: number,
  ): void;
  noiseScratchBytes(): number;
  uniformNoise(y: number, n: number, key0: number, key1: number, step: number, scratch: number): void;
  drawGates(
    theta: number,
    scaled: number,
    mask: number,
    gate: number,
    slope: number,
    gated: number,
    n: number,
    rate: number,
    key0: number,
    key1: number,
    step: number,
    scratch: number,
  ): void;
  gateGradients(
    g: number,
    theta: number,
    scaled: number,
    gate: number,
    slope: number,
    dTheta: number,
    dScaled: number,
    n: number,
    rate: number,
    shift: number,
    alpha: number,
  ): void;
  average(variable: number, value: number, rate: number, n: number): void;
  tanh(x: number, y: number, n: number): void;
  transpose(x: number, y: number, plan: number): void;
  sumMiddle(x: number, out: number, outer: number, size: number, inner: number, scale: number): void;
  reluGradient(dy: number, y: number, dx: number, n: number): void;
  crossEntropyScratchBytes(rows: number, classes: number, overBatch: number): number;
  crossEntropy(
    z: number,
    labels: number,
    rows: number,
    classes: number,
    overBatch: number,
    holes: number,
    loss: number,
    gradient: number,
    correct: number,
    scratch: number,
  ): number;
  setWindow(
    batchSize: number,
    inHeight: number,
    inWidth: number,
    inChannels: number,
    filterHeight: number,
    filterWidth: number,
    outHeight: number,
    outWidth: number,
    strideHeight: number,
    strideWidth: number,
    dilationHeight: number,
    dilationWidth: number,
    top: number,
    left: number,
  ): void;
  convScratchBytes(): number;
  conv2d(
    x: number,
    filter: number,
    y: number,
    outChannels: number,
    bias: number,
    activation: number,
    slope: number,
    patches: number,
    workspace: number,
  ): void;
  conv2dFilterGradient(x: number, dy: number, dFilter: number, outChannels: number, patches: number, workspace: number): void;
  conv2dInputGradient(dy: number, filter: number, dx: number, outChannels: number, patches: number, workspace: number): void;
  depthwiseScratchBytes(multiplier: number): number;
  depthwise(x: number, filter: number, y: number, multiplier: number, bias: number, activation: number, slope: number): void;
  depthwiseFilterGradient(x: number, dy: number, dFilter: number, multiplier: number, scratch: number): void;
  depthwiseInputGradient(dy: number, filter: number, dx: number, multiplier: number): void;
  maxPool(x: number, y: number): void;
  maxPoolGradient(x: number, dy: number, dx: number): void;
  averagePool(x: number, y: number): void;
  averagePoolGradient(dy: number, dx: number): void;
  biasActivationGradient(dy: number, y: number, dz: number, dBias: number, rows: number, columns: number, activation: number): void;
  attention(
    x: number,
    seen: number,
    y: number,
    batch: number,
    heads: number,
    length: number,
    size: number,
    scale: number,
    workspace: number,
  ): void;
  attentionScratchBytes(length: number): number;
  attentionGradient(
    dy: number,
    x: number,
    seen: number,
    dx: number,
    batch: number,
    heads: number,
    length: number,
    size: number,
    scale: number,
    scratch: number,
    workspace: number,
  ): void;
  gelu(x: number, y: number, n: number): void;
  geluGradient(dy: number, x: number, dx: number, n: number): void;
  geluErf(x: number, y: number, n: number): void;
  geluErfGradient(dy: number, x: number, dx: number, n: number): void;
  softmax(x: number, y: number, rows: number, n: number): void;
  softmaxGradient(dy: number, y: number, dx: number, rows: number, n: number): void;
  logSoftmax(x: number, y: number, rows: number, n: number): void;
  logSoftmaxGradient(dy: number, y: number, dx: number, rows: number, n: number): void;
  layerNorm(x: number, scale: number, offset: number, epsilon: number, y: number, rows: number, n: number): void;
  layerNormScratchBytes(n: number): number;
  layerNormGradient(
    x: number,
    dy: number,
    scale: number,
    epsilon: number,
    dx: number,
    dScale: number,
    dOffset: number,
    rows: number,
    n: number,
    scratch: number,
  ): void;
  squaredError(outputs: number, targets: number, n: number, loss: number, gradient: number): void;
  sparseScratchBytes(inputs: number, outputs: number): number;
  sparseDense(
    x: number,
    y: number,
    m: number,
    inputs: number,
    outputs: number,
    values: number,
    columns: number,
    starts: number,
    bias: number,
    activation: number,
    scratch: number,
  ): void;
  batchNormScratchBytes(channels: number): number;
  batchNormStatistics(x: number, rows: number, channels: number, mean: number, variance: number, scratch: number): void;
  batchNormTransform(
    x: number,
    mean: number,
    variance: number,
    scale: number,
    offset: number,
    epsilon: number,
    y: number,
    rows: number,
    channels: number,
    scratch: number,
  ): void;
  batchNormGradient(
    x: number,
    dy: number,
    mean: number,
    variance: number,
    scale: number,
    epsilon: number,
    dx: number,
    dScale: number,
    dOffset: number,
    rows: number,
    channels: number,
    scratch: number,
  ): void;
  segmentSum(x: number, ids: number, out: number, rows: number, size: number, segments: number): void;
  gatherRows(x: number, ids: number, out: number, rows: number, size: number, available: number): number;
  normalisePixels(pixels: number, out: number, count: number, means: number, stds: number, vectors: number): void;
}

/**
 * The two builds of the kernels. `plain` gives the same bits on every machine; `relaxed` may use fused multiply-add in products, which
 * is some 8 % faster and gives bits that depend on the processor.
 */
export type KernelBuild = 'plain' | 'relaxed';

/** Our compiled kernels, bound to the heap of one tfjs backend. */
export class KernelModule {
  readonly heap: WasmHeap;
  readonly functions: KernelExports;
  /** Address of the packing buffers of `gemm`. */
  readonly gemmWorkspace: number;
  #build: KernelBuild;
  #scratch = 0;
  #scratchBytes = 0;

  constructor(heap: WasmHeap, functions: KernelExports, build: KernelBuild) {
    this.heap = heap;
    // A copy, since exports are frozen and `exchange` writes here.
    this.functions = { ...functions };
    this.#build = build;
    this.gemmWorkspace = heap.allocate(functions.gemmWorkspaceBytes());
  }

  get build(): KernelBuild {
    return this.#build;
  }

  /** Puts the functions of another build of the same sources in place of the present ones. */
  exchange(functions: KernelExports, build: KernelBuild): void {
    Object.assign(this.functions, functions);
    this.#build = build;
  }

  /** Address of at least `bytes` bytes; the contents last until the next call. */
  scratch(bytes: number): number {
    if (bytes > this.#scratchBytes) {
      if (this.#scratch !== 0) this.heap.free(this.#scratch);
      this.#scratchBytes = 0;
      this.#scratch = this.heap.allocate(bytes);
      this.#scratchBytes = bytes;
    }
    return this.#scratch;
  }
}

/**
 * Compiles our kernels and binds them to the memory of a tfjs WebAssembly backend.
 *
 * @param bytes contents of `build/kernels.wasm` or `build/kernels-relaxed.wasm`
 * @throws if the bytes are not our module
 */
export async function instantiateKernels(bytes: BufferSource, heap: WasmHeap): Promise<KernelExports> {
  try {
    const { instance } = await WebAssembly.instantiate(bytes, { env: { memory: heap.memory } });
    return instance.exports as unknown as KernelExports;
  } catch (cause) {
    throw new Error(
      `The WebAssembly kernels did not load: ${messageOf(cause)}. ` +
        'Build them with `node scripts/kernels.mjs`, and check that the server delivers kernels.wasm unchanged.',
      { cause },
    );
  }
}

const installed = new WeakMap<object, KernelModule>();

/** Remembers the kernels of a backend, for `installedKernels`. */
export function rememberKernels(backend: object, kernels: KernelModule): void {
  installed.set(backend, kernels);
}

/** The kernels of a backend (default: the current one), or undefined if it has none. */
export function findKernels(backend: object = tf.backend()): KernelModule | undefined {
  return installed.get(backend);
}

/**
 * The kernels of the current backend.
 * @throws if `registerWasmKernels` has not been called for it
 */
export function currentKernels(): KernelModule {
  const kernels = findKernels();
  if (kernels === undefined) {
    throw new Error(
      `The tfjs backend "${tf.getBackend()}" has no kernels of ours: ` +
        'call registerWasmKernels() once the WebAssembly backend is ready.',
    );
  }
  return kernels;
}
