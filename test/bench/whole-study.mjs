// @ts-check
/** The preset `dtc-as-described` as a person runs it: three methods, one seed, all 34 cycles. */
import { resolveStudy, runStudy } from '../../scripts/study.mjs';

/**
 * @param {(line: string) => void} log
 * @returns {Promise<import('./bench.ts').Measurement[]>}
 */
export async function wholeStudy(log) {
  const { study } = await resolveStudy('dtc-as-described', [], log);
  const began = performance.now();
  const { result } = await runStudy(study, { backend: 'auto', jobs: 0, quiet: false, browser: true, references: [] }, log);
  const seconds = (performance.now() - began) / 1000;
  if (result.records.some((record) => record.status !== 'finished')) throw new Error('Not every job of the study finished.');
  return [{ name: 'study/dtc-as-described', unit: 's', ours: seconds, baseline: null, baselineName: null, better: 'less' }];
}
