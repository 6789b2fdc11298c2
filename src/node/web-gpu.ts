/**
 * `navigator.gpu` in Node, by Dawn, the WebGPU of Chromium. It is native code of some 20 MB, loaded only when an adapter is asked for. It
 * finds no adapter where the machine has no driver (Vulkan, Metal, Direct3D).
 */

import { constants } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { END, type ThreadData } from './worker-thread.ts';

/** Dawn, or null where it has nothing to compute on; adapters live only as long as it is held. */
let dawn: Promise<GPU | null> | null = null;

/** Gives this thread a `navigator.gpu`, as a worker of a browser has one. */
export function offerWebGpu(): void {
  const requestAdapter = async (options?: GPURequestAdapterOptions) => (await (dawn ??= load()))?.requestAdapter(options) ?? null;
  // Node has a navigator from version 21 on.
  if (!('navigator' in globalThis)) Object.defineProperty(globalThis, 'navigator', { value: { userAgent: `Node.js/${process.version}` } });
  Object.defineProperty(navigator, 'gpu', { value: { requestAdapter } });
}

async function load(): Promise<GPU | null> {
  // Without a loader for Vulkan, Dawn would print that it misses one, and find nothing.
  if (process.platform === 'linux' && !hasLibrary('libvulkan.so.1')) return null;
  endByItself();
  try {
    const { create, globals } = await import('webgpu');
    Object.assign(globalThis, globals);
    return create([]);
  } catch (error) {
    // Dawn comes for the usual systems and processors; on others there is no WebGPU.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_DLOPEN_FAILED') return null;
    throw error;
  }
}

/** From here on the thread may be within Dawn: it is asked to end, and does so when it is back. */
function endByItself(): void {
  const { native } = workerData as ThreadData;
  Atomics.store(native, 0, 1);
  parentPort?.on('message', (message) => {
    if (message === END) process.exit();
  });
}

/** Whether the system's loader finds a library. */
function hasLibrary(name: string): boolean {
  try {
    process.dlopen({ exports: {} }, name, constants.dlopen.RTLD_LAZY);
  } catch (error) {
    // A library that is there is opened, and then found to be no addon of Node's.
    return error instanceof Error && error.message.startsWith('Module did not self-register');
  }
  return true;
}
