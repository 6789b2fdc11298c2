import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkFragment, MAX_LINK_CHARACTERS, readLink } from '../../../src/lab/link.ts';
import { DigestError, packDigest, unpackDigest } from '../../../src/study/digest-format.ts';
import { lossOver, quantiseLoss } from '../../../src/study/digest-numbers.ts';
import { quantisedSummary } from '../../../src/study/families/l0/digest.ts';
import { pointsOfOne, thinnedSteps } from '../../../src/study/families/l0/thinning.ts';
import { digestOf, runsOf } from '../../../src/study/digest-of.ts';
import type { Digest } from '../../../src/study/digest.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import type { L0Summary } from '../../../src/study/families/l0/types.ts';
import { presetByName } from '../../../src/study/presets.ts';

import { jobsOf, type StudyInput } from '../../../src/study/schema.ts';
import { compareResults } from '../../../src/study/verdict.ts';
import { noisyL0Records, type L0Noise } from './noisy-l0-records.ts';
import { testEnvironment } from './noisy-records.ts';

const whole = presetByName('l0-mnist-mlp').study;
const small: StudyInput = {
  ...whole,
  axes: [
    { path: 'compression.method', values: ['rl1', 'drr'] },
    { path: 'seed', values: [1, 2, 3] },
  ],
};

async function digest(input: StudyInput, noise = 1, options?: L0Noise): Promise<Digest<L0Run>> {
  const { study, records } = noisyL0Records(input, noise, options);
  return (await digestOf(study, records, testEnvironment)) as Digest<L0Run>;
}

const carried = async (value: Digest): Promise<Digest<L0Run>> =>
  (await unpackDigest(JSON.parse(JSON.stringify(await packDigest(value))))) as Digest<L0Run>;

describe('a link to an ℓ0 study', () => {
  it('of 48 jobs is short enough to be sent, curves included', async () => {
    const before = await digest(whole);
    expect(before.jobs.length).toBe(48);
    const fragment = await linkFragment(before);
    expect(fragment).toMatch(/^r=3\./u);
    expect(`https://someone.github.io/parsimony/#${fragment}`.length).toBeLessThan(MAX_LINK_CHARACTERS);
    const after = (await readLink(fragment)) as Digest<L0Run>;
    for (const { run } of after.jobs) expect(run.steps.length).toBe(pointsOfOne(48));
    expect(await linkFragment(after)).toBe(fragment);
  });

  it('carries what networks on texts made up: at all steps of few jobs, at the last one of more, and of many nothing', async () => {
    const samplesOf = async (seeds: number): Promise<(string | undefined)[][]> => {
      const axes = [{ path: 'seed', values: Array.from({ length: seeds }, (_, seed) => seed) }];
      const { study, records } = noisyL0Records({ ...small, axes }, 1);
      const told = records.map((record, job) => ({
        ...record,
        steps: record.steps.slice(0, 10).map((step, at) => ({ ...step, sample: `job ${job}\n\xe2\x80 step ${at}` })),
      }));
      const { jobs } = await carried(await digestOf(study, told, testEnvironment));
      return jobs.map(({ run }) => run.steps.map(({ sample }) => sample));
    };
    const [few, more, many] = [await samplesOf(2), await samplesOf(20), await samplesOf(25)];
    expect(few.map((samples) => samples.filter(Boolean).length)).toEqual(few.map((samples) => samples.length));
    expect(few[1][1]).toBe('job 1\n\xe2\x80 step 1');
    for (const [job, samples] of more.entries()) {
      const last = samples.length - 1;
      expect(samples.map((sample, at) => (sample === undefined ? null : at))).toEqual(samples.map((_, at) => (at === last ? at : null)));
      expect(samples[last]).toBe(`job ${job}\n\xe2\x80 step ${last}`);
    }
    expect(many.flat().filter((sample) => sample !== undefined)).toEqual([]);
  });

  it('carries what was measured of networks on texts, and older links have none', async () => {
    const { study, records } = noisyL0Records(small, 1);
    const loss = records[0].summary!.testLoss;
    const at = (bits: 32 | 16 | 8) => ({
      bits,
      nonzero: 100 - bits,
      valuesBytes: bits * 10,
      readableBytes: bits * 11.4,
      trainLoss: loss,
      validationLoss: loss,
      testLoss: loss * 1.01,
      dataBytes: 12_345.6,
    });
    const text = {
      trainShare: 0.2,
      rounded: [at(32), at(16), at(8)],
      byPlace: [3, 2, 1.5].map((factor) => factor * loss),
      online: { bytes: 2345.6, coded: 4096, way: Array.from({ length: 100 }, (_, i): [number, number] => [40 * (i + 1), 20.4 * i]) },
    };
    const [first, ...rest] = records;
    const summary: L0Summary = { ...first.summary!, text };
    const before = (await digestOf(study, [{ ...first, summary }, ...rest], testEnvironment)) as Digest<L0Run>;
    const after = await carried(before);
    const got = after.jobs[0].run.summary!.text!;
    expect(got.rounded.map(({ bits, nonzero, readableBytes }) => [bits, nonzero, readableBytes])).toEqual([
      [32, 68, 365],
      [16, 84, 182],
      [8, 92, 91],
    ]);
    expect(got.online).toMatchObject({ bytes: 2346, coded: 4096 });
    // There is room for forty of the hundred moments: each third, and the last among them.
    expect(got.online?.way).toHaveLength(34);
    expect(got.online?.way?.slice(-2)).toEqual([
      [3880, 1958],
      [4000, 2020],
    ]);
    for (const [place, value] of text.byPlace.entries()) expect(Math.abs(got.byPlace[place] / value - 1)).toBeLessThan(6e-4);
    expect(after.jobs[1].run.summary!.text).toBeUndefined();
    expect(JSON.stringify(await packDigest(await digest(small)))).not.toContain('texts');
  });

  it('carries every summary within what it promises', async () => {
    const before = await digest(small);
    const after = await carried(before);
    expect(after.study).toEqual(before.study);
    for (const [index, { run, fingerprint }] of before.jobs.entries()) {
      const got = after.jobs[index];
      expect([got.fingerprint, got.run.status]).toEqual([fingerprint, run.status]);
      const [there, here] = [run.summary!, got.run.summary!];
      expect(here).toEqual({ ...quantisedSummary(there), threshold: here.threshold });
      expect([here.nonzero, here.parameters, here.modelBytes, here.epochs, here.layers]).toEqual([
        there.nonzero,
        there.parameters,
        there.modelBytes,
        there.epochs,
        there.layers,
      ]);
      expect(Math.abs(here.testAccuracy! - there.testAccuracy!)).toBeLessThanOrEqual(0.5001e-5);
      expect(Math.abs(here.testLoss / there.testLoss - 1)).toBeLessThan(6e-4);
      expect(Math.abs(here.dataBytes - there.dataBytes)).toBeLessThanOrEqual(0.5);
      const pruning = got.run.steps.find(({ phase }) => phase === 'pruning')!;
      expect(pruning).toMatchObject({ epoch: 300, nonzero: there.nonzero, threshold: here.threshold });
      for (const step of got.run.steps) {
        const own = run.steps.find(({ phase, epoch }) => phase === step.phase && epoch === step.epoch)!;
        expect(Math.abs(step.validationLoss / own.validationLoss - 1)).toBeLessThan(6e-3);
        expect(step.nonzero).toBe(own.nonzero);
      }
    }
    expect(await packDigest(after)).toEqual(await packDigest(before));
    expect(runsOf(after).map(({ job }) => job)).toEqual(jobsOf(after.study));
  });

  it('carries jobs that were stopped, that failed, and that never began', async () => {
    const { study, records } = noisyL0Records(small, 1);
    const [first, second] = records;
    const before = await digestOf(
      study,
      [
        { ...first, status: 'cancelled', steps: first.steps.slice(0, 5), summary: null },
        { ...second, status: 'failed', steps: [], summary: null },
      ],
      null,
    );
    const after = await carried(before);
    expect(after.jobs.map(({ run }) => [run.status, run.steps.length]).slice(0, 3)).toEqual([
      ['cancelled', 5],
      ['failed', 0],
      ['queued', 0],
    ]);
    expect(after.jobs[0].run.summary).toBeNull();
  });

  it('is refused with the place where it does not fit', async () => {
    const good = (await packDigest(await digest(small))) as { payload: Record<string, unknown[]>; study: unknown };
    const refused = async (change: (l0: Record<string, unknown[]>) => void): Promise<string> => {
      const bad = structuredClone(good);
      change(bad.payload);
      const error: unknown = await unpackDigest(bad).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(DigestError);
      return (error as Error).message;
    };
    expect(await refused((l0) => l0.nonzero.pop())).toContain('“nonzero” holds 5 values where 6');
    expect(await refused((l0) => l0.curves.pop())).toContain('“curves” holds 5');
    expect(await refused((l0) => (l0.testAccuracy[0] = 200_000))).toContain('“test accuracy” of summary 1 should be at most 1 and is 2');
    expect(await refused((l0) => (l0.nonzero[0] = 1e9))).toContain('“compression rate” of summary 1');
    expect(await refused((l0) => ((l0.curves[0] as { grid: number }).grid = 9))).toContain('grid of curve 1 is not there');
    expect(await refused((l0) => (l0.curves[1] as { test: number[] }).test.pop())).toContain('“test” of curve 2 holds');
    expect(await refused((l0) => ((l0.layers[0] as { of: number }).of = 3))).toContain('table of layers of job 1 is not there');
    expect(await refused((l0) => (l0.more = []))).toContain('more');
  });
});

describe('numbers of a link', () => {
  it('hold losses to a share of them, of either sign, however small', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(100, 1000), (loss, steps) => {
        const got = lossOver(quantiseLoss(loss, steps), steps);
        expect(Math.abs(got - loss)).toBeLessThanOrEqual((0.51 / steps) * Math.hypot(loss, 1e-6));
        expect(quantiseLoss(got, steps)).toBe(quantiseLoss(loss, steps));
      }),
    );
  });

  it('keep of curves the ends of phases and every pruning, and thin the rest evenly', () => {
    const { records } = noisyL0Records({ ...whole, axes: [] }, 1);
    const { steps } = records[0];
    const kept = thinnedSteps(steps, 12);
    expect(kept.length).toBe(12);
    expect(kept.map(({ phase, epoch }) => [phase, epoch])).toEqual(
      expect.arrayContaining([
        ['regularised', 1],
        ['regularised', 300],
        ['pruning', 300],
        ['fine-tuning', 301],
        ['fine-tuning', 411],
      ]),
    );
    expect(thinnedSteps(kept, 12)).toEqual(kept);
    expect(thinnedSteps(steps, 3).length).toBe(5);
    expect(thinnedSteps(steps, 1000)).toEqual(steps);
  });
});

describe('a reproduction', () => {
  const verdict = async (here: Digest, there?: Digest) => compareResults(await carried(there ?? (await digest(small))), here)!;

  it('in the very same digits is identical, and without fingerprints by what the link holds', async () => {
    const same = await verdict(await digest(small));
    expect([same.kind, same.text]).toEqual(['identical', expect.stringContaining('6 jobs agree in every digit at every measured step')]);
    const there = await digest(small);
    const held = { ...there, jobs: there.jobs.map((job) => ({ ...job, fingerprint: null })) };
    expect((await verdict(await digest(small), held)).text).toContain('every digit that the shared result holds');
  });

  it('off by less than rounding is within rounding', async () => {
    const { study, records } = noisyL0Records(small, 1);
    const nudged = records.map((record) => {
      const { summary } = record;
      if (!summary) throw new Error('A record without a summary.');
      return {
        ...record,
        steps: record.steps.slice(1),
        summary: { ...summary, testLoss: summary.testLoss * 1.01, nonzero: Math.round(summary.nonzero * 1.005) },
      };
    });
    const got = await verdict(await digestOf(study, nudged, { ...testEnvironment, backend: 'webgpu' }));
    expect([got.kind, got.text]).toEqual([
      'rounding',
      expect.stringMatching(/rounding of another backend: in 6 jobs.*test losses to 2 %.*reproduced on webgpu/u),
    ]);
  });

  it('drawn anew is statistically consistent, 99 times of 100 and more', async () => {
    const kinds = await Promise.all(Array.from({ length: 100 }, async (_, noise) => (await verdict(await digest(small, noise + 2))).kind));
    expect(kinds.filter((kind) => kind !== 'consistent').length).toBeLessThanOrEqual(1);
  });

  it('shifted by ten times the spread is different, and the measure is told', async () => {
    const got = await verdict(await digest(small, 2, { shift: 0.5 }));
    expect([got.kind, got.text]).toEqual([
      'different',
      expect.stringMatching(/more than different seeds would explain.*root mean square of t is \d.*The farthest is the/u),
    ]);
  });

  it('of a study with one seed cannot be called chance', async () => {
    const one = { ...whole, axes: [] };
    const got = compareResults(await carried(await digest(one)), await digest(one, 2))!;
    expect([got.kind, got.text]).toEqual(['different', expect.stringContaining('too few repeats over seeds')]);
  });

  it('that did not end is compared where it did', async () => {
    const { study, records } = noisyL0Records(small, 1);
    const partly = await digestOf(study, records.slice(0, 4), testEnvironment);
    expect((await verdict(partly)).text).toMatch(/4 jobs agree.*2 jobs of the shared result did not end here/u);
    expect(compareResults(await digest(small), await digestOf(study, [], null))).toBeNull();
  });
});
