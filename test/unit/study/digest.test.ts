import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DigestError, packDigest, unpackDigest } from '../../../src/study/digest-format.ts';
import { digestOf, runsOf } from '../../../src/study/digest-of.ts';
import type { Digest } from '../../../src/study/digest.ts';
import { storedStatus } from '../../../src/study/records.ts';
import { fingerprintOf, sparseStudy, studyHashHex } from '../../../src/study/fingerprint.ts';
import { migrate, VersionError } from '../../../src/study/migrate.ts';
import { presets } from '../../../src/study/presets.ts';
import { canonicalJson, jobsOf, studySchema, type StudyInput } from '../../../src/study/schema.ts';
import { pointOf, type DtcRun } from '../../../src/study/families/dtc/run.ts';
import { noisyRecords, noisySteps, testEnvironment, type Noise } from './noisy-records.ts';

const three: StudyInput = { name: 'Three', axes: [{ path: 'compression.method', values: ['magnitude', 'random', 'dtc'] }] };

async function digest(input: StudyInput, noise = 1, options?: Noise): Promise<Digest<DtcRun>> {
  const { study, records } = noisyRecords(input, noise, options);
  return (await digestOf(study, records, testEnvironment)) as Digest<DtcRun>;
}

/** Through text, as a link carries it. */
const carried = async (value: Digest): Promise<Digest<DtcRun>> =>
  (await unpackDigest(JSON.parse(JSON.stringify(await packDigest(value))))) as Digest<DtcRun>;

/** Largest relative error of four significant digits: half a unit in the last place of 1.000. */
const RAY_ERROR = 5.0001e-4;

describe('sparse studies', () => {
  it('hold what differs from the defaults, and become the study again', () => {
    const study = studySchema.parse({ name: 'A', job: { seed: 3, compression: { lambda: 1 } }, axes: [{ path: 'seed', values: [1, 2] }] });
    expect(sparseStudy(study)).toEqual({
      name: 'A',
      job: { seed: 3, compression: { lambda: 1 } },
      axes: [{ path: 'seed', values: [1, 2] }],
    });
    for (const preset of presets()) expect(studySchema.parse(sparseStudy(preset.study))).toEqual(preset.study);
  });

  it('have a hash that does not change when a default is spelled out', async () => {
    const bare = await studyHashHex(studySchema.parse({ name: 'A' }));
    expect(await studyHashHex(studySchema.parse({ name: 'A', job: { compression: { lambda: 0.3 } } }))).toBe(bare);
    expect(await studyHashHex(studySchema.parse({ name: 'A', job: { compression: { lambda: 0.31 } } }))).not.toBe(bare);
    // sha256sum of {"name":"A"}
    expect(bare).toBe('b2c9ee672db13673e38e84d0da1a6e765c88b3d0f1dc65244d3f736045aa5c84');
  });
});

describe('fingerprints', () => {
  const [job] = jobsOf(studySchema.parse({ name: 'A', job: { model: { hidden: [64] } } }));

  it('ignore timings and nothing else that was measured', async () => {
    const steps = noisySteps(job, 1);
    const own = await fingerprintOf(steps);
    expect(own).toMatch(/^[\w-]{16}$/u);
    expect(await fingerprintOf(steps.map((step) => ({ ...step, seconds: step.seconds + 1 })))).toBe(own);
    const nudged = structuredClone(steps);
    nudged[3].layers[0].measurements.next[0] += 1e-12;
    expect(await fingerprintOf(nudged)).not.toBe(own);
    expect(await fingerprintOf(steps.slice(1))).not.toBe(own);
  });
});

describe('digests', () => {
  it('carry every point within its quantum', async () => {
    const options = fc.record({
      noise: fc.nat(10_000),
      scale: fc.double({ min: 0, max: 10, noNaN: true }),
      shift: fc.double({ min: -1, max: 1, noNaN: true }),
      hidden: fc.array(fc.integer({ min: 2, max: 300 }), { minLength: 1, maxLength: 3 }),
      seeds: fc.uniqueArray(fc.nat(0xffffffff), { minLength: 1, maxLength: 3 }),
      share: fc.double({ min: 0.05, max: 0.9, noNaN: true }),
    });
    await fc.assert(
      fc.asyncProperty(options, async ({ noise, scale, shift, hidden, seeds, share }) => {
        const before = await digest(
          { ...three, job: { model: { hidden }, compression: { share } }, axes: [...(three.axes ?? []), { path: 'seed', values: seeds }] },
          noise,
          { scale, shift },
        );
        const after = await carried(before);
        expect(after.study).toEqual(before.study);
        expect(after.environment).toEqual(before.environment);
        expect(after.jobs.map(({ run, fingerprint }) => [run.status, fingerprint])).toEqual(
          before.jobs.map(({ run, fingerprint }) => [run.status, fingerprint]),
        );
        for (const [index, { run }] of before.jobs.entries()) {
          const { points } = run;
          const got = after.jobs[index].run.points;
          expect(got.length).toBe(points.length);
          for (const [at, point] of points.entries()) {
            const exactly = ({ cycle, neurons, neuronsBefore, measurements }: typeof point) => [
              cycle,
              neurons,
              neuronsBefore,
              measurements,
            ];
            expect(exactly(got[at])).toEqual(exactly(point));
            expect(got[at].sparsity).toBeCloseTo(point.sparsity, 12);
            expect(Math.abs(got[at].testAccuracy - point.testAccuracy)).toBeLessThanOrEqual(0.5001e-5);
            expect(Math.abs(got[at].testAccuracyBeforePrune - point.testAccuracyBeforePrune)).toBeLessThanOrEqual(0.5001e-5);
            for (const layer of ['previous', 'next'] as const) {
              const [a, b] = [got[at].gibbsEntropy[layer], point.gibbsEntropy[layer]];
              if (a === null || b === null) expect(a).toBe(b);
              else expect(Math.abs(a - b)).toBeLessThanOrEqual(0.5001e-3);
            }
            if (point.rayMeanAbs === null) expect(got[at].rayMeanAbs).toBeNull();
            else expect(Math.abs((got[at].rayMeanAbs ?? NaN) - point.rayMeanAbs)).toBeLessThanOrEqual(RAY_ERROR * point.rayMeanAbs);
          }
        }
        // What was carried once is carried unchanged from then on.
        expect(await packDigest(after)).toEqual(await packDigest(before));
      }),
      { numRuns: 40 },
    );
  });

  it('carry unfinished jobs with what they have', async () => {
    const { study, records } = noisyRecords(three, 1);
    const [first, second] = records;
    const before = await digestOf(
      study,
      [
        { ...second, status: 'failed', steps: second.steps.slice(0, 5) },
        { ...first, status: 'running', steps: first.steps.slice(0, 7) },
      ],
      null,
    );
    const after = await carried(before);
    expect(after.jobs.map(({ run }) => [run.status, run.points.length])).toEqual([
      ['cancelled', 7],
      ['failed', 5],
      ['queued', 0],
    ]);
    expect(after.jobs[1].run.points.at(-1)?.neurons).toBe(second.steps[4].neurons);
    expect(after.environment).toBeNull();
    expect(storedStatus({ status: 'loading', steps: [] })).toBe('queued');
  });

  it('become runs of the study’s jobs', async () => {
    const { study, records } = noisyRecords(three, 1);
    const runs = runsOf(await carried(await digestOf(study, records, null))) as DtcRun[];
    expect(runs.map(({ job }) => job)).toEqual(jobsOf(study));
    expect(runs[2].points.map(({ neurons }) => neurons)).toEqual(records[2].steps.map(pointOf).map(({ neurons }) => neurons));
    expect(runs[0].steps).toBeNull();
  });

  it('are refused with the place where they do not fit', async () => {
    const good = (await packDigest(await digest(three))) as Record<string, unknown> & {
      jobs: Record<string, unknown>[];
      payload: { jobs: Record<string, unknown>[]; ladders: unknown[] };
    };
    const refused = async (change: (value: typeof good) => void): Promise<string> => {
      const bad = structuredClone(good);
      change(bad);
      const error: unknown = await unpackDigest(bad).catch((cause: unknown) => cause);
      expect(error).toBeInstanceOf(DigestError);
      return (error as Error).message;
    };
    expect(await refused((value) => (value.study = { name: 'Three', job: { model: { hidden: [5000] } } }))).toContain(
      '“Hidden neurons” (model.hidden), number 1',
    );
    expect(await refused((value) => (value.study = { name: 'Three', job: { model: { hidden: [1] } } }))).toContain(
      '“Hidden neurons” (model.hidden), number 1',
    );
    expect(await refused((value) => (value.extra = 1))).toContain('extra');
    expect(await refused((value) => (value.jobs[1].extra = 1))).toContain('Job 2 has “extra”, which is not known here');
    expect(await refused((value) => (value.payload.jobs[1].extra = 1))).toContain('Job 2 has “extra”, which is not known here');
    expect(await refused((value) => value.payload.jobs.pop())).toContain('holds 2 jobs, but its study has 3');
    expect(await refused((value) => (value.payload.jobs[0].accuracy = [100_001]))).toContain('job 1');
    expect(await refused((value) => ((value.payload.jobs[0].accuracy as number[])[1] = 5000))).toContain(
      '“test accuracy” of point 2 of job 1',
    );
    expect(await refused((value) => (value.payload.jobs[0].ladder = 7))).toContain('ladder of job 1');
    expect(await refused((value) => (value.payload.jobs[0].next = [1]))).toContain('“next” of job 1');
    expect(await refused((value) => value.jobs.pop())).toContain('2 jobs');
    expect(await refused((value) => (value.payload.ladders = []))).toContain('ladder');
    expect(await refused((value) => (value.sha256 = 'A'.repeat(43)))).toContain('SHA-256');
    expect(await refused((value) => (value.study = { name: 'Other', axes: three.axes }))).toContain('SHA-256');
  });
});

describe('migrations', () => {
  const chain = new Map([
    [1, (value: unknown) => `${String(value)}→2`],
    [2, (value: unknown) => `${String(value)}→3`],
  ]);

  it('go one version at a time', () => {
    expect(migrate('v1', 1, 3, chain, 'It')).toBe('v1→2→3');
    expect(migrate('v3', 3, 3, chain, 'It')).toBe('v3');
  });

  it('refuse versions from the future and versions that never were', () => {
    expect(() => migrate('', 4, 3, chain, 'This link')).toThrow(/newer version/u);
    expect(() => migrate('', 0, 3, chain, 'This link')).toThrow(VersionError);
  });
});

it('canonical JSON of a sparse study is what is hashed', () => {
  expect(canonicalJson(sparseStudy(studySchema.parse({ name: 'A' })))).toBe('{"name":"A"}');
});
