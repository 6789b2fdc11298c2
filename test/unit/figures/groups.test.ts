import { describe, expect, it } from 'vitest';
import { groupsOf, pairKey, seedsText } from '../../../src/figures/dtc/groups.ts';
import { withSetting } from '../../../src/study/schema.ts';
import { study, syntheticTrajectory } from './synthetic.ts';

const lambdas = (values: readonly number[]) => values.map((lambda) => syntheticTrajectory({ method: 'dtc', compression: { lambda } }));

describe('groups', () => {
  it('gather runs that differ in their seeds alone, any seed', () => {
    const [base] = lambdas([0.3]);
    const own = ['seed', 'model.seed', 'compression.measurementSeed', 'compression.selectionSeed'].map((path) => ({
      ...base,
      job: withSetting(base.job, path, 12),
    }));
    const groups = groupsOf({ own: [base, ...own], shared: [] });
    expect(groups).toHaveLength(1);
    expect(groups[0].trajectories).toEqual([base, ...own]);
  });

  it('are named by their method alone where nothing else differs', () => {
    expect(groupsOf({ own: study(), shared: [] }).map(({ label, trajectories }) => [label, trajectories.length])).toEqual([
      ['Magnitude', 2],
      ['Random', 2],
      ['DTC', 2],
    ]);
  });

  it('name the settings in which they differ, with the titles of the form', () => {
    const [base] = lambdas([0.3]);
    const smallest = { ...base, job: withSetting(withSetting(base.job, 'compression.prune', 'smallest'), 'model.hidden', [40, 20]) };
    expect(groupsOf({ own: [base, smallest], shared: [] }).map(({ label }) => label)).toEqual([
      'DTC, Remove: Largest, Hidden neurons: 40',
      'DTC, Remove: Smallest, Hidden neurons: 40 + 20',
    ]);
  });

  it('have places among the settings of their method, which a shared group shares with its reproduction', () => {
    const places = groupsOf({ own: lambdas([0.3, 3, 30]), shared: lambdas([3]) }).map(({ source, variant }) => [source, variant]);
    expect(places).toEqual([
      ['shared', 0.5],
      ['own', 0],
      ['own', 0.5],
      ['own', 1],
    ]);
  });

  it('say how many seeds they have', () => {
    const seeds = (...counts: number[]) =>
      seedsText(
        groupsOf({
          own: counts.flatMap((count, i) =>
            Array.from({ length: count }, (_, seed) => syntheticTrajectory({ method: (['dtc', 'random'] as const)[i], seed })),
          ),
          shared: [],
        }),
      );
    expect(seeds(1, 1)).toBe('seed 0');
    expect(seeds(3, 3)).toBe('3 seeds');
    expect(seeds(2, 3)).toBe('2 to 3 seeds');
  });
});

it('pairs are runs that differ in their method alone', () => {
  const [dtc, random, other] = [
    syntheticTrajectory({ method: 'dtc' }),
    syntheticTrajectory({ method: 'random' }),
    syntheticTrajectory({ method: 'random', seed: 2 }),
  ].map(({ job }) => pairKey(job));
  expect(dtc).toBe(random);
  expect(dtc).not.toBe(other);
});
