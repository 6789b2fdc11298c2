/** The page for developers that draws every figure of which there is a snapshot. */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from '@playwright/test';
import { projectDir } from '../../scripts/lib/paths.mjs';

test('npm run figures lists every snapshot and draws it in light and dark', async ({ page }) => {
  const server = spawn(process.execPath, [join(projectDir, 'scripts/figures.mjs'), '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let address: string | undefined;
    for await (const line of createInterface(server.stdout)) {
      address = /http:\S+/.exec(line)?.[0];
      if (address) break;
    }
    await page.goto(address ?? 'about:blank');
    const files = readdirSync(join(projectDir, 'test/unit/figures/snapshots'), { recursive: true, encoding: 'utf8' });
    const figures = page.getByRole('article');
    await expect(figures).toHaveCount(files.filter((file) => file.endsWith('.txt')).length, { timeout: 60_000 });
    await expect(page.getByRole('status')).toContainText('All accepted.');
    const first = figures.filter({ hasText: 'three-methods-two-seeds/accuracy.txt' });
    await first.scrollIntoViewIfNeeded();
    for (const theme of ['light', 'dark']) {
      await expect(first.locator(`.plot[data-theme=${theme}] .main-svg`).first()).toBeVisible({ timeout: 60_000 });
    }
  } finally {
    server.kill();
  }
});
