/**
 * WebGPU in Node, by Dawn and the SwiftShader that comes with Chromium. Only tiny shapes: SwiftShader computes on the processor.
 * Call it before tfjs' WebGPU backend is started. `npm test` sets the path of the Vulkan loader (scripts/lib/software-gpu.mjs).
 */
import { join } from 'node:path';
import { DRIVER, softwareGpuFolder } from '../../../scripts/lib/software-gpu.mjs';

/** Gives Node a `navigator.gpu`. @returns whether there is an adapter */
export async function offerWebGpu(): Promise<boolean> {
  const folder = await softwareGpuFolder();
  if (!folder) return false;
  process.env.VK_ICD_FILENAMES = join(folder, DRIVER);
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]), userAgent: 'node' }, configurable: true, writable: true });
  Object.assign(globalThis, { WorkerGlobalScope: Object, self: globalThis });
  return (await navigator.gpu.requestAdapter()) !== null;
}
