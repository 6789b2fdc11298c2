import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { browserArguments, browserCandidates, browserWorks, findBrowser } from '../../../scripts/browser.mjs';

const folders: string[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A folder with programs of which each runs a line of shell. */
async function folderWith(programs: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'browser-'));
  folders.push(folder);
  for (const [name, line] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${line}\n`);
    await chmod(join(folder, name), 0o755);
  }
  return folder;
}

test('places are tried in order: the variable, PATH by name, the usual places, Playwright’s own', () => {
  const candidates = browserCandidates({ PARSIMONY_CHROMIUM: '/mine', PATH: '/a:/b:' }, 'linux', '/playwright/chrome');
  expect(candidates[0]).toBe('/mine');
  expect(candidates.at(-1)).toBe('/playwright/chrome');
  const order = ['/a/chromium', '/b/chromium', '/a/chromium-browser', '/a/google-chrome', '/b/chrome', '/opt/google/chrome/chrome'];
  const positions = order.map((path) => candidates.indexOf(path));
  expect(positions).not.toContain(-1);
  expect(positions).toEqual([...positions].sort((a, b) => a - b));
});

test('every system has its usual places', () => {
  expect(browserCandidates({ HOME: '/Users/me' }, 'darwin')).toContain('/Users/me/Applications/Chromium.app/Contents/MacOS/Chromium');
  expect(browserCandidates({ PROGRAMFILES: 'C:\\Programs' }, 'win32')).toContain('C:\\Programs\\Google\\Chrome\\Application\\chrome.exe');
});

test.skipIf(process.platform === 'win32')('a program that does not start is passed over', async () => {
  const broken = await folderWith({ chromium: 'echo "install the snap" >&2; exit 1' });
  const sound = await folderWith({ chromium: 'echo "Chromium 150"' });
  expect(browserWorks(join(broken, 'chromium'))).toBe(false);
  expect(browserWorks(join(sound, 'missing'))).toBe(false);
  vi.stubEnv('PARSIMONY_CHROMIUM', undefined);
  vi.stubEnv('PATH', `${broken}:${sound}`);
  expect(await findBrowser()).toBe(join(sound, 'chromium'));
});

test('a variable that names no browser is an error, not a hint', async () => {
  vi.stubEnv('PARSIMONY_CHROMIUM', '/nowhere/chromium');
  await expect(findBrowser()).rejects.toThrow('PARSIMONY_CHROMIUM names /nowhere/chromium');
});

test('software WebGPU is asked for by name only', () => {
  expect(browserArguments().join(' ')).not.toContain('webgpu');
  expect(browserArguments({ softwareWebGpu: true })).toContain('--use-webgpu-adapter=swiftshader');
});
