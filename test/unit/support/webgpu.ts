/**
 * WebGPU in Node, by Dawn and the SwiftShader that comes with Chromium. Only tiny shapes: SwiftShader computes on the processor.
 * Import it before tfjs' WebGPU backend is started.
 */
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBrowser } from '../../../scripts/browser.mjs';

/** The description of SwiftShader's Vulkan driver, beside the Chromium binary or in Debian's library folder. */
async function softwareDriver(): Promise<string | null> {
  const browser = await findBrowser();
  const folders = [browser && dirname(realpathSync(browser)), '/usr/lib/chromium'].filter((folder) => typeof folder === 'string');
  return folders.map((folder) => join(folder, 'vk_swiftshader_icd.json')).find((path) => existsSync(path)) ?? null;
}

/** Gives Node a `navigator.gpu`. @returns whether there is an adapter */
export async function offerWebGpu(): Promise<boolean> {
  const driver = await softwareDriver();
  if (!driver) return false;
  process.env.VK_ICD_FILENAMES = driver;
  const { create, globals } = await import('webgpu');
  Object.assign(globalThis, globals);
  Object.defineProperty(globalThis, 'navigator', { value: { gpu: create([]), userAgent: 'node' }, configurable: true, writable: true });
  Object.assign(globalThis, { WorkerGlobalScope: class WorkerGlobalScope {}, self: globalThis });
  return (await navigator.gpu.requestAdapter()) !== null;
}
