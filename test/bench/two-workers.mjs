// @ts-check
/** Seconds of a short study of two jobs with one worker and with two, in turn on one page: the first cycles of DTC, smaller than published. */
import { openInChromium } from '../../scripts/lib/chromium.mjs';
import { importTypeScript } from '../../scripts/lib/typescript.mjs';
import { resolveStudy } from '../../scripts/study.mjs';

const ROUNDS = 3;
/** Three cycles of 40 batches: 512, 460 and 414 neurons. */
const CHANGES = ['compression.method=dtc', 'seed=1,2', 'compression.batchesPerCycle=40', 'compression.stopWidth=420'];

/**
 * @param {(line: string) => void} log
 * @returns {Promise<import('./bench.ts').Measurement[]>}
 */
export async function twoWorkers(log) {
  /** @type {typeof import('./bench.ts')} */
  const { measureInTurn, turnOf } = await importTypeScript('test/bench/bench.ts');
  /** @type {typeof import('../../src/math/quantile.ts')} */
  const { median } = await importTypeScript('src/math/quantile.ts');
  const { study } = await resolveStudy('dtc-as-published', CHANGES, log);
  const { page, died, close } = await openInChromium({ path: 'headless.html', log });
  /** @param {number} workers @returns {Promise<number>} */
  const secondsWith = async (workers) => {
    const run = page.evaluate(
      async ([input, count]) => {
        const began = performance.now();
        await window.parsimony.run(input, { backend: 'wasm', workers: count }, () => undefined);
        const failed = window.parsimony.result().records.filter(({ status }) => status !== 'finished');
        if (failed.length > 0)
          throw new Error(`${failed.length} jobs of the study did not finish: ${failed[0].error?.message ?? failed[0].status}`);
        return (performance.now() - began) / 1000;
      },
      /** @type {const} */ ([study, workers]),
    );
    return await Promise.race([run, died]);
  };
  try {
    // Once to warm up: files are read from disk, and code is compiled.
    const turns = [2, 1].map((workers) => turnOf(() => secondsWith(workers)));
    const [two, one] = (await measureInTurn(turns, { rounds: ROUNDS })).map(median);
    return [{ name: 'study/two-workers', unit: 's', ours: two, baseline: one, baselineName: 'one worker', better: 'less' }];
  } finally {
    await close();
  }
}
