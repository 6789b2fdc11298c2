/** *Export for a paper*: one archive, made on the page of a dark screen, and given up on the way. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { filesInZip } from '../../src/data/own/zip.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, test } from './support/test.ts';

async function unpacked(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const { files } = await filesInZip({ path: 'a.zip', blob: new Blob([new Uint8Array(bytes)]) });
  const entries = files.map(async ({ path, open }) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of open!()) pieces.push(piece);
    return [path.slice(2), Buffer.concat(pieces)] as const;
  });
  return new Map(await Promise.all(entries));
}

/** Dots an inch. */
const DOTS = 192;

/** Share of the pixels in which an SVG as the browser draws it and a PDF as Poppler does differ by a third of black; null without Poppler. */
async function differingShare(page: Page, svg: string, pdf: Buffer): Promise<number | null> {
  const { error, stdout } = spawnSync('pdftoppm', ['-r', String(DOTS), '-png', '-'], { input: pdf, maxBuffer: 1e8 });
  if (error) return null;
  const there = PNG.sync.read(stdout);
  const address = await page.evaluate(
    async ([text, width, height]) => {
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [width, height];
      canvas.getContext('2d')!.drawImage(image, 0, 0, width, height);
      return canvas.toDataURL('image/png');
    },
    [svg, there.width, there.height] as const,
  );
  const here = PNG.sync.read(Buffer.from(address.slice(address.indexOf(',') + 1), 'base64'));
  let [differing, ink] = [0, 0];
  for (let at = 0; at < here.data.length; at += 4) {
    if (Math.abs(here.data[at] - there.data[at]) > 85) differing++;
    if (here.data[at] < 200) ink++;
  }
  expect(ink).toBeGreaterThan(0.01 * here.width * here.height);
  return differing / (here.width * here.height);
}

test('a result becomes an archive of figures, tables, texts and metadata; it can be given up, and drawn in a column or over a page', async ({
  lab,
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await lab.open();
  await lab.chooseShortStudy();
  await lab.runButton.click();
  await lab.ends('Finished');
  const dialog = page.getByRole('dialog', { name: 'Export for a paper' });
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Export for a paper…' }).click();
  await dialog.getByRole('button', { name: 'All' }).click();
  const make = dialog.getByRole('button', { name: 'Make the zip' });
  await expectAccessible(page);

  // Pressed in the moment in which it is there: a machine may be done with it before a pointer has got there.
  const cancelled = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const watch = new MutationObserver(() => {
          const progress = document.querySelector('[role=progressbar][aria-label="Progress of the export"]');
          const cancel = [...document.querySelectorAll('[role=dialog] button')].find((button) => button.textContent === 'Cancel');
          if (!progress || !cancel) return;
          watch.disconnect();
          resolve(progress.getAttribute('aria-valuetext') ?? '');
          (cancel as HTMLButtonElement).click();
        });
        watch.observe(document.body, { childList: true, subtree: true });
      }),
  );
  await make.press('Enter');
  expect(await cancelled).toMatch(/^0 of \d+$/u);
  await expect(make).toBeVisible();

  await dialog.getByRole('button', { name: 'None' }).click();
  for (const title of ['Accuracy against sparsity', 'Histograms of the measurements'])
    await dialog.getByRole('checkbox', { name: title }).press('Space');
  await dialog.getByRole('radio', { name: 'Page, 174 mm' }).press('Enter');
  await dialog.getByRole('textbox').fill('Noether, Emmy');
  const [download] = await Promise.all([page.waitForEvent('download'), make.press('Enter')]);
  await expect(dialog).toBeHidden();
  expect(download.suggestedFilename()).toBe('dtc-a-quick-look-paper.zip');
  const files = await unpacked(await readFile(await download.path()));
  const names = [...files.keys()];
  for (const name of ['accuracy', 'measurement-histograms']) {
    for (const path of [`figures/${name}.pdf`, `figures/${name}.svg`, `figures/${name}.tex`, `data/${name}.csv`, `data/${name}-drawn.csv`])
      expect(names).toContain(path);
  }
  for (const line of String(files.get('SHA256SUMS')).trimEnd().split('\n')) {
    const [digest, path] = line.split('  ');
    expect(createHash('sha256').update(files.get(path)!).digest('hex'), path).toBe(digest);
  }
  expect(String(files.get('references.bib'))).toContain('author        = {Noether, Emmy}');
  expect(String(files.get('ro-crate-metadata.json'))).toMatch(
    /"name": "mnist\/train-images-000.bin",\s+"contentSize": "\d+",\s+"sha256": "[0-9a-f]{64}"/u,
  );

  const svg = String(files.get('figures/accuracy.svg'));
  expect(svg).toMatch(/^<svg [^>]*width="174\.00mm"/u);
  // Its letters are outlines, and each says what it reads; the paper is white whatever the page is.
  expect(svg).not.toMatch(/<text|font-face/u);
  for (const words of ['test accuracy (share of images)', 'DTC']) expect(svg).toContain(`aria-label="${words}"`);
  expect(svg).toMatch(/<rect[^>]*style="fill: rgb\(255, 255, 255\)/u);
  expect(svg.length).toBeLessThan(200_000);
  const pdf = files.get('figures/accuracy.pdf')!;
  expect(pdf.toString('latin1')).toMatch(/^%PDF-1\.4/u);
  // 174 mm in points.
  expect(pdf.toString('latin1')).toContain('/MediaBox [0 0 493.228 ');
  const differing = await differingShare(page, svg, pdf);
  if (differing === null)
    test.info().annotations.push({ type: 'left out', description: 'PDF against SVG, which needs pdftoppm (poppler-utils)' });
  else expect(differing).toBeLessThan(0.01);
});
