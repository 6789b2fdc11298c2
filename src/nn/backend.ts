/** Choosing and starting the tensor backend inside a worker. */
import { reload, reloadFirst } from '../data/reader.ts';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-cpu';
import { REFERENCES, RELAXED_DEVICE, type BackendChoice, type BackendName } from './backend-choice.ts';
import { registerCpuKernels } from './kernels/cpu/register.ts';
import { putReferences } from './kernels/reference.ts';
import { findKernels } from './kernels/wasm/module.ts';
import { registerWasmKernels } from './kernels/wasm/register.ts';
import { registerStockProducts } from './kernels/wasm/stock.ts';
import { findDispatcher } from './kernels/webgpu/dispatcher.ts';
import { registerWebGpuKernels } from './kernels/webgpu/register.ts';
import * as tf from './tf.ts';
import { messageOf } from '../data/message-of.ts';

export type { BackendChoice, BackendName } from './backend-choice.ts';

export interface Backend {
  readonly name: BackendName;
  /** The graphics adapter or instruction set, as a person would say it. */
  readonly device: string;
  /** A graphics adapter that is emulated in software. */
  readonly software: boolean;
  /** Why this one. */
  readonly reason: string;
  /** What a person must know of a backend that is not as it should be. */
  readonly notice?: string;
}

/** Where the WebAssembly files are: addresses in a browser, paths in Node. */
export interface BackendAssets {
  readonly tfjsWasm: Record<'tfjs-backend-wasm.wasm' | 'tfjs-backend-wasm-simd.wasm', string>;
  /** Which of them cannot be read, and why, in words; null where all can. Asked only once tfjs has failed: it says nothing. */
  readonly unreadable?: () => Promise<string | null>;
  /** Reads the module of our own kernels. */
  readonly kernels: () => Promise<BufferSource>;
  /** Reads their relaxed build; without it there is only the plain one. */
  readonly relaxedKernels?: () => Promise<BufferSource>;
}

/** Thrown when the backend that was asked for cannot run here. */
export class BackendError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BackendError';
  }
}

/**
 * A network with fewer parameters than this runs on WebAssembly even where there is a GPU: a training step of tfjs on WebGPU costs some
 * 50 µs of JavaScript for each of 35 to 130 dispatches, more than such a network's whole step takes on one core (0.3 to 1 ms for 751
 * parameters).
 */
const SMALL_NETWORK = 20_000;

/**
 * One backend a worker: a second call with the same answer costs nothing, another answer switches.
 * @param references names of kernels that their references stand in for; see kernels/reference.ts
 */
export async function startBackend(
  choice: BackendChoice,
  parameters: number,
  assets: BackendAssets,
  references: readonly string[] = [],
): Promise<Backend> {
  const backend = await start(choice, parameters, assets);
  try {
    putReferences(references);
  } catch (error) {
    throw error instanceof RangeError ? new BackendError(error.message) : error;
  }
  return references.length > 0 ? { ...backend, device: `${backend.device}${REFERENCES}${references.join(', ')}`.slice(0, 200) } : backend;
}

async function start(choice: BackendChoice, parameters: number, assets: BackendAssets): Promise<Backend> {
  // In Node, tfjs's plain JavaScript would advise its users to install something faster. Nothing else asks for the flag from here on.
  tf.env().set('IS_NODE', false);
  const backend = await choose(choice, parameters);
  if (tf.getBackend() !== backend.name) {
    if (backend.name === 'wasm') {
      // The threaded build never runs its threads, and its start breaks in minified bundles. tfjs wants an address for it all the same.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      setWasmPaths({
        ...assets.tfjsWasm,
        'tfjs-backend-wasm-threaded-simd.wasm': assets.tfjsWasm['tfjs-backend-wasm-simd.wasm'],
      });
    }
    // Loaded only where it runs: it is the largest of the three.
    if (backend.name === 'webgpu') await loadWebGpu();
    const started = await tf.setBackend(backend.name);
    if (!started) {
      const unreadable = backend.name === 'wasm' ? await assets.unreadable?.() : null;
      throw new BackendError(
        unreadable
          ? `WebAssembly did not start: ${unreadable} Run the job again once it is there; ${reload()} if it stays away.`
          : `The ${backend.name} backend did not start on ${backend.device}. Choose another backend and run again.`,
      );
    }
    await tf.ready();
  }
  if (backend.name === 'cpu') registerCpuKernels();
  if (backend.name === 'webgpu' && !findDispatcher()) registerWebGpuKernels();
  return backend.name === 'wasm' ? startKernels(backend, assets, choice === 'wasm-relaxed') : backend;
}

async function loadWebGpu(): Promise<void> {
  try {
    await import('@tensorflow/tfjs-backend-webgpu');
  } catch (error) {
    throw new BackendError(
      `The program of the WebGPU backend did not load (${messageOf(error)}). Run the job again; ${reload()} if it stays away, or choose WebAssembly.`,
    );
  }
}

/** Without our kernels those of tfjs compute, which is slower and enough for dense networks. */
async function startKernels(backend: Backend, assets: BackendAssets, relaxed: boolean): Promise<Backend> {
  try {
    return await ownKernels(backend, assets, relaxed);
  } catch (cause) {
    // A build that has run in this worker before goes on.
    if (findKernels()) return { ...backend, reason: `${backend.reason} The other build of its kernels did not load.` };
    registerStockProducts();
    return {
      ...backend,
      device: 'WebAssembly SIMD, kernels of tfjs',
      notice:
        `The lab’s own WebAssembly kernels did not load: ${messageOf(cause)} ` +
        `Those of tfjs compute instead, more slowly, and can train dense networks only. ${reloadFirst()} to try them once more.`,
    };
  }
}

/** Registers the build of our kernels that was asked for, or the plain one where the other cannot run. */
async function ownKernels(backend: Backend, assets: BackendAssets, relaxed: boolean): Promise<Backend> {
  if (relaxed && assets.relaxedKernels) {
    const bytes = await assets.relaxedKernels();
    if (WebAssembly.validate(bytes)) {
      await registerWasmKernels(bytes, 'relaxed');
      return {
        ...backend,
        device: RELAXED_DEVICE,
        reason: `${backend.reason} Its results are not bit-reproducible across machines.`,
      };
    }
  }
  if (findKernels()?.build !== 'plain') await registerWasmKernels(await assets.kernels());
  return relaxed ? { ...backend, reason: `${backend.reason} It has no relaxed SIMD here, so the plain kernels run.` } : backend;
}

/** Milliseconds that a browser has to tell of a lost device after something failed on it. */
const LOSS_MS = 1000;

/** What an error is for want of a device, where it has been lost; else the error itself. */
export async function orLostDevice(error: unknown): Promise<unknown> {
  // Before a backend has started there is none to ask, and asking tfjs for it throws.
  if (tf.getBackend() !== 'webgpu') return error;
  return (await findDispatcher()?.lossWithin(LOSS_MS)) ?? error;
}

async function choose(choice: BackendChoice, parameters: number): Promise<Backend> {
  if (choice === 'cpu')
    return {
      name: 'cpu',
      device: 'plain JavaScript',
      software: false,
      reason: 'You chose plain JavaScript, the slowest and simplest backend.',
    };
  if (choice === 'wasm') return wasm('You chose WebAssembly.');
  if (choice === 'wasm-relaxed') return wasm('You chose WebAssembly with relaxed SIMD.');
  const adapter = await requestAdapter();
  if (choice === 'webgpu') {
    if (!adapter) {
      throw new BackendError(
        'No WebGPU adapter is offered here. Choose “Automatic” or WebAssembly, or run it where there is one: in a browser with WebGPU, on a computer with a driver for its GPU.',
      );
    }
    return { name: 'webgpu', device: describe(adapter), software: isSoftware(adapter), reason: 'You chose WebGPU.' };
  }
  if (!adapter) return wasm('No WebGPU adapter is offered here, so WebAssembly computes.');
  if (isSoftware(adapter)) return wasm('The only WebGPU adapter here is emulated in software, which is far slower than WebAssembly.');
  if (parameters < SMALL_NETWORK) {
    return wasm(`A network of ${parameters} parameters runs faster on WebAssembly than on a GPU.`);
  }
  return { name: 'webgpu', device: describe(adapter), software: false, reason: 'A hardware WebGPU adapter is available.' };
}

function wasm(reason: string): Backend {
  if (typeof WebAssembly === 'undefined') {
    return {
      name: 'cpu',
      device: 'plain JavaScript',
      software: false,
      reason: `${reason} WebAssembly is not available here, so plain JavaScript computes, slowly.`,
    };
  }
  return { name: 'wasm', device: 'WebAssembly SIMD', software: false, reason };
}

async function requestAdapter(): Promise<GPUAdapter | null> {
  return (await globalThis.navigator?.gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
}

const isSoftware = (adapter: GPUAdapter): boolean =>
  adapter.info.isFallbackAdapter ||
  /swiftshader|llvmpipe|software/iu.test(`${adapter.info.architecture} ${adapter.info.device} ${adapter.info.description}`);

function describe({ info }: GPUAdapter): string {
  const words = info.description || [info.vendor, info.architecture, info.device].filter(Boolean).join(' ');
  return words || 'unnamed WebGPU adapter';
}
