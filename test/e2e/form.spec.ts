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
  await expect(page.getByText('Changed from it: Regularisation α.')).toBeVisible();

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
