/** A network that gives the same for every input is said to, in its record and in words. */
import { describe, expect, test } from 'vitest';
import { nothingLeft, type L0Job } from '../../../../src/compression/l0/job.ts';
import { l0MeasuredNothing } from '../../../../src/study/families/l0/hollow.ts';
import { l0Job } from '../../figures/l0/synthetic.ts';
import { ranJob, smallJob, type Ran } from './job.ts';

const brief = { minEpochs: 4, maxEpochs: 4, fineTuneMin: 2, fineTuneMax: 2 };
const jobOf = (compression: Readonly<Record<string, unknown>>): L0Job => l0Job(smallJob(compression, { training: brief }));
const ran = (compression: Readonly<Record<string, unknown>>) => ranJob(smallJob(compression, { training: brief }));

/** By another way than the lab's: an input reaches the output along weights that are not zero, layer by layer. */
function isConnected({ network }: Ran): boolean {
  let reached = new Set([0, 1]);
  for (const { values, shape } of network) {
    const [outputs, inputs] = shape;
    reached = new Set(
      Array.from({ length: outputs }, (_, to) => to).filter((to) => [...reached].some((from) => values[to * inputs + from] !== 0)),
    );
  }
  return reached.size > 0;
}

describe('a run whose network no input reaches', () => {
  test.each(['magnitude-finetune', 'random-finetune', 'lottery-ticket'])('%s', async (method) => {
    // 2 of 751 numbers for three layers.
    const run = await ran({ method, targetSparsity: 0.997, ticketRounds: 1 });
    expect(isConnected(run)).toBe(false);
    const { collapsed, nonzero } = run.summary;
    expect(nonzero).toBe(2);
    const empty = run.network.filter(({ values }) => values.every((value) => value === 0)).map(({ name }) => name);
    expect(empty.length).toBeGreaterThan(0);
    expect(collapsed).toEqual(empty);
    expect(l0MeasuredNothing({ job: jobOf({ method }), summary: run.summary })).toContain(`no weight is left in ${empty[0]}`);
  });

  test('is told from one that an input reaches, which has no such field in its record', async () => {
    const run = await ran({ method: 'magnitude-finetune', targetSparsity: 0.5 });
    expect(isConnected(run)).toBe(true);
    expect(run.summary).not.toHaveProperty('collapsed');
    expect(l0MeasuredNothing({ job: jobOf({ method: 'magnitude-finetune' }), summary: run.summary })).toBeNull();
  });
});

test('a sparsity that leaves no number at all is refused before anything runs', () => {
  // 751 × 0.0001 is none of them, of a half one is.
  for (const method of ['magnitude-finetune', 'random-finetune', 'lottery-ticket'])
    expect(nothingLeft(jobOf({ method, targetSparsity: 0.9999 }))).toEqual([
      ['compression.targetSparsity', 'leaves none of the 751 numbers of the network: take less'],
    ]);
  expect(nothingLeft(jobOf({ method: 'magnitude-finetune', targetSparsity: 0.999 }))).toEqual([]);
  expect(nothingLeft(jobOf({ method: 'drr', targetSparsity: 0.9999 }))).toEqual([]);
});
