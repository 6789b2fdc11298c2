// @ts-check
/** Running a bench in Chromium, bundled and minified as the lab is. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInChromium } from './chromium.mjs';
import { projectDir } from './paths.mjs';

/** @typedef {import('../../test/bench/bench.ts').Measurement} Measurement */

/** Without these, headless Chromium on Linux offers no WebGPU adapter at all. */
const webGpu = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

/**
 * Bundles a module, calls its default export on a page of its own, and returns what that gives. The page is served as the lab is, with its
 * policy and its datasets. What the module tells by `console.info` goes to the log.
 *
 * @param {string} entry from the root of the project
 * @param {(line: string) => void} log
 * @param {readonly string[]} names rows that are wanted, for the module
 * @param {{ withoutPolicy?: boolean }} [options] `withoutPolicy` for a program under comparison that runs text as code
 * @returns {Promise<Measurement[]>}
 */
export async function measureInBrowser(entry, log, names, { withoutPolicy = false } = {}) {
  const workshop = join(projectDir, '.cache', 'bench');
  await mkdir(workshop, { recursive: true });
  const root = await mkdtemp(join(workshop, 'bench-'));
  try {
    await bundle(entry, root);
    await writeFile(join(root, 'index.html'), '<!doctype html><title>Bench</title>');
    const { page, died, close } = await openInChromium({ path: '', log, root, arguments: webGpu });
    page.on('console', (message) => {
      if (message.type() === 'info') log(message.text());
    });
    try {
      if (withoutPolicy) {
        const session = await page.context().newCDPSession(page);
        await session.send('Page.setBypassCSP', { enabled: true });
        await page.reload();
      }
      const run = page.evaluate(async (wanted) => (await import(new URL('bench.js', document.baseURI).href)).default(wanted), names);
      return await Promise.race([run, died]);
    } finally {
      await close();
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/**
 * @param {string} entry
 * @param {string} outDir
 */
async function bundle(entry, outDir) {
  const { build, loadConfigFromFile } = await import('vite');
  const loaded = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(projectDir, 'vite.config.ts'));
  await build({
    // As the lab's, but for what goes in: the lab's own pages and its service worker stay out.
    ...loaded?.config,
    plugins: loaded?.config.plugins?.flat().filter((plugin) => !plugin || !('name' in plugin) || plugin.name !== 'files-in-service-worker'),
    configFile: false,
    root: projectDir,
    logLevel: 'error',
    build: {
      ...loaded?.config.build,
      outDir,
      copyPublicDir: false,
      modulePreload: false,
      rollupOptions: {
        input: { bench: join(projectDir, entry) },
        // The page calls what the module exports.
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js' },
      },
    },
  });
}
