// @ts-check
/** A lab without a screen in headless Chromium, for commands. */
import { openInChromium } from './chromium.mjs';

/** @typedef {import('./study-in-node.mjs').Runner} Runner */

/** Without these, headless Chromium on Linux offers no WebGPU adapter at all. */
const webGpu = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

/**
 * @param {(line: string) => void} log
 * @returns {Promise<Runner>}
 */
export async function studyInChromium(log) {
  const { page, died, close } = await openInChromium({ path: 'headless.html', log, arguments: webGpu });
  return {
    run: async (study, options, report, earlier) => {
      await page.exposeFunction('reportProgress', report);
      const run = page.evaluate(
        ([input, given, before]) => window.parsimony.run(input, given, (progress) => void window.reportProgress(progress), before),
        /** @type {const} */ ([study, options, earlier]),
      );
      return Promise.race([run, died]);
    },
    cancel: () => page.evaluate(() => window.parsimony.cancel()),
    result: () => Promise.race([page.evaluate(() => window.parsimony.result()), died]),
    close,
  };
}
