/** Data sets that are missing or damaged, and visits without a network. */
import { expect, test } from './support/test.ts';

const SHARD = '**/data/mnist/train-images-000.bin';

test('a corrupted shard is named, nothing is half loaded, and a retry finds it mended', async ({ lab, page, problems }) => {
  problems.allow(/train-images-000/);
  await page.route(SHARD, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1] ^= 0xff;
    await route.fulfill({ response, body });
  });
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Ended with a failure');
  await expect(lab.runBar).toContainText('train-images-000.bin');
  await expect(lab.steps).toHaveCount(0);

  await page.unroute(SHARD);
  await lab.runBar.getByRole('button', { name: 'Retry' }).click();
  await lab.ends('Finished');
});

test('a missing shard is named', async ({ lab, page, problems }) => {
  problems.allow(/404|train-images-000/);
  await page.route(SHARD, (route) => route.fulfill({ status: 404, body: 'nothing here' }));
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Ended with a failure');
  await expect(lab.runBar).toContainText('train-images-000.bin');
});

test('a download that is cut off is named', async ({ lab, page, problems }) => {
  problems.allow(/ERR_|train-images-000|Failed to load/);
  await page.route(SHARD, (route) => route.abort('connectionreset'));
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Ended with a failure');
  await expect(lab.runBar).toContainText('train-images-000.bin');
});

test('a file of WebAssembly that is missing once is named, and the job can be run again without a reload', async ({
  lab,
  page,
  problems,
}) => {
  problems.allow(/404|wasm|Failed to load/);
  const file = '**/tfjs-backend-wasm-simd*.wasm';
  await page.route(file, (route) => route.fulfill({ status: 404, body: 'nothing here' }));
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Ended with a failure');
  await expect(lab.runBar).toContainText(/tfjs-backend-wasm-simd.*status 404/u);
  await page.unroute(file);
  await lab.runBar.getByRole('button', { name: 'Retry' }).click();
  await lab.ends('Finished');
});

test.describe('a second visit', () => {
  test.use({ keepsItself: true });

  test('works without a network: the page, its charts and a whole study', async ({ lab, page, context, problems }) => {
    // Without a network the page still asks whether another data set has become ready.
    problems.allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
    await lab.open();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await lab.chooseShortStudy();
    await lab.runButton.click();
    await lab.ends('Finished');

    await context.setOffline(true);
    await page.reload();
    await expect(lab.runButton).toBeVisible();
    await lab.choosePreset('DTC as published');
    await expect(lab.figure('Accuracy against sparsity').locator('.main-svg').first()).toBeVisible();
    await lab.chooseShortStudy();
    await lab.runButton.click();
    await lab.ends('Finished');
    await expect(lab.steps).not.toHaveCount(0);
  });
});
