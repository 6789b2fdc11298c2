import { defineConfig } from '@playwright/test';
import { browserArguments, findBrowser } from './scripts/browser.mjs';

// Without a browser the tests fail with Playwright's own words; `npm test` installs one before it comes here.
const executablePath = await findBrowser();

const launch = (args: string[]) => ({ launchOptions: { args, ...(executablePath && { executablePath }) } });

/** The production build in a real browser; test/e2e/support/server.ts builds and serves it. */
export default defineConfig({
  testDir: 'test/e2e',
  globalSetup: './test/e2e/support/server.ts',
  outputDir: 'test-results',
  // One test leaves a core and a half of two idle half of the time: it waits for frames, for storage, for a quota to be noticed.
  workers: 2,
  // On a shared machine at half its speed the longest took 126 s.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  // As in vitest.config.ts: a missing snapshot fails.
  updateSnapshots: 'none',
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list', { printSteps: false }]],
  use: {
    actionTimeout: 20_000,
    viewport: { width: 1440, height: 900 },
    // A trace takes a fourteenth of all time, with snapshots of a page with a dozen plots a third: `--trace on` makes one for a test that is looked into.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'lab', testIgnore: '**/*.webgpu.spec.ts', use: launch(browserArguments()) },
    { name: 'webgpu', testMatch: '**/*.webgpu.spec.ts', use: launch(browserArguments({ softwareWebGpu: true })) },
  ],
});
