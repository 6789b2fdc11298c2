import { defineConfig } from 'vitest/config';

/** Folders whose tests keep nothing in the process: they take turns in one, which reads the sources once. */
const shared = ['test/unit/{math,coding,data,figures,lessons,ui}/**/*.test.{ts,tsx}'];
const structure = 'test/unit/structure.test.ts';

/**
 * tfjs in a few files, made once a run: as it is published it is 600 modules, and every process asked for them one by one, which took longer
 * than most tests. They are those for browsers, so that there is one core, as on the page: in Node the gradients would bring a second one.
 */
const tfjs = {
  enabled: true,
  include: ['core', 'core/dist/register_all_gradients', 'backend-cpu', 'backend-wasm', 'backend-webgpu', 'layers'].map(
    (part) => `@tensorflow/tfjs-${part}`,
  ),
  // Its WebAssembly looks for its folder in Node, as CommonJS tells it.
  rolldownOptions: { transform: { define: { __dirname: 'import.meta.dirname' } } },
};

export default defineConfig({
  test: {
    // A missing snapshot fails, by hand as well: a test that writes what it is to compare with cannot fail. `npm run unit -- -u` accepts.
    update: 'none',
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: 'shared', include: shared, isolate: false } },
      // Dawn (WebGPU in Node) and tfjs keep process-wide state, and toy families enter the lists: such a file gets a process of its own.
      {
        extends: true,
        ssr: { resolve: { mainFields: ['module', 'main'] } },
        test: {
          name: 'own',
          include: ['test/unit/**/*.test.{ts,tsx}'],
          exclude: [...shared, structure],
          deps: { optimizer: { ssr: tfjs } },
        },
      },
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
