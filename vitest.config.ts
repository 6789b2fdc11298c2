import { defineConfig } from 'vitest/config';

/** Folders whose tests keep nothing in the process: they take turns in one, which reads the sources once. */
const shared = ['test/unit/{math,coding,data,figures,ui}/**/*.test.{ts,tsx}'];
const structure = 'test/unit/structure.test.ts';

export default defineConfig({
  test: {
    // A missing snapshot fails, by hand as well: a test that writes what it is to compare with cannot fail. `npm run unit -- -u` accepts.
    update: 'none',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      // Dawn (WebGPU in Node) and tfjs keep process-wide state, and toy families enter the lists: such a file gets a process of its own.
      { extends: true, test: { name: 'own', include: ['test/unit/**/*.test.{ts,tsx}'], exclude: [...shared, structure] } },
      // On its own, since `npm run check` wants nothing else.
      { extends: true, test: { name: 'structure', include: [structure] } },
    ],
    environment: 'node',
    pool: 'forks',
    testTimeout: 60_000,
    // Starting a backend takes more than the ten seconds of the default where the machine is busy.
    hookTimeout: 60_000,
  },
});
