import type { Locator } from '@playwright/test';
import { pathOf, test } from './support/own-page.ts';
import { expect } from './support/test.ts';

/** What a person sees and presses in one of the two labs. */
class HalfPage {
  readonly half: Locator;

  constructor(half: Locator) {
    this.half = half;
  }

  get runBar(): Locator {
    return this.half.getByRole('region', { name: 'Run', exact: true });
  }
  get steps(): Locator {
    return this.half.getByRole('region', { name: 'Table of steps' }).locator('tbody').getByRole('row');
  }
  method(title: string): Locator {
    return this.half.getByRole('toolbar', { name: 'Methods to compare' }).getByRole('button', { name: title, exact: true });
  }
  figure(title: string): Locator {
    return this.half.getByRole('region', { name: title, exact: true });
  }
  async choosePreset(title: string): Promise<void> {
    await this.half.getByRole('button', { name: /^Preset: / }).click();
    await this.half.page().getByRole('option', { name: title, exact: true }).click();
  }
  async type(setting: string, value: string): Promise<void> {
    const field = this.half.getByRole('textbox', { name: new RegExp(`^${setting}( \\(|$)`) });
    await field.fill(value);
    await field.press('Enter');
  }
}

test('two labs on one page have their own study, run, figures and view', async ({ page: tab, labUrl }) => {
  await tab.goto(`${labUrl}${pathOf('two-labs')}`);
  const left = new HalfPage(tab.getByRole('region', { name: 'Left', exact: true }));
  const right = new HalfPage(tab.getByRole('region', { name: 'Right', exact: true }));

  await left.choosePreset('DTC, a quick look');
  await right.choosePreset('DTC, a quick look');
  await left.method('Magnitude').click();
  await left.type('Hidden neurons', '16');
  await left.type('Batches per cycle', '12');
  await expect(left.method('Magnitude')).toHaveAttribute('aria-pressed', 'false');
  await expect(right.method('Magnitude')).toHaveAttribute('aria-pressed', 'true');

  // How the figures are looked at.
  await left.half.getByRole('radio', { name: 'linear' }).click();
  await expect(left.half.getByRole('radio', { name: 'linear' })).toBeChecked();
  await expect(right.half.getByRole('radio', { name: 'log(1 − s)' })).toBeChecked();

  await left.runBar.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(left.runBar.locator('strong', { hasText: 'Finished' })).toBeVisible({ timeout: 90_000 });
  await expect(left.steps).not.toHaveCount(0);
  await expect(right.steps).toHaveCount(0);
  await expect(right.runBar.getByText('Ready')).toBeVisible();

  // A cycle that is chosen is chosen in one of them.
  await left.steps.first().getByRole('button').click();
  await expect(left.half.getByRole('button', { name: 'Newest' })).toBeVisible();
  await expect(right.half.getByRole('button', { name: 'Newest' })).toBeHidden();

  // Another family in one of them leaves the figures of the other as they are.
  await right.choosePreset('ℓ0 on LeNet-300-100, a quick look');
  await expect(right.figure('Accuracy against sparsity')).toBeHidden();
  await expect(left.figure('Accuracy against sparsity')).toBeVisible();

  const ids = await tab.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id));
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('changing studies, sweeps, families, axes and themes in any order leaves no trace in a figure', async ({ page: tab, labUrl }) => {
  await tab.goto(`${labUrl}${pathOf('drawings')}`);
  await tab.waitForFunction(() => 'walk' in globalThis);
  // Of the seeds on which ranges and margins of earlier studies stayed, when Plotly kept them.
  for (const seed of [2, 6]) {
    const found = await tab.evaluate(
      (own) => (globalThis as unknown as { walk: (seed: number, acts: number) => Promise<string[]> }).walk(own, 4),
      seed,
    );
    expect(found).toEqual([]);
  }
});
