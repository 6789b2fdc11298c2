/** Findings against numbers worked out by hand, and what must hold of any: they follow their records, and one seed proves nothing. */
import { describe, expect, it, test } from 'vitest';
import { bytesShort, percent } from '../../../src/math/number-text.ts';
import { difference, isNoise, points, times } from '../../../src/study/finding.ts';
import { dtcFinding } from '../../../src/study/families/dtc/finding.ts';
import type { DtcRun } from '../../../src/study/families/dtc/run.ts';
import { l0Finding } from '../../../src/study/families/l0/finding.ts';
import { l0RunOf, type L0Run } from '../../../src/study/families/l0/run.ts';
import { verbatimBytes } from '../../../src/study/families/l0/length.ts';
import { presetByName } from '../../../src/study/presets.ts';
import type { Job } from '../../../src/study/schema.ts';
import { syntheticTrajectory } from '../figures/synthetic.ts';
import { noisyL0Records } from './noisy-l0-records.ts';

/** Without the spaces at which no line ends. */
const plain = (text: string | undefined): string => (text ?? '').replaceAll('\u00A0', ' ');

test('numbers are written as people read them', () => {
  expect([0.86379, 0.9, 1, 0, 0.9999, 0.0001].map(percent).map(plain)).toEqual([
    '86.4 %',
    '90.0 %',
    '100 %',
    '0 %',
    'over 99.9 %',
    'under 0.1 %',
  ]);
  expect([0.006, -0.01, 0.0001, 0].map(points).map(plain)).toEqual(['0.6 points', '1.0 points', 'under 0.1 points', '0.0 points']);
  expect([591, 65_152, 999_400, 999_600, 1_066_440].map(bytesShort).map(plain)).toEqual([
    '591 bytes',
    '65.2 kB',
    '999 kB',
    '1 MB',
    '1.07 MB',
  ]);
  expect([1, 1.234, 9.94, 16.4].map(times)).toEqual(['1.0×', '1.2×', '9.9×', '16×']);
});

test('a difference is taken seed by seed, with 12.706 s/√2 for two seeds and 4.303 s/√3 for three', () => {
  const run = (seed: number, value: number) => ({ kind: 'x', job: { seed }, status: 'finished', value }) as unknown as DtcRun;
  const valueOf = (one: DtcRun): number => (one as unknown as { value: number }).value;
  const group = (name: string, ...values: number[]) => ({ name, runs: values.map((value, seed) => run(seed, value)) });
  const two = difference(group('a', 5, 9), group('b', 4, 6), valueOf)!;
  expect(two.mean).toBe(2);
  expect(two.halfWidth).toBeCloseTo((12.7062 * Math.SQRT2) / Math.SQRT2, 3);
  expect(isNoise(two)).toBe(true);
  const three = difference(group('a', 5, 9, 7), group('b', 4, 8, 6.1), valueOf)!;
  expect(three.halfWidth).toBeCloseTo((4.30265 * Math.sqrt(0.01 / 3)) / Math.sqrt(3), 3);
  expect(isNoise(three)).toBe(false);
  expect(difference(group('a', 5), group('b', 4), valueOf)).toEqual({ mean: 1, halfWidth: null });
});

/** A run of a method with these accuracies right after its prunes. */
const ladder = (method: string, seed: number, accuracies: readonly number[]): DtcRun => {
  const run = syntheticTrajectory({ method: method as 'dtc', seed });
  return {
    ...run,
    status: 'finished',
    points: run.points.slice(0, accuracies.length).map((point, at) => ({ ...point, testAccuracy: accuracies[at] })),
  };
};
const methodOf = (job: Job): string => job.compression.method;
const dtcText = (runs: readonly DtcRun[]): string => plain(dtcFinding(runs, methodOf)?.text);

describe('of DTC', () => {
  it('is nothing before the first prune', () => {
    expect(dtcFinding([], methodOf)).toBeNull();
    expect(dtcFinding([ladder('dtc', 1, [])], methodOf)).toBeNull();
  });

  it('names the furthest prune within 2 points of the best, and how far it is below', () => {
    const run = ladder('dtc', 1, [0.8, 0.9, 0.885, 0.87]);
    const finding = dtcFinding([run], methodOf)!;
    expect(plain(finding.text)).toBe(
      `With ${plain(percent(run.points[2].sparsity))} of the hidden neurons gone, 88.5 % of the test images are still right, 1.5 points below the best of all prunes (${plain(percent(run.points[1].sparsity))} removed).`,
    );
    expect(finding.numbers.map(({ value }) => plain(value))).toEqual([
      '88.5 %',
      times(run.job.model.hidden.reduce((sum, width) => sum + width) / run.points[2].neurons),
      '90.0 %',
    ]);
  });

  it('of one seed a method says that chance cannot be told', () => {
    const text = dtcText([ladder('dtc', 1, [0.9, 0.9]), ladder('random', 1, [0.88, 0.9])]);
    expect(text).toContain(
      'On average over 2 prunes: dtc 90.0 %, random 89.0 %. Of one seed each, such differences can be chance: add seeds.',
    );
  });

  it('of several seeds says which is better, or that there is no difference', () => {
    const seeds = [1, 2, 3];
    const runs = (spread: number) => [
      ...seeds.map((seed) => ladder('dtc', seed, [0.9, 0.9])),
      ...seeds.map((seed) => ladder('random', seed, [0.88 + spread * (seed - 2), 0.88 + spread * (seed - 2)])),
    ];
    // 4.303 · 0.001/√3 = 0.25 points, and 4.303 · 0.02/√3 = 5 points.
    expect(dtcText(runs(0.001))).toContain('dtc is 2.0 ± 0.2 points better than random on average over 2 prunes.');
    expect(dtcText(runs(0.02))).toContain(
      'differ by 2.0 ± 5.0 points on average over 2 prunes: no difference beyond the noise between seeds.',
    );
    expect(dtcText(runs(0.001))).toContain('(mean of 3 seeds)');
  });

  it('of a sweep compares the best of each method, and tells no run twice that a setting leaves as it is', () => {
    const at = (lambda: number, run: DtcRun): DtcRun => ({ ...run, job: { ...run.job, compression: { ...run.job.compression, lambda } } });
    const nameOf = ({ compression }: Job): string => `${compression.method} ${(compression as { lambda?: number }).lambda}`;
    const text = (runs: readonly DtcRun[]): string => plain(dtcFinding(runs, nameOf)?.text);
    const random = [1, 2].map((lambda) => at(lambda, ladder('random', 1, [0.9, 0.8])));
    const dtc = [at(1, ladder('dtc', 1, [0.9, 0.7])), at(2, ladder('dtc', 1, [0.9, 0.6]))];
    expect(text([...random, ...dtc])).toContain('On average over 2 prunes: random 1 85.0 %, dtc 1 80.0 %. Of one seed');
    expect(text(dtc)).toContain('On average over 2 prunes: dtc 1 80.0 %, dtc 2 75.0 %. Of one seed');
    expect(text(random)).not.toContain('On average');
  });

  it('says what training alone does where a network was trained as long without a prune, and ranks it nowhere', () => {
    const pruned = [ladder('dtc', 1, [0.8, 0.85]), ladder('random', 1, [0.8, 0.84])];
    const whole = ladder('no-pruning', 1, [0.82, 0.93]);
    const told = ' Trained as long without a prune, the network goes from 82.0 % to 93.0 %: that is what training alone does.';
    const alone = dtcText(pruned);
    expect(dtcText([...pruned, whole])).toBe(alone.replace(' On average', `${told} On average`));
    expect(dtcText([...pruned, { ...whole, status: 'running' }])).toBe(`So far: w${alone.slice(1)}`);
    expect(dtcFinding([whole], methodOf)).toBeNull();
  });

  it('of three methods names the last; one that goes on is not the last word', () => {
    const runs = [ladder('dtc', 1, [0.9]), ladder('random', 1, [0.88]), ladder('magnitude', 1, [0.7])];
    expect(dtcText(runs)).toContain('On average over the first prune: dtc 90.0 %, random 88.0 %, magnitude 70.0 %.');
    const twice = [...runs, ladder('dtc', 2, [0.9]), ladder('random', 2, [0.9]), ladder('magnitude', 2, [0.701])];
    expect(dtcText(twice)).toContain('magnitude comes last, 20.0 ± 0.6 points below dtc.');
    expect(dtcText([...runs.slice(0, 2), { ...runs[2], status: 'running' }])).toMatch(/^So far: with dtc, /u);
  });
});

describe('of ℓ0', () => {
  const { study } = presetByName('l0-mnist-mlp-quick');
  const nameOf = ({ compression }: Job): string => `${compression.method} ${(compression as { alpha?: number }).alpha}`;
  const runsOf = (total: (method: string, alpha: number, seed: number) => number, seeds: readonly number[] = [1]): L0Run[] =>
    noisyL0Records({ ...study, axes: [...study.axes, { path: 'seed', values: [...seeds] }] }, 1).records.map((record) => {
      const { method, alpha } = record.job.compression;
      return l0RunOf({ ...record, summary: { ...record.summary!, descriptionBytes: total(method, alpha, record.job.seed) } });
    });
  const text = (runs: readonly L0Run[]): string => {
    const finding = l0Finding(runs, nameOf);
    return plain(`${finding?.text} ${finding?.more}`);
  };
  const labels = verbatimBytes(runsOf(() => 1)[0].job);

  it('is nothing before the first job has ended', () => {
    expect(l0Finding([], nameOf)).toBeNull();
    expect(
      l0Finding(
        runsOf(() => 1).map((run) => ({ ...run, summary: null, status: 'running' as const })),
        nameOf,
      ),
    ).toBeNull();
  });

  it('names the shortest, says what it takes beside the labels, and that nothing is compressed where it is not', () => {
    const runs = runsOf((method, alpha) => (method === 'drr' && alpha === 3e-4 ? 2000 : 9000));
    const shortest = runs.find(({ job }) => job.compression.method === 'drr' && job.compression.alpha === 3e-4)!;
    const { nonzero, parameters, testAccuracy } = shortest.summary!;
    expect(text(runs)).toContain(
      `Network and labels together are shortest with drr 0.0003: it keeps ${nonzero.toLocaleString('en')} of ${parameters.toLocaleString('en')} numbers, and ${plain(percent(testAccuracy!))} of the test samples are right.`,
    );
    expect(text(runs)).toContain(
      `Together they take 2 kB, not counting where the numbers stand. That is ${plain(percent(2000 / labels))} of the ${plain(bytesShort(labels))} that the labels take written down as they are.`,
    );
    expect(text(runsOf(() => labels + 1))).toContain('so nothing is compressed.');
    expect(text(runsOf(() => labels - 1))).not.toContain('nothing is compressed');
  });

  it('names the network that is most often right and the largest, with what they keep', () => {
    const runs = runsOf((_, alpha) => (alpha === 3e-4 ? 2000 : 9000)).map((run) => {
      const { method, alpha } = run.job.compression;
      const [testAccuracy, nonzero] = alpha === 0 ? [0.95, 200_000] : alpha === 3e-5 && method === 'drr' ? [0.97, 30_000] : [0.9, 3000];
      return { ...run, summary: { ...run.summary!, testAccuracy, nonzero } };
    });
    expect(text(runs)).toContain('Most samples are right with drr 0.00003 (97.0 % right, 30,000 numbers).');
    expect(text(runs)).toContain('The largest network, rl1 0 (95.0 % right, 200,000 numbers), and the labels take 9 kB.');
    const largestIsBest = runs.map((run) => ({
      ...run,
      summary: { ...run.summary, testAccuracy: run.job.compression.alpha === 0 ? 0.98 : 0.9 },
    }));
    expect(text(largestIsBest)).toContain(
      'Most samples are right with the largest network, rl1 0 (98.0 % right, 200,000 numbers); it and the labels take 9 kB.',
    );
  });

  it('of one seed says that chance cannot be told, of several whether there is a difference', () => {
    const total = (spread: number) => (method: string, alpha: number, seed: number) =>
      alpha !== 3e-4 ? 9000 : method === 'drr' ? 2000 : 2100 + spread * (seed - 2);
    expect(text(runsOf(total(0)))).toContain(
      'The shortest with another method, rl1 0.0003, is 100 bytes longer; one seed cannot tell that from chance: add seeds.',
    );
    // 4.303 · 10/√3 = 25 bytes, and 4.303 · 100/√3 = 248.
    expect(text(runsOf(total(10), [1, 2, 3]))).toContain('The shortest with another method, rl1 0.0003, is 100 bytes (± 25 bytes) longer.');
    expect(text(runsOf(total(100), [1, 2, 3]))).toContain(
      'differs by 100 bytes (± 248 bytes): no difference beyond the noise between seeds.',
    );
  });
});
