// @ts-check
/** A page of the production build in headless Chromium, for commands. */
import { browserArguments, ensureBrowser } from '../browser.mjs';
import { ensureBuilt } from '../build.mjs';
import { serve } from '../serve.mjs';
import { Failure } from './failure.mjs';
import { dataDir, distDir } from './paths.mjs';

/**
 * Serves a build and opens one of its pages.
 *
 * @param {{ path: string, log: (line: string) => void, root?: string, arguments?: string[] }} options `path` from the root of the build;
 *   `root` a build other than the lab's
 * @returns {Promise<{ page: import('@playwright/test').Page, died: Promise<never>, close: () => Promise<void> }>} `died` rejects if page
 *   or browser end by themselves
 */
export async function openInChromium({ path, log, root, arguments: extra = [] }) {
  const executablePath = await ensureBrowser(log);
  if (!root) await ensureBuilt(log);
  const { chromium } = await import('@playwright/test');
  const server = await serve({ root: root ?? distDir, dataRoot: dataDir, port: 0 });
  const browser = await chromium.launch({
    executablePath,
    args: [...browserArguments(), ...extra],
    // A command ends its browser itself, after it has fetched what there is.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  const page = await browser.newPage();
  /** @type {Promise<never>} */
  const died = new Promise((_resolve, reject) => {
    page.once('crash', () =>
      reject(new Failure('The page in which it ran crashed, most likely for want of memory. Try fewer jobs at once (--jobs 1).')),
    );
    browser.once('disconnected', () => reject(new Failure('The browser in which it ran ended by itself. Run the command again.')));
  });
  // It matters only to those who race against it.
  died.catch(() => undefined);
  page.on('pageerror', (error) => log(`The page reports: ${error.message}`));
  const close = async () => {
    await browser.close();
    await server.close();
  };
  try {
    await page.goto(new URL(path, server.url).href);
  } catch (error) {
    await close();
    throw error;
  }
  return { page, died, close };
}
