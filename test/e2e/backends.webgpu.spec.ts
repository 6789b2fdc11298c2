/** The same job on WebAssembly and on WebGPU, the latter emulated on the processor: the production build's own workers, no screen. */
import { presetByName } from '../../src/study/presets.ts';
import { applyOverrides } from '../../src/study/overrides.ts';
import type { BackendName } from '../../src/study/events.ts';
import type { JobRecord } from '../../src/study/records.ts';
import { expect, test } from './support/test.ts';

/** Two prunes of twenty training steps each, small since the emulation is slow. */
const study = applyOverrides(presetByName('dtc-quick').study, [
  'compression.method=dtc',
  'model.hidden=32',
  'training.batchSize=64',
  'compression.batchesPerCycle=20',
  'compression.stopWidth=26',
  'data.testImages=256',
]);

test('a job agrees on WebGPU and WebAssembly to 1e-4 in its loss after twenty steps', async ({ page, labUrl }) => {
  await page.goto(`${labUrl}headless.html`);
  const runOn = (backend: BackendName): Promise<JobRecord> =>
    page.evaluate(
      async ([input, name]) => {
        await window.parsimony.run(input, { backend: name, workers: 1 }, () => undefined);
        return window.parsimony.result().records[0];
      },
      [study, backend] as const,
    );
  const wasm = await runOn('wasm');
  const webgpu = await runOn('webgpu');
  expect([wasm.error, webgpu.error]).toEqual([null, null]);
  expect([wasm.environment?.backend, webgpu.environment?.backend]).toEqual(['wasm', 'webgpu']);
  expect(webgpu.environment?.software).toBe(true);
  // Losses are kept every tenth step, so the second one is that of step 20.
  const [atWasm, atWebGpu] = [wasm, webgpu].map(({ losses }) => losses[1]);
  expect(atWasm).toBeGreaterThan(0);
  expect(Math.abs(atWebGpu - atWasm) / atWasm).toBeLessThan(1e-4);
});
