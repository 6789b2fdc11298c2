/**
 * What knip takes for used. `npm test -- --only exports` runs it twice: with tests, and (`--production`, entries with a !) for what is
 * shipped alone, where an export that only tests use has to say so by `@internal`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import type { KnipConfig } from 'knip';

/** Scripts load TypeScript by its path, which knip does not see. */
const loadedByScripts = readdirSync('scripts', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.mjs'))
  .flatMap((file) => [...readFileSync(`scripts/${file}`, 'utf8').matchAll(/importTypeScript\('(?<path>[^']+)'\)/gu)])
  .map(({ groups }) => `${groups?.path}!`);

export default {
  entry: [
    'workers/*.ts!',
    // Bundled for Node by scripts/lib/node-bundle.mjs.
    'src/node/lab.ts!',
    'scripts/*.mjs!',
    'scripts/lib/bench-child.mjs',
    'test/bench/**/*.{ts,mjs}',
    'test/figures/page.ts',
    'test/e2e/pages/*.{ts,tsx}',
    'test/e2e/support/engines/{node,page,worker}.ts',
    ...new Set(loadedByScripts),
  ],
  project: ['src/**/*.{ts,tsx}!', '!src/**/assembly/**', 'workers/**!', 'scripts/**', 'test/**'],
  ignoreExportsUsedInFile: true,
  tags: ['-internal'],
  // Types of plotly.js are found by its name; oxlint and its type-aware part are started by scripts/test.mjs by their path.
  ignoreDependencies: ['@types/plotly.js', 'oxlint', 'oxlint-tsgolint'],
  // Of Debian's poppler-utils: a test draws with it where it is installed.
  ignoreBinaries: ['pdftoppm'],
} satisfies KnipConfig;
