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
    countPromises(globals as unknown as Parameters<typeof countPromises>[0]);
    Object.assign(globalThis, globals);
    return create([]);
  } catch (error) {
    // Dawn comes for the usual systems and processors; on others there is no WebGPU.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'MODULE_NOT_FOUND' || code === 'ERR_DLOPEN_FAILED') return null;
    throw error;
  }
}

/** What gives promises that Dawn has to keep: if the thread ends before, Dawn aborts the whole process. */
const PROMISING = [
  ['GPUAdapter', 'requestDevice'],
  ['GPUBuffer', 'mapAsync'],
  ['GPUDevice', 'createComputePipelineAsync'],
  ['GPUDevice', 'popErrorScope'],
  ['GPUQueue', 'onSubmittedWorkDone'],
] as const;

let isToEnd = false;
let promises = 0;

/** From here on the thread may be within Dawn, or owed something by it: it is asked to end, and does so when neither is the case. */
function endByItself(): void {
  const { native } = workerData as ThreadData;
  Atomics.store(native, 0, 1);
  parentPort?.on('message', (message) => {
    if (message !== END) return;
    isToEnd = true;
    endIfFree();
  });
}

function endIfFree(): void {
  // What a kept promise sets going may ask for the next.
  if (isToEnd) setImmediate(() => promises === 0 && process.exit());
}

function countPromises(globals: Record<string, { prototype: Record<string, (...given: unknown[]) => Promise<unknown>> }>): void {
  for (const [name, method] of PROMISING) {
    const { prototype } = globals[name];
    const asked = prototype[method];
    prototype[method] = async function counted(...given) {
      promises++;
      try {
        return await asked.apply(this, given);
      } finally {
        promises--;
        endIfFree();
      }
    };
  }
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
