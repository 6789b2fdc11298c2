import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/unit/**/*.test.{ts,tsx}'],
    environment: 'node',
    // A missing snapshot fails, by hand as well: a test that writes what it is to compare with cannot fail. `npm run unit -- -u` accepts.
    update: 'none',
    // Dawn (WebGPU in Node) and tfjs keep process-wide state, so every test file gets a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    // Starting a backend takes more than the ten seconds of the default where the machine is busy.
    hookTimeout: 60_000,
  },
});
