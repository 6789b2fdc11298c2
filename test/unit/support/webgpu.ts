/**
 * WebGPU in Node, by Dawn and the SwiftShader that comes with Chromium. Only tiny shapes: SwiftShader computes on the processor.
 * Call it before tfjs' WebGPU backend is started. `npm test` sets the path of the Vulkan loader (scripts/lib/software-gpu.mjs).
 */
import { join } from 'node:path';
import { DRIVER, softwareGpuFolder } from '../../../scripts/lib/software-gpu.mjs';

/**
 * Gives Node a `navigator.gpu`.
 *
 * @returns whether there is an adapter: tests that need one are skipped where there is none
 * @throws if there is none and CI is set
 */
export async function offerWebGpu(): Promise<boolean> {
  return mayBeSkipped(await findAdapter());
}

/** A green run of the continuous integration says that WebGPU was tested; on a computer without a driver a person may go without. */
export function mayBeSkipped(available: boolean, env: NodeJS.ProcessEnv = process.env): boolean {
  if (!available && env.CI)
    throw new Error(
      'There is no WebGPU adapter in Node, and where CI is set its tests may not be skipped. Install Debian’s chromium or Google Chrome, whose SwiftShader they compute on, and run them by npm test or npm run unit, which tell the process where it lies.',
    );
  return available;
}

async function findAdapter(): Promise<boolean> {
  const folder = await softwareGpuFolder();
  if (!folder) return false;
  process.env.VK_ICD_FILENAMES = join(folder, DRIVER);
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]), userAgent: 'node' }, configurable: true, writable: true });
  Object.assign(globalThis, { WorkerGlobalScope: Object, self: globalThis });
  return (await navigator.gpu.requestAdapter()) !== null;
}
