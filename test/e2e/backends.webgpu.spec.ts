/** WebGPU in a real browser, on a software adapter: slow, so everything here is tiny. */
import { dtcStep } from '../unit/support/dtc.ts';
import type { Page } from '@playwright/test';
import type { Result } from '../../src/study/records.ts';
import { expect, test } from './support/test.ts';

/** One cycle of twenty training steps. */
const study = {
  name: 'Twenty steps',
  job: {
    data: { trainImages: 320, testImages: 64 },
    model: { hidden: [16] },
    training: { batchSize: 16 },
    compression: { batchesPerCycle: 20, stopWidth: 14 },
  },
};

const run = (page: Page, backend: 'webgpu' | 'wasm'): Promise<Result> =>
  page.evaluate(
    async ([toRun, name]) => {
      await window.parsimony.run(toRun, { backend: name, workers: 1 }, () => undefined);
      return window.parsimony.result();
    },
    [study, backend] as const,
  );

test('twenty training steps on WebGPU have the losses of WebAssembly', async ({ page, labUrl }) => {
  await page.goto(`${labUrl}headless.html`);
  const [gpu] = (await run(page, 'webgpu')).records;
  expect(gpu.error).toBeNull();
  expect(gpu.environment?.backend).toBe('webgpu');
  expect(gpu.environment?.software).toBe(true);
  await page.reload();
  const [wasm] = (await run(page, 'wasm')).records;
  expect(wasm.losses.length).toBe(2);
  for (const [index, loss] of wasm.losses.entries()) expect(Math.abs(gpu.losses[index] / loss - 1)).toBeLessThan(1e-4);
  expect(Math.abs(dtcStep(gpu.steps[0]).trainLoss / dtcStep(wasm.steps[0]).trainLoss - 1)).toBeLessThan(1e-4);
});

test('a software adapter is never chosen on its own, and the page says why', async ({ lab }) => {
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Finished');
  await expect(lab.runBar).toContainText('WebAssembly');
});

test('a graphics process that dies takes one job with it, and the others run', async ({ page, browser, labUrl, problems }) => {
  problems.allow(/./);
  const devTools = await browser.newBrowserCDPSession();
  let isDead = false;
  await page.exposeFunction('endGraphics', async () => {
    if (isDead) return;
    isDead = true;
    await devTools.send('Browser.crashGpuProcess' as never);
  });
  await page.goto(`${labUrl}headless.html`);
  const records = await page.evaluate(
    async (toRun) => {
      const { endGraphics } = window as unknown as { readonly endGraphics: () => Promise<void> };
      const once = ({ share }: { readonly share: number }): void => void (share > 0 && endGraphics());
      await window.parsimony.run(toRun, { backend: 'webgpu', workers: 1 }, once);
      return window.parsimony.result().records;
    },
    { ...study, axes: [{ path: 'seed', values: [1, 2, 3] }] },
  );
  expect(isDead).toBe(true);
  const failed = records.filter(({ status }) => status !== 'finished');
  expect(failed.map(({ error }) => error)).toEqual([{ kind: 'backend', message: expect.stringContaining('graphics device was lost') }]);
  expect(records.at(-1)?.status).toBe('finished');
});
