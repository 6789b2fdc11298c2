// @ts-check
/**
 * The software WebGPU adapter for tests in Node: SwiftShader and the Vulkan loader, as they come with Chromium.
 */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findBrowser } from '../browser.mjs';

/** Describes SwiftShader's Vulkan driver to the loader. */
export const DRIVER = 'vk_swiftshader_icd.json';

/** @returns {Promise<string | undefined>} the folder that holds driver and loader, if there is one */
export async function softwareGpuFolder() {
  const browser = await findBrowser();
  // Debian's /usr/bin/chromium is a script; what it starts lies in its library folder.
  const folders = [...(browser ? [dirname(realpathSync(browser))] : []), '/usr/lib/chromium'];
  return folders.find((folder) => existsSync(join(folder, DRIVER)));
}

/**
 * The environment of a Node process that is to find the loader: its path is read when the process starts, so it cannot be set later.
 *
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function withSoftwareGpu(env = process.env) {
  const folder = await softwareGpuFolder();
  if (folder === undefined) return env;
  return { ...env, LD_LIBRARY_PATH: [folder, env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter) };
}
