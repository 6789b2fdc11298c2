import { describe, expect, it } from 'vitest';
import { packDigest, unpackDigest } from '../../../src/study/digest-format.ts';
import { digestOf } from '../../../src/study/digest-of.ts';
import type { Digest } from '../../../src/study/digest.ts';
import type { DtcRun } from '../../../src/study/families/dtc/run.ts';
import type { JobRecord } from '../../../src/study/records.ts';
import type { StudyInput } from '../../../src/study/schema.ts';
import { compareResults, type Verdict } from '../../../src/study/verdict.ts';
import type { DtcRecord } from '../support/dtc.ts';
import { noisyRecords, testEnvironment, type Noise } from './noisy-records.ts';

const methods = { path: 'compression.method', values: ['magnitude', 'random', 'dtc'] };
const oneSeed: StudyInput = { name: 'One seed', axes: [methods] };
const seeds = (...values: number[]): StudyInput => ({ name: 'Seeds', axes: [methods, { path: 'seed', values }] });
/** Not a set-up whose spread over seeds is known. */
const small: StudyInput = { name: 'Small', job: { model: { hidden: [64] } } };
const webgpu = { ...testEnvironment, backend: 'webgpu', device: 'nvidia lovelace' } as const;

const run = async (input: StudyInput, noise: number, options?: Noise): Promise<Digest<DtcRun>> => {
  const { study, records } = noisyRecords(input, noise, options);
  return (await digestOf(study, records, testEnvironment)) as Digest<DtcRun>;
};
/** Changes the steps of all records. */
const altered = async (
  input: StudyInput,
  change: (record: DtcRecord, index: number) => JobRecord,
  environment: Digest['environment'] = webgpu,
) => {
  const { study, records } = noisyRecords(input, 1);
  return digestOf(
    study,
    records.map((record, index) => change(structuredClone(record), index)),
    environment,
  );
};
const verdict = (a: Digest, b: Digest): Verdict => {
  const got = compareResults(a, b);
  if (!got) throw new Error('There is no verdict.');
  return got;
};
/** As links carry accuracies. */
const round = (value: number): number => Math.round(value * 1e5) / 1e5;
const at = (digest: Digest<DtcRun>, job: number, cycle: number, which: 'testAccuracy' | 'testAccuracyBeforePrune'): number =>
  round(digest.jobs[job].run.points[cycle][which]);
/** Without fingerprints. */
const bare = (digest: Digest): Digest => ({ ...digest, jobs: digest.jobs.map((job) => ({ ...job, fingerprint: null })) });

describe('identical', () => {
  it('where every digit agrees, through a link as well', async () => {
    const shared = await unpackDigest(JSON.parse(JSON.stringify(await packDigest(await run(oneSeed, 1)))));
    const { kind, text } = verdict(shared, await run(oneSeed, 1));
    expect(kind).toBe('identical');
    expect(text).toBe(
      'Identical: 102 cycles of 3 jobs agree in every digit, the measurements and rays behind them included. Every browser and Node give these digits on WebAssembly SIMD.',
    );
  });

  it('speaks of other places only where the bits do not depend on them', async () => {
    const on = async (environment: Digest['environment']): Promise<Digest> => ({ ...(await run(oneSeed, 1)), environment });
    const relaxed = { ...testEnvironment, device: 'WebAssembly relaxed SIMD' } as const;
    const cpu = { ...testEnvironment, backend: 'cpu', device: 'plain JavaScript' } as const;
    expect(verdict(await on(cpu), await on(cpu)).text).toContain('Every browser and Node give these digits on plain JavaScript.');
    for (const [there, here] of [
      [relaxed, relaxed],
      [webgpu, webgpu],
      [testEnvironment, cpu],
      [null, testEnvironment],
    ] as const) {
      const { kind, text } = verdict(await on(there), await on(here));
      expect(kind).toBe('identical');
      expect(text).not.toContain('Every browser');
    }
  });

  it('as far as the link goes where it has no fingerprints, or only a part of the cycles', async () => {
    expect(verdict(bare(await run(oneSeed, 1)), await run(oneSeed, 1)).text).toContain('every digit that the shared result holds');
    const part = await altered(oneSeed, (record) => ({ ...record, status: 'cancelled', steps: record.steps.slice(0, 4) }));
    const { kind, text } = verdict(part, await run(oneSeed, 1));
    expect([kind, text]).toEqual(['identical', expect.stringContaining('12 cycles of 3 jobs')]);
  });

  it('not where a measurement moved by less than the link shows', async () => {
    const nudged = await altered(small, (record) => {
      record.steps[0].layers[0].measurements.next[0] += 1e-9;
      return record;
    });
    expect(verdict(await run(small, 1), nudged).kind).toBe('rounding');
    expect(verdict(bare(await run(small, 1)), nudged).kind).toBe('identical');
  });
});

/** The small study with the accuracy of cycle 2 lowered and the entropy of cycle 0 raised. */
const moved = (accuracy: number, bits: number, environment?: Digest['environment']): Promise<Digest> =>
  altered(
    small,
    (record) => ({
      ...record,
      steps: record.steps.map((step, cycle) => ({
        ...step,
        testAccuracy: step.testAccuracy - (cycle === 2 ? accuracy : 0),
        gibbsEntropy: { previous: step.gibbsEntropy.previous, next: (step.gibbsEntropy.next ?? 0) + (cycle === 0 ? bits : 0) },
      })),
    }),
    environment,
  );

describe('within rounding', () => {
  it('up to a tenth of a point in every accuracy, with the largest difference and both backends named', async () => {
    const { kind, text } = verdict(await run(small, 1), await moved(0.0009, 0));
    expect(kind).toBe('rounding');
    expect(text).toContain('Within rounding of another backend');
    expect(text).toContain('0.09 percentage points');
    expect(text).toContain('wasm (WebAssembly SIMD, Parsimony 0.1.0)');
    expect(text).toContain('webgpu (nvidia lovelace, Parsimony 0.1.0)');
    expect(verdict(await run(small, 1), await moved(0.0009, 0, testEnvironment)).text).toContain(
      'Within rounding of another machine or browser:',
    );
    const later = { ...testEnvironment, engine: '0.2.0' };
    expect(verdict(await run(small, 1), await moved(0.0009, 0, later)).text).toContain('Within rounding of another version of Parsimony:');
  });

  it('not beyond, in an accuracy or an entropy', async () => {
    expect(verdict(await run(small, 1), await moved(0.0012, 0)).kind).toBe('different');
    // Six measurements of 64 neurons: one that changes its bin shifts 2/6 bits.
    expect(verdict(await run(small, 1), await moved(0, 0.3)).kind).toBe('rounding');
    expect(verdict(await run(small, 1), await moved(0, 0.4)).kind).toBe('different');
  });
});

describe('statistically consistent', () => {
  it('by the spread between the seeds of the shared result', async () => {
    const { kind, text } = verdict(await run(seeds(1, 2, 3), 1), await run(seeds(1, 2, 3), 2));
    expect(kind).toBe('consistent');
    expect(text).toContain('The spread is that between the 3 seeds of the shared result.');
  });

  it('by the spread that is known for the published set-up, where the result has one seed', async () => {
    const { kind, text } = verdict(await run(oneSeed, 1), await run(oneSeed, 2));
    expect(kind).toBe('consistent');
    expect(text).toContain('8 seeds measured elsewhere');
  });

  it('rarely fails for a true repeat, even with two seeds', async () => {
    const kinds: string[] = [];
    for (let noise = 0; noise < 20; noise += 2) {
      kinds.push(verdict(bare(await run(seeds(1, 2), noise)), bare(await run(seeds(1, 2), noise + 1))).kind);
    }
    expect(kinds.filter((kind) => kind === 'consistent').length).toBeGreaterThanOrEqual(9);
  });

  it('with z as a reader would compute it', async () => {
    const input: StudyInput = { ...small, axes: [{ path: 'seed', values: [1, 2, 3, 4, 5, 6, 7, 8, 9] }] };
    const shared = await run(input, 1);
    const own = await run(input, 2);
    // Nine seeds: eight degrees of freedom in one cycle, so the variance is pooled over two cycles to either side only.
    const cycles = shared.jobs[0].run.points.length;
    const worst = own.jobs.map((_, job) => {
      let sum = 0;
      for (const which of ['testAccuracy', 'testAccuracyBeforePrune'] as const) {
        for (let cycle = 0; cycle < cycles; cycle++) {
          const variances: number[] = [];
          for (let near = Math.max(0, cycle - 2); near <= Math.min(cycles - 1, cycle + 2); near++) {
            const values = shared.jobs.map((__, other) => at(shared, other, near, which));
            const average = values.reduce((a, b) => a + b) / 9;
            variances.push(values.reduce((a, b) => a + (b - average) ** 2, 0) / 8);
          }
          const sd = Math.sqrt(variances.reduce((a, b) => a + b) / variances.length);
          const average = shared.jobs.reduce((a, __, other) => a + at(shared, other, cycle, which), 0) / 9;
          sum += ((at(own, job, cycle, which) - average) / (sd * Math.sqrt(1 + 1 / 9))) ** 2;
        }
      }
      return Math.sqrt(sum / (2 * cycles));
    });
    const all = Math.sqrt(worst.reduce((a, b) => a + b * b, 0) / worst.length);
    const farthest = worst.indexOf(Math.max(...worst));
    const { kind, text } = verdict(shared, own);
    expect(kind).toBe('consistent');
    expect(text).toContain(
      `The root mean square of z is ${all.toFixed(2)} over ${9 * 2 * cycles} accuracies, and ${worst[farthest].toFixed(2)} in seed ${farthest + 1},`,
    );
  });
});

describe('different', () => {
  it('where accuracies lie outside of what seeds explain', async () => {
    for (const input of [oneSeed, seeds(1, 2, 3)]) {
      const { kind, text } = verdict(await run(input, 1), await run(input, 2, { shift: -0.02 }));
      expect(kind).toBe('different');
      expect(text).toContain('more than different seeds would explain');
    }
  });

  it('where nothing says how far seeds alone would part runs', async () => {
    const { kind, text } = verdict(await run(small, 1), await run(small, 2));
    expect(kind).toBe('different');
    expect(text).toContain('Share a study with several seeds');
    expect(text).toMatch(/first beyond rounding at cycle \d+ of the job/u);
  });

  it('where widths or the number of cycles differ, however near the accuracies are', async () => {
    const narrower = await altered(small, (record) => {
      record.steps[1].neurons--;
      return record;
    });
    expect(verdict(await run(small, 1), narrower).text).toContain('neurons left at cycle 1');
    const shorter = await altered(small, (record) => ({ ...record, steps: record.steps.slice(0, -1) }));
    expect(verdict(await run(small, 1), shorter)).toMatchObject({ kind: 'different', text: expect.stringContaining('cycles') });
  });
});

describe('jobs that did not finish here', () => {
  it('are left out and mentioned', async () => {
    const one = await altered(oneSeed, (record, index) => (index === 1 ? { ...record, status: 'failed', steps: [] } : record));
    const { kind, text } = verdict(await run(oneSeed, 1), one);
    expect(kind).toBe('identical');
    expect(text).toContain('1 job of the shared result did not get far enough here');
  });

  it('leave nothing to say if there are no others', async () => {
    const none = await altered(oneSeed, (record) => ({ ...record, status: 'failed', steps: [] }));
    expect(compareResults(await run(oneSeed, 1), none)).toBeNull();
  });
});
