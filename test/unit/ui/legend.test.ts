/** What the legend above a figure says: each name once, as it is drawn, and none that stands at its line or is hidden. */
import { expect, it } from 'vitest';
import { accuracy } from '../../../src/figures/dtc/accuracy.ts';
import { gibbsEntropyNext } from '../../../src/figures/dtc/gibbs-entropy-next.ts';
import { errorIncrease } from '../../../src/figures/l0/error-increase.ts';
import { lossCurves } from '../../../src/figures/l0/loss-curves.ts';
import { loadL0Published } from '../../../src/study/families/l0/published.ts';
import { loadPublished } from '../../../src/study/families/dtc/published.ts';
import { legendOf, rampsOf } from '../../../src/ui/chart/legend.ts';
import { l0InputOf, mnistStudy } from '../figures/l0/synthetic.ts';
import { inputOf, study, syntheticTrajectory } from '../figures/synthetic.ts';

const nothing = new Set<string>();
const names = (figure: Parameters<typeof legendOf>[0], hidden: ReadonlySet<string> = nothing): string[] =>
  legendOf(figure, hidden)
    .map(({ name }) => name)
    .sort();

it('names each method once, and none that is hidden', () => {
  const figure = accuracy.make(inputOf({ own: study() }));
  expect(names(figure)).toEqual(['DTC', 'Magnitude', 'Random', 'before any prune']);
  expect(names(figure, new Set(['random']))).toEqual(['DTC', 'Magnitude', 'before any prune']);
});

it('published numbers are told from others by their marker', async () => {
  const entries = legendOf(accuracy.make(inputOf({ own: study(), published: await loadPublished() })), nothing);
  const symbolOf = (name: string) => entries.find((entry) => entry.name === name)?.symbol;
  expect(symbolOf('DTC')).toBe('circle');
  expect(symbolOf('DTC (published)')).toBe('circle-open');
});

it('has an entry for a band, and for lines without markers', () => {
  const entropies = legendOf(gibbsEntropyNext.make(inputOf({ own: [syntheticTrajectory({ method: 'dtc' })] })), nothing);
  expect(entropies.map(({ name, dash, symbol }) => [name, dash, symbol])).toEqual([
    ['noise, 95 %', null, 'square'],
    ['log₂ n', 'dot', null],
    ['population entropy', 'solid', null],
    ['DTC', null, 'circle'],
  ]);
  expect(names(lossCurves.make(l0InputOf({ own: mnistStudy() })))).toEqual(['test loss', 'training loss', 'validation loss']);
});

it('leaves out what is named at its marker, such as the rows of a printed table', async () => {
  const figure = errorIncrease.make(l0InputOf({ own: mnistStudy(), published: await loadL0Published() }));
  expect(names(figure)).toEqual(['DRR', 'R-L1']);
});

it('of a long sweep is a ramp for each method, from its first value to its last, and what is not of the sweep', () => {
  const own = (['dtc', 'l2'] as const).flatMap((method) =>
    [0.3, 3, 30, 300, 3000].map((lambda) => syntheticTrajectory({ method, compression: { lambda } })),
  );
  const entries = legendOf(accuracy.make(inputOf({ own: [...own, syntheticTrajectory({ method: 'random' })] })), nothing);
  expect(entries).toHaveLength(11);
  const { ramps, rest } = rampsOf(entries);
  expect(ramps.map(({ title, count }) => [title, count])).toEqual([
    ['DTC, LASSO penalty λ: 0.3 to 3000', 5],
    ['ℓ2 norm, LASSO penalty λ: 0.3 to 3000', 5],
  ]);
  expect(new Set(ramps[0].colors).size).toBe(5);
  expect(rest.map(({ name }) => name)).toEqual(['Random, LASSO penalty λ: 0.3']);
});
