// @ts-check
/**
 * Finds a Chromium for the commands that need a browser, and installs one where there is none. The environment variable
 * PARSIMONY_CHROMIUM names one to use.
 *
 *     node scripts/browser.mjs      prints the path of the browser
 */
import { execFile, spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { Failure, runAsCommand } from './lib/failure.mjs';
import { projectDir } from './lib/paths.mjs';

const namesOnPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/**
 * Where a Chromium may be, in the order in which the places are tried.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 * @param {string} [ofPlaywright] the path where Playwright keeps its own
 * @returns {string[]}
 */
export function browserCandidates(env, platform, ofPlaywright) {
  const onPath = (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => namesOnPath.map((name) => join(folder, platform === 'win32' ? `${name}.exe` : name)));
  // On PATH the name counts first, then the folder: a distribution's chromium is wanted before somebody's wrapper called chrome.
  onPath.sort((a, b) => rank(a) - rank(b));
  return [
    ...(env.PARSIMONY_CHROMIUM ? [env.PARSIMONY_CHROMIUM] : []),
    ...onPath,
    ...usualPlaces(env, platform),
    ...(ofPlaywright ? [ofPlaywright] : []),
  ];
}

/** @param {string} path */
const rank = (path) => namesOnPath.findIndex((name) => path.endsWith(`/${name}`) || path.endsWith(`\\${name}.exe`));

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {NodeJS.Platform} platform
 */
function usualPlaces(env, platform) {
  if (platform === 'darwin') {
    return ['/Applications', `${env.HOME ?? ''}/Applications`].flatMap((folder) => [
      `${folder}/Google Chrome.app/Contents/MacOS/Google Chrome`,
      `${folder}/Chromium.app/Contents/MacOS/Chromium`,
      `${folder}/Microsoft Edge.app/Contents/MacOS/Microsoft Edge`,
    ]);
  }
  if (platform === 'win32') {
    return [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].flatMap((folder) =>
      folder === undefined
        ? []
        : [`${folder}\\Google\\Chrome\\Application\\chrome.exe`, `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`],
    );
  }
  return ['/opt/google/chrome/chrome', '/snap/bin/chromium'];
}

/**
 * Whether a browser is there and starts. Ubuntu has a chromium-browser that only says that a snap is missing.
 * @param {string} path
 */
export function browserWorks(path) {
  try {
    accessSync(path, constants.X_OK);
  } catch {
    return false;
  }
  // On Windows --version opens a window instead of answering.
  return process.platform === 'win32' || spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0;
}

/** @returns {Promise<string | undefined>} the path of a Chromium that starts */
export async function findBrowser() {
  const wanted = process.env.PARSIMONY_CHROMIUM;
  if (wanted && !browserWorks(wanted)) {
    throw new Failure(`PARSIMONY_CHROMIUM names ${wanted}, which is no browser that starts. Correct the variable or remove it.`);
  }
  return browserCandidates(process.env, process.platform, await playwrightsOwn()).find(browserWorks);
}

async function playwrightsOwn() {
  if (!existsSync(join(projectDir, 'node_modules', '@playwright', 'test'))) return undefined;
  const { chromium } = await import('@playwright/test');
  return chromium.executablePath();
}

/**
 * The path of a Chromium, installed if need be.
 *
 * @param {(line: string) => void} log
 * @throws {Failure} if there is none and none can be installed
 */
export async function ensureBrowser(log) {
  const found = await findBrowser();
  if (found) return found;
  /** @type {string[]} */
  const tried = [];
  for (const attempt of installers()) {
    log(`Installing Chromium (${attempt.title}) …`);
    try {
      await attempt.run();
    } catch (error) {
      tried.push(`${attempt.title} failed: ${reasonIn(error)}`);
    }
    const installed = await findBrowser();
    if (installed) return installed;
  }
  throw new Failure(
    [
      'There is no Chromium on this computer, and this command needs one.',
      ...tried,
      'Install Chromium or Google Chrome, or name one in the environment variable PARSIMONY_CHROMIUM, and run the command again.',
    ].join('\n'),
  );
}

/** Ways to get a Chromium, the quickest to succeed or fail first. */
function installers() {
  const run = promisify(execFile);
  const apt = {
    title: 'apt-get',
    run: async () => {
      const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, maxBuffer: 1 << 26 };
      await run('apt-get', ['update'], { ...options, timeout: 180_000 });
      // A bare Debian has no fonts, and without any a page is laid out as nobody sees it.
      const packages = ['chromium', 'fonts-liberation', 'fonts-dejavu-core'];
      await run('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { ...options, timeout: 900_000 });
    },
  };
  const playwright = {
    title: 'playwright install',
    run: async () => {
      const cli = join(projectDir, 'node_modules', 'playwright', 'cli.js');
      // Behind a firewall that swallows packets the download never fails by itself; 150 MB take a slow line several minutes.
      const env = { ...process.env, PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' };
      await run(process.execPath, [cli, 'install', 'chromium'], { env, timeout: 600_000, maxBuffer: 1 << 26 });
    },
  };
  const debianAsRoot = process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  return debianAsRoot ? [apt, playwright] : [playwright];
}

/**
 * The line in which a program says why it failed.
 * @param {unknown} error
 */
function reasonIn(error) {
  const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const lines = (stderr || (error instanceof Error ? error.message : String(error))).split('\n').map((line) => line.trim());
  return lines.find((line) => /error|failed|^E:/i.test(line)) ?? lines.at(-1);
}

/**
 * Arguments that Chromium needs on this computer, and for a WebGPU that is emulated on the processor.
 *
 * @param {{ softwareWebGpu?: boolean }} [options]
 * @returns {string[]}
 */
export function browserArguments({ softwareWebGpu = false } = {}) {
  return [
    // Chromium's sandbox refuses to start for root, which is who containers run as.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    // A container's /dev/shm of 64 MB is too small for a page that trains.
    '--disable-dev-shm-usage',
    ...(softwareWebGpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'] : []),
  ];
}

await runAsCommand(import.meta.url, async () => {
  console.log(await ensureBrowser(console.error));
});
