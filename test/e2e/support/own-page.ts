/** Tests of pages of their own, built as the lab is. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { dataDir, projectDir } from '../../../scripts/lib/paths.mjs';
import { serve } from '../../../scripts/serve.mjs';
import { test as base } from './test.ts';

const pages = ['two-labs', 'drawings', 'extensions'] as const;
export const pathOf = (name: (typeof pages)[number]): string => `test/e2e/pages/${name}.html`;

/** Here the address is that of a build of the tests' own pages. */
export const test = base.extend<object, { pagesUrl: string }>({
  pagesUrl: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const root = await mkdtemp(join(tmpdir(), 'parsimony-pages-'));
      const input = Object.fromEntries(pages.map((name) => [name, join(projectDir, pathOf(name))]));
      await build({
        root: projectDir,
        configFile: join(projectDir, 'vite.config.ts'),
        logLevel: 'warn',
        build: { outDir: root, emptyOutDir: true, copyPublicDir: false, rollupOptions: { input } },
      });
      const { url, close } = await serve({ root, dataRoot: dataDir, port: 0 });
      await use(url);
      await close();
      await rm(root, { recursive: true });
    },
    { scope: 'worker' },
  ],
  labUrl: async ({ pagesUrl }, use) => use(pagesUrl),
});
