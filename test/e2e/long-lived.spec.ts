/** A tab that stays open for long: many studies one after the other, and times in which the browser lets it sleep. */
import { expect, test } from './support/test.ts';

test('ten studies in one tab leave nothing behind but their results', async ({ lab, page, context }) => {
  await lab.open();
  await lab.chooseShortStudy();
  await lab.type('Batches per cycle', '2');
  const session = await context.newCDPSession(page);
  const measured = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    return { megabytes: usedSize / 1e6, nodes, jsEventListeners, workers: page.workers().length };
  };
  const run = async (seed: number): Promise<void> => {
    await lab.type('Seed', String(seed));
    await lab.runButton.click();
    await lab.ends('Finished');
  };
  for (const seed of [1, 2]) await run(seed);
  const before = await measured();
  for (let seed = 3; seed <= 10; seed++) await run(seed);
  const now = await measured();
  // Forty studies of 12 batches took 20.6 MB after the first and 24.3 MB after the last, 0.1 MB each; the lines of the stored list are among them.
  expect(now.megabytes - before.megabytes).toBeLessThan(4);
  expect(now.nodes - before.nodes).toBeLessThan(2000);
  expect(now.jsEventListeners - before.jsEventListeners).toBeLessThan(150);
  expect(now.workers).toBeLessThanOrEqual(before.workers);
});

test('a tab that is put to sleep in the midst of a run goes on with it when it wakes, and ends in the same numbers', async ({
  lab,
  page,
  context,
}) => {
  await lab.open();
  await lab.chooseShortStudy();
  // Of seven cycles six are left when the first is seen: on a fast machine as well it is not over by then.
  await lab.type('Hidden neurons', '40');
  await lab.type('Batches per cycle', '200');
  await lab.runButton.click();
  await lab.ends('Finished');
  const [whole] = (await lab.result()).records;

  await lab.runButton.click();
  await expect(lab.steps).not.toHaveCount(0);
  await expect(lab.pauseButton).toBeVisible();
  const session = await context.newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  // Longer than a worker may be silent: what is asleep as well is not taken for dead.
  await page.waitForTimeout(12_000);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await lab.ends('Finished');
  const [slept] = (await lab.result()).records;
  expect(slept.steps.map((step) => ({ ...step, seconds: 0 }))).toEqual(whole.steps.map((step) => ({ ...step, seconds: 0 })));
  await expect(lab.errors).toHaveCount(0);
});
