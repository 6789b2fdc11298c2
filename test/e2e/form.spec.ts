import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

/** What stands in the fields is what runs: nothing runs else. */
test('a field that cannot be read keeps the study from running, and is reset by preset and undo', async ({ lab, page }) => {
  await lab.open();
  await lab.choosePreset('Teacher-student, a quick look');
  const rate = lab.setting('Learning rate');
  const alpha = lab.setting('Regularisation α');
  const before = { rate: await rate.inputValue(), alpha: await alpha.inputValue() };

  await rate.fill('1e6');
  await expect(lab.runButton).toBeDisabled();
  await expect(lab.runBar).toContainText('“Learning rate” cannot be “1e6”. 1e6 is outside the range');
  await lab.runBar.getByRole('button', { name: 'Show the field' }).click();
  await expect(rate).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Nothing was run. “Learning rate” cannot be “1e6”.')).toBeVisible();

  // The same preset again, though nothing of the study has changed.
  await lab.choosePreset('Teacher-student, a quick look');
  await expect(rate).toHaveValue(before.rate);
  await expect(lab.runButton).toBeEnabled();

  // A decimal comma is asked about, and one click answers.
  await lab.type('Regularisation α', '0,001');
  await expect(page.getByText('Is “0,001” 0.001, or the two values 0 and 001?').first()).toBeVisible();
  await expect(lab.runButton).toBeDisabled();
  await page.getByRole('button', { name: '0.001', exact: true }).click();
  await expect(alpha).toHaveValue('0.001');
  await expect(lab.runButton).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Preset: Teacher-student, a quick look · 1 changed' })).toBeVisible();
  await expect(page.getByText('Changed: Regularisation α.')).toBeVisible();

  await lab.type('Learning rate', '1/1000');
  await expect(lab.runButton).toBeDisabled();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rate).toHaveValue(before.rate);
  await expect(alpha).toHaveValue(before.alpha);

  await lab.type('Regularisation α', '3');
  await page.getByRole('button', { name: 'Reset to the preset' }).click();
  await expect(alpha).toHaveValue(before.alpha);
  await lab.type('Regularisation α', '3');
  await lab.choosePreset('Teacher-student, a quick look');
  await expect(alpha).toHaveValue(before.alpha);
});

test.describe('on a machine of which nothing is known', () => {
  test.use({ isUnmeasured: true });

  test('presets are chosen in a gallery by the keyboard, each with the time that it takes here', async ({ lab, page }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await lab.open();
    await page.getByRole('button', { name: 'Study settings' }).click();
    await page.getByRole('button', { name: /^Preset: / }).press('Enter');
    const gallery = page.getByRole('dialog', { name: 'Presets' });
    const options = gallery.getByRole('option');
    await expect(gallery.getByText('Times are for this computer.')).toBeVisible({ timeout: 30_000 });
    await expect(gallery.getByText('another computer')).toHaveCount(0);
    await expect(gallery.getByRole('group')).toHaveCount(4);
    for (const option of await options.all()) await expect(option).toHaveAccessibleDescription(/(?:about|roughly) \d+ (?:s|min|h|days)/u);
    await expectAccessible(page);
    const overflow = await gallery.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth);
    expect(overflow).toBeLessThanOrEqual(0);

    // The time was measured, and is kept.
    await page.keyboard.press('Home');
    await expect(options.first()).toBeFocused();
    const first = (await options.first().textContent()) ?? '';
    await page.keyboard.press('Enter');
    await expect(gallery).toBeHidden();
    const picker = page.getByRole('button', { name: /^Preset: / });
    await expect(picker).toHaveAccessibleName(/^Preset: .*, a quick look$/u);
    expect(first).toContain(((await picker.textContent()) ?? '').trim());
    await expect(picker).toBeFocused();
    await expect(page.getByText('on another computer')).toHaveCount(0);
  });
});
