/** Methods that were not trained as long as each other are told apart. */
import { expect, test } from 'vitest';
import { budgetWords } from '../../../src/study/families/l0/budget.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import { presetByName } from '../../../src/study/presets.ts';

const { job } = presetByName('l0-mnist-mlp-quick').study;
const run = (method: string, trainingSteps: number | null): Pick<L0Run, 'job' | 'summary'> =>
  ({ job: { ...job, compression: { ...job.compression, method } }, summary: trainingSteps === null ? null : { trainingSteps } }) as L0Run;

test.each([
  ['nothing has ended', [run('rl1', null), run('drr', null)], ''],
  ['one method, however long', [run('rl1', 100), run('rl1', 300)], ''],
  ['alike', [run('rl1', 1400), run('drr', 1400), run('drr', null)], ''],
  ['all but alike', [run('rl1', 1000), run('drr', 1050)], ''],
  ['as long as it took each', [run('rl1', 3000), run('rl1', 3500), run('drr', 3100), run('drr', 3400)], ''],
  [
    'one for longer',
    [run('rl1', 1400), run('rl1', 1400), run('lottery-ticket', 4200), run('lottery-ticket', 3800)],
    'not trained as long as each other, which favours the longer: R-L1 1,400, Lottery ticket 3,800 to 4,200 steps',
  ],
] as const)('%s', (_name, runs, words) => {
  expect(budgetWords(runs)).toBe(words);
});
