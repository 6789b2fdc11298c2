/** Lessons: walked to their end with a prediction, broken off and gone on with, read without running, and in German. */
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

/** Two cores need 11 s for all of its jobs, a shared machine up to five times as much. */
const MINUTE = 60_000;

test('a lesson is predicted, run, broken off by a reload, gone on with to its check, and opened in the lab', async ({ lab, page }) => {
  await lab.open('#/', page.getByRole('heading', { level: 1 }));
  await page.getByRole('link', { name: /^Learn short lessons/ }).click();
  await page
    .getByRole('main')
    .getByRole('link', { name: /Can noise tell the same story/ })
    .click();
  await expect(page).toHaveURL(/#\/learn\/noise$/);

  const guess = page.getByRole('slider', { name: 'r of pure noise' });
  await guess.press('Home');
  await expect(page.getByText('fixed when you press Run')).toBeVisible();
  await page.getByRole('button', { name: /^Run · about/ }).click();
  await expect(guess).toBeDisabled();
  const jobs = page.getByText(/^\d of 4 jobs done/);
  await expect(jobs).toHaveText(/^[1-3] of 4/, { timeout: MINUTE });

  await page.reload();
  await expect(jobs).toHaveText(/interrupted/);
  await expect(guess).toHaveValue('0');
  await expect(guess).toBeDisabled();
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(jobs).toHaveText(/^4 of 4/, { timeout: MINUTE });

  const check = page.getByRole('status').filter({ hasText: 'Not as expected' });
  await expect(check).toContainText('You said 0.00; noise reaches');
  await page.getByRole('textbox', { name: 'Your sentence' }).fill('I would be convinced if n stayed the same.');
  await expect(page.getByRole('complementary').getByText('done')).toHaveCount(1);
  await page.getByRole('textbox', { name: 'Your name, as your teacher knows it' }).fill('Emmy');
  await page.getByRole('button', { name: 'Make the link to hand in' }).click();
  const handedIn = await page.getByRole('textbox', { name: 'Link to hand in' }).inputValue();
  await expectAccessible(page);

  // What stands in the lab stays; the runs are among its own, and it opens them when it is asked to.
  await lab.goToLab();
  await expect(page.getByRole('button', { name: /^Preset: / })).toContainText('DTC as published');
  await lab.goToRuns();
  await expect(lab.runs).toHaveCount(1);
  await page.goBack();
  await page.goBack();
  await page.getByRole('link', { name: 'Open these 4 runs in the lab' }).click();
  await expect(page).toHaveURL(/#\/run\//);
  await lab.ends('Finished');

  await lab.open('#/class', page.getByRole('heading', { name: 'Class sheet' }));
  await page.getByLabel('Links').fill(handedIn);
  await page.getByRole('button', { name: 'Read 1 link' }).click();
  const row = page.getByRole('region', { name: 'Table of answers' }).getByRole('row', { name: /Emmy/ });
  await expect(row).toContainText(/^Emmy0.*not as expectedI would be convinced if n stayed the same\./);
});

test('a lesson is read by a recorded run, in another language, and begun anew', async ({ lab, page }) => {
  await lab.open('#/learn/pruning', page.getByRole('heading', { name: 'Is pruning clever?' }));
  // Marks are pulled with the mouse: the last one up by some sixty pixels.
  const axes = page.getByRole('main').locator('svg[height="232"]');
  const { x, y, width } = (await axes.boundingBox())!;
  await page.mouse.move(x + width * 0.83, y + 150);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.83, y + 90, { steps: 4 });
  await page.mouse.up();
  const last = page.getByRole('slider', { name: '98% gone' });
  const said = Number(await last.inputValue());
  expect(said).toBeGreaterThan(30);
  await page.getByRole('slider', { name: '50% gone' }).press('Home');

  await page.getByRole('button', { name: 'Show a recorded run' }).click();
  await expect(page.getByText(/^A recorded run, not yours/)).toBeVisible();
  await expect(page.getByText(/smallest first is 47 points ahead/)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'As expected' })).toContainText('it does');
  await expect(last).toBeDisabled();
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Deutsch' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ist Ausdünnen klug?');
  await expect(page.getByRole('status').filter({ hasText: 'Wie erwartet' })).toContainText('Punkte');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await page.reload();
  await expect(page.getByText(/um 47 Punkte vorn/)).toBeVisible();
  await expect(page.getByRole('slider', { name: '98 % weg' })).toHaveValue(String(said));

  await page.getByRole('button', { name: 'Diese Lektion zurücksetzen' }).click();
  await expect(page.getByRole('slider', { name: '98 % weg' })).toBeEnabled();
  await expect(page.getByText('noch nichts vorhergesagt')).toBeVisible();
  await page.getByRole('link', { name: 'Lernen', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Lerne/);
  await expectAccessible(page);
});

test('things are put in order by mouse, by finger, and by keyboard', async ({ lab, page, context }) => {
  await lab.open('#/learn/worth', page.getByRole('heading', { level: 1 }));
  const rows = page.getByRole('button', { name: /^Move up: / });
  const order = (): Promise<string[]> =>
    rows.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')!.slice('Move up: '.length)));
  const [first, second, third] = await order();
  const list = page.getByRole('list').filter({ has: rows.first() });
  const boxOf = async (row: number) => (await list.getByRole('listitem').nth(row).boundingBox())!;

  const from = await boxOf(0);
  const to = await boxOf(2);
  await page.mouse.move(from.x + 120, from.y + 20);
  await page.mouse.down();
  await page.mouse.move(to.x + 120, to.y + to.height - 8, { steps: 6 });
  await page.mouse.up();
  await expect.poll(order).toEqual([second, third, first]);

  // A finger on the rest of a row scrolls the page; by the grip it takes the row along.
  const session = await context.newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  const drag = async (x: number): Promise<void> => {
    const [at, above] = [await boxOf(2), await boxOf(0)];
    await touch('touchStart', [{ x: at.x + x, y: at.y + 24 }]);
    for (const share of [0.3, 0.6, 1]) await touch('touchMove', [{ x: at.x + x, y: at.y + 24 + share * (above.y + 4 - at.y - 24) }]);
    await touch('touchEnd', []);
  };
  await drag(14);
  await expect.poll(order).toEqual([first, second, third]);
  await drag(160);
  expect(await order()).toEqual([first, second, third]);

  await page.getByRole('button', { name: `Move down: ${first}` }).press('Enter');
  await expect.poll(order).toEqual([second, first, third]);
  await expectAccessible(page);
});
