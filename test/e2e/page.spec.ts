import { expect, test } from './support/test.ts';

test('the page opens', async ({ lab, page }) => {
  await lab.open();
  await expect(page).toHaveTitle(/^Parsimony/);
  await expect(page.getByRole('main')).toBeVisible();
});

test.describe('the watch over the page', () => {
  test('reports what violates the policy', async ({ lab, page, problems }) => {
    problems.allow(/policy violated: script-src/, /Content Security Policy/, /unsafe-eval/);
    await lab.open();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.hacked = true';
      document.head.append(script);
    });
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    await expect.poll(() => problems.found.join('\n')).toMatch(/policy violated: script-src-elem by inline/);
  });

  test('reports requests that leave the origin', async ({ lab, page, problems }) => {
    problems.allow(/./);
    await lab.open();
    await page.evaluate(() => fetch('http://elsewhere.invalid/').catch(() => undefined));
    await expect.poll(() => problems.found.join('\n')).toMatch(/elsewhere\.invalid/);
  });
});
