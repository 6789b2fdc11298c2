/** For everybody: keyboard, screen readers, narrow screens, both themes. */
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

test('axe finds nothing wrong in either theme, idle and after a run', async ({ lab, page }) => {
  await lab.open();
  await expect(lab.figure('Accuracy against sparsity').locator('.main-svg').first()).toBeVisible();
  await expectAccessible(page);
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Finished');
  await lab.openDetails();
  await expectAccessible(page);
  // What stands behind an (i), with one of its words explained, and the list of all words.
  await page.getByRole('button', { name: 'About Accuracy against sparsity' }).click();
  const about = page.getByRole('dialog', { name: 'Accuracy against sparsity' });
  await about.getByRole('button', { name: 'LOWESS' }).click();
  await expect(about).toContainText('Cleveland 1979');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Words explained' }).click();
  await expect(page.getByRole('heading', { name: 'Words explained' })).toBeVisible();
  await expectAccessible(page);
  await lab.goToLab();
  // What was open is open still.
  await expect(lab.figure('Neurons alive')).toBeVisible();
  await page.getByRole('button', { name: 'Share result' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expectAccessible(page);
});

for (const width of [360, 768, 1440]) {
  test(`nothing overflows at ${width} px`, async ({ lab, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await lab.open();
    await expect(lab.figure('Accuracy against sparsity').locator('.main-svg').first()).toBeVisible();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    // The others have the layout of the test above.
    if (width === 360) await expectAccessible(page);
  });
}

test('a study is set up, run, paused and cancelled with the keyboard alone', async ({ lab, page }) => {
  await lab.open();
  /** Presses Tab until the element that has the focus matches. @returns how often */
  const tabTo = async (name: RegExp, role?: string, key = 'Tab'): Promise<number> => {
    for (let presses = 1; presses <= 120; presses++) {
      await page.keyboard.press(key);
      const found = await page.evaluate(() => {
        const element = document.activeElement;
        const labelled = element
          ?.getAttribute('aria-labelledby')
          ?.split(' ')
          .map((id) => document.getElementById(id)?.textContent ?? '');
        const label = (element as HTMLInputElement | null)?.labels?.[0]?.textContent;
        return {
          role: element?.getAttribute('role') ?? element?.tagName.toLowerCase() ?? '',
          name: [element?.getAttribute('aria-label'), labelled?.join(' '), label, element?.textContent].filter(Boolean).join(' '),
        };
      });
      if (name.test(found.name) && (!role || found.role === role)) return presses;
    }
    throw new Error(`Tab never reached ${name}.`);
  };
  expect(await tabTo(/^Run$/, 'button')).toBeLessThanOrEqual(10);
  await tabTo(/Batches per cycle/, 'input');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  await expect(lab.setting('Batches per cycle')).toHaveValue('50');
  await lab.page.keyboard.press('Home');
  await tabTo(/^Run$/, 'button', 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(lab.pauseButton).toBeVisible();
  await expect(lab.runBar).toContainText('training at', { timeout: 60_000 });
  await lab.pauseButton.focus();
  await page.keyboard.press('Enter');
  await expect(lab.resumeButton).toBeVisible();
  await lab.cancelButton.focus();
  await page.keyboard.press('Enter');
  await lab.ends('Cancelled');
});
