/** Running a study: pausing, stopping, changing it, and workers that die. */
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';

/** Long enough to be paused on a fast machine (some 5 s on two quiet cores), short enough to be waited for on a busy one. */
const someCycles = { neurons: '40', batches: '120' };

/** Keeps hold of the page's workers, so that a test can end one as a crash would. */
async function holdWorkers(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: Worker[] = [];
    Object.assign(globalThis, {
      heldWorkers: held,
      Worker: class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          held.push(this);
        }
      },
    });
  });
}

const endWorker = (page: Page, index: number): Promise<void> =>
  page.evaluate((at) => (globalThis as unknown as { heldWorkers: Worker[] }).heldWorkers[at].terminate(), index);

/** Lets a test hold back what the page is told of what is in sight, as a busy page does by itself, and hand it over in one piece. */
async function holdSight(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const waiting: (() => void)[] = [];
    const sight = {
      isHeld: false,
      release: () => {
        sight.isHeld = false;
        for (const tell of waiting.splice(0)) tell();
      },
    };
    Object.assign(globalThis, {
      sight,
      IntersectionObserver: class extends IntersectionObserver {
        constructor(callback: IntersectionObserverCallback, options?: IntersectionObserverInit) {
          const held: IntersectionObserverEntry[] = [];
          super((entries, observer) => {
            held.push(...entries);
            const tell = (): void => {
              if (held.length > 0) callback(held.splice(0), observer);
            };
            if (sight.isHeld) waiting.push(tell);
            else tell();
          }, options);
        }
      },
    });
  });
}

test('points appear in the figures while the study runs, and the network loses neurons, which can be stepped through', async ({ lab }) => {
  await lab.open();
  await lab.chooseShortStudy();
  await lab.type('Hidden neurons', someCycles.neurons);
  await lab.type('Batches per cycle', someCycles.batches);
  await lab.runButton.click();
  const networks = lab.figure('The network thinning out');
  await expect(networks.getByRole('img', { name: 'DTC: hidden layer 40 of 40 left' })).toBeVisible();
  await expect(lab.steps).not.toHaveCount(0, { timeout: 60_000 });
  // Held for the look at what has come so far.
  await lab.pauseButton.press('Enter');
  await lab.act('Accuracy against sparsity', 'Show data as table');
  const rows = lab.dataOf('Accuracy against sparsity');
  await expect(rows).not.toHaveCount(0);
  const early = await rows.count();
  await lab.resumeButton.click();
  await lab.ends('Finished');
  // The steps are there with the end of the run, the figure's table when its turn has come.
  const cycles = await lab.steps.count();
  await expect(rows).toHaveCount(cycles);
  expect(cycles).toBeGreaterThan(early);

  // From the first prune, which leaves ceil(0.9 · 39) neurons, to the last; the figures mark the cycle that is looked at.
  const slider = networks.getByRole('slider');
  await slider.press('Home');
  await expect(slider).toHaveAttribute('aria-valuetext', `cycle 0 (1 of ${cycles})`);
  await expect(networks.getByRole('img', { name: 'DTC: hidden layer 36 of 40 left' })).toBeVisible();
  await networks.getByRole('button', { name: 'On one cycle' }).click();
  await expect(networks.getByRole('img', { name: 'DTC: hidden layer 32 of 40 left' })).toBeVisible();
  await slider.press('End');
  await slider.press('ArrowLeft');
  await networks.getByRole('button', { name: 'Play' }).click();
  await expect(networks).toContainText(`(${cycles} of ${cycles})`);
  await expect(networks.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('a figure that went and came back before the page was told of it goes on following its run', async ({ lab, page }) => {
  await holdSight(page);
  await lab.open();
  const points = lab.figure('Accuracy against sparsity').locator('.scatterlayer .point');
  await expect(points).not.toHaveCount(0);
  await page.evaluate(() => ((globalThis as unknown as { sight: { isHeld: boolean } }).sight.isHeld = true));
  // Nothing of this study is published, so that the figure is empty until its first prune.
  await lab.chooseShortStudy();
  await lab.type('Hidden neurons', someCycles.neurons);
  await lab.type('Batches per cycle', someCycles.batches);
  await expect(lab.figure('Accuracy against sparsity')).toContainText('Press Run');
  await lab.runButton.click();
  await expect(lab.steps).not.toHaveCount(0);
  await lab.pauseButton.press('Enter');
  await expect(lab.jobs.first()).toContainText('paused');
  await expect(points).toHaveCount(await lab.steps.count());
  // Out of sight and back, each for long enough that the browser notes it.
  await page.evaluate(async () => {
    for (const top of [document.body.scrollHeight, 0]) {
      scrollTo(0, top);
      for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
    }
  });
  await page.evaluate(() => (globalThis as unknown as { sight: { release(): void } }).sight.release());
  await lab.resumeButton.click();
  await lab.ends('Finished');
  await expect(points).toHaveCount(await lab.steps.count());
});

test('a pause holds the run and a resume takes it to its end', async ({ lab, page }) => {
  await lab.open();
  await lab.chooseShortStudy();
  await lab.type('Hidden neurons', someCycles.neurons);
  await lab.type('Batches per cycle', someCycles.batches);
  await lab.runButton.click();
  await expect(lab.steps).not.toHaveCount(0);
  await lab.pauseButton.press('Enter');
  await expect(lab.resumeButton).toBeVisible();
  // What was under way when the pause came may still be told, before the job says that it pauses; the table is drawn after that.
  await expect(lab.jobs.first()).toContainText('paused');
  let held = -1;
  const settled = async (): Promise<boolean> => held === (held = await lab.steps.count());
  await expect.poll(settled, { intervals: [700] }).toBe(true);
  await page.waitForTimeout(2000);
  expect(await lab.steps.count()).toBe(held);
  await lab.resumeButton.click();
  await lab.ends('Finished');
  expect(await lab.steps.count()).toBeGreaterThan(held);
});

test('a full-sized network in the middle of its training is paused and cancelled', async ({ lab }) => {
  await lab.open();
  await lab.runButton.click();
  await expect(lab.runBar).toContainText('training at', { timeout: 60_000 });
  await lab.pauseButton.press('Enter');
  await expect(lab.resumeButton).toBeVisible();
  await lab.cancelButton.press('Enter');
  await lab.ends('Cancelled');
});

test('a cancelled run keeps its steps and can be run again', async ({ lab }) => {
  await lab.open();
  await lab.chooseShortStudy();
  await lab.type('Hidden neurons', someCycles.neurons);
  await lab.type('Batches per cycle', someCycles.batches);
  await lab.runButton.click();
  await expect(lab.steps).not.toHaveCount(0);
  await lab.cancelButton.press('Enter');
  await lab.ends('Cancelled');
  await expect(lab.steps).not.toHaveCount(0);
  await lab.runButton.click();
  await lab.ends('Finished');
});

test('a changed setting changes the study, and can be taken back', async ({ lab, page }) => {
  await lab.open();
  await lab.type('LASSO penalty λ', '30');
  await expect(lab.setting('LASSO penalty λ')).toHaveValue('30');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(lab.setting('LASSO penalty λ')).toHaveValue('0.3');
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(lab.setting('LASSO penalty λ')).toHaveValue('30');
});

test('a value out of range is refused beside its field, and the study stays as it was', async ({ lab }) => {
  await lab.open();
  await lab.type('Batches per cycle', '0');
  await expect(lab.setting('Batches per cycle')).toHaveAttribute('aria-invalid', 'true');
  await lab.type('Batches per cycle', '12');
  await expect(lab.setting('Batches per cycle')).not.toHaveAttribute('aria-invalid', 'true');
});

test('seeds separated by commas make an axis', async ({ lab }) => {
  await lab.open();
  await lab.chooseShortStudy();
  await lab.type('Seed', '1, 2');
  await lab.runButton.click();
  await expect(lab.jobs).toHaveCount(2);
  await lab.ends('Finished');
});

test('a worker that dies is told, its job can be run again, and the others go on', async ({ lab, page }) => {
  await holdWorkers(page);
  await lab.open();
  await lab.chooseShortStudy();
  await lab.type('Hidden neurons', someCycles.neurons);
  await lab.type('Batches per cycle', someCycles.batches);
  await lab.type('Seed', '1, 2');
  // Another one has measured how long presets take.
  const before = await page.evaluate(() => (globalThis as unknown as { heldWorkers: Worker[] }).heldWorkers.length);
  await lab.runButton.click();
  await expect(lab.steps).not.toHaveCount(0, { timeout: 60_000 });
  await endWorker(page, before);
  await lab.ends('Ended with a failure');
  await expect(lab.runBar).toContainText('1 finished, 1 failed');
  await expect(lab.runBar).toContainText(/seed 1 failed\. The worker of this job has given no sign of life/);
  await lab.runBar.getByRole('button', { name: 'Retry' }).click();
  await lab.ends('Finished');
});

test('without the lab’s own kernels a study runs on those of tfjs, and the page says so', async ({ lab, page, problems }) => {
  problems.allow(/404|Failed to load resource/);
  // A worker's first requests pass by the routes of its page.
  await page.context().route(/\/assets\/kernels-[^/]*\.wasm$/u, (route) => route.fulfill({ status: 404, body: 'nothing here' }));
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await expect(page.getByText(/kernels did not load.*Those of tfjs compute instead/)).toBeVisible({ timeout: 60_000 });
  await lab.ends('Finished');
});
