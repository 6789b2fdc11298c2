/** The tables and figures of the papers: every card has a verdict, and leads to the run that it rests on. */
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

test('every card has a verdict, one of them is drawn, and its recorded run opens in the lab', async ({ lab, page }) => {
  await lab.open('#/reproduce', page.getByTestId('overview'));
  const cards = page.getByRole('article');
  const count = await cards.count();
  expect(count).toBeGreaterThan(20);
  await expect(page.locator('[data-outcome]')).toHaveCount(count);
  await expect(page.getByTestId('overview')).toContainText(`Of ${count} cards of 2 papers: `);
  await expectAccessible(page);
  const { width, height } = page.viewportSize()!;
  await page.setViewportSize({ width: 360, height });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.setViewportSize({ width, height });

  // By how they stand.
  await page.getByRole('radio', { name: /^Cannot be run here/ }).click();
  await expect(page.locator('[data-outcome]:not([data-outcome=cannot-run-here])')).toHaveCount(0);
  await page.getByRole('radio', { name: /^All/ }).click();

  const card = page.getByRole('article', { name: /^Table 1 Accuracy as a layer/ });
  await card.getByRole('button', { name: 'Show the figure' }).click();
  await expect(card.locator('.main-svg').first()).toBeVisible();
  await card.getByRole('link', { name: /^Open the recorded run/ }).click();
  await expect(lab.sharedBanner).toContainText('DTC as published');
  await expect(page).toHaveURL(/#\/lab\?recorded=dtc-as-published$/);
});
