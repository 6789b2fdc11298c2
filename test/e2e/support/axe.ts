/** What axe finds wrong, in either theme: one run of a study is looked at in both. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await coloursHaveChanged(page);
    expect((await new AxeBuilder({ page }).analyze()).violations, colorScheme).toEqual([]);
  }
}

/** Colours go over to those of the other theme within a moment, in which a text may have the one and its ground the other. */
const coloursHaveChanged = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const ending = document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    // One that is taken away has ended as well.
    await Promise.all(ending.map(({ finished }) => finished.catch(() => null)));
  });
