/** What holds for every figure, whatever it is made from. */
import type { DtcInput } from '../../../src/figures/dtc/input.ts';
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../../src/figures/draw.ts';
import { figureTitle, type Figure } from '../../../src/figures/figure.ts';
import { dtcFigures as figures } from '../../../src/figures/dtc/index.ts';
import { gibbsEntropyNext } from '../../../src/figures/dtc/gibbs-entropy-next.ts';
import { loadPublished } from '../../../src/study/families/dtc/published.ts';
import { digestOf, inputOf, study, syntheticTrajectory } from './synthetic.ts';

const published = await loadPublished();
const twoLayers = { method: 'dtc', hidden: [40, 30] } as const;

const inputs: Readonly<Record<string, DtcInput>> = {
  'own runs': inputOf({ own: study() }),
  'published runs': inputOf({ published }),
  everything: inputOf({
    own: study(),
    shared: study().map(digestOf),
    published,
    options: { theme: 'dark', sparsityAxis: 'log', cycle: 3 },
  }),
  'shared runs alone': inputOf({ shared: study().map(digestOf) }),
  'a run under way': inputOf({
    own: [syntheticTrajectory({ method: 'dtc', cycles: 2 }), syntheticTrajectory({ method: 'random', cycles: 0, losses: 0 })],
  }),
  'the second layer': inputOf({ own: [syntheticTrajectory(twoLayers)], options: { layer: 1 } }),
  'a layer that is not there': inputOf({ own: [syntheticTrajectory(twoLayers)], options: { layer: 4 } }),
  'a cycle that is not there': inputOf({ own: study(), options: { cycle: 99 } }),
  'runs that have not begun': inputOf({ own: [syntheticTrajectory({ method: 'dtc', cycles: 0, losses: 0 })] }),
  nothing: inputOf({}),
};

const tracesOf = ({ data }: Figure): Trace[] => data as Trace[];
const cases = figures.flatMap((maker) =>
  Object.entries(inputs).map(([name, input]) => ({ maker, name, figure: maker.make(input), input })),
);

describe.each(cases)('$maker.name of $name', ({ maker, figure, input }) => {
  it('has a title, a subtitle and titled axes, and either traces or a text that says what to do', () => {
    expect(figureTitle(maker, input)).not.toBe('');
    const titles = Object.entries(figure.layout)
      .filter(([key]) => /^[xy]axis/.test(key))
      .map(([, axis]) => (axis as { title?: { text?: string } }).title?.text);
    expect(titles.filter(Boolean).length).toBeGreaterThanOrEqual(maker.name === 'entropy-accuracy-correlation' ? 1 : 2);
    if (figure.empty === null) {
      expect(figure.data.length).toBeGreaterThan(0);
      expect(figure.subtitle).not.toBe('');
    } else {
      expect(figure.subtitle).not.toMatch(/cycle \d/);
      expect(figure.data).toEqual([]);
      expect(figure.table.rows).toEqual([]);
      expect(figure.empty).toMatch(/^[A-Z].{20,}\.$/);
    }
  });

  it('has as many cells in each row as columns, and columns of different names', () => {
    expect(new Set(figure.table.columns).size).toBe(figure.table.columns.length);
    for (const row of figure.table.rows) expect(row).toHaveLength(figure.table.columns.length);
  });

  it('has as many table rows as points', () => {
    const drawn = tracesOf(figure).filter(({ mode, uid }) => mode?.includes('markers') || (maker.name === 'training-loss' && uid));
    const points = drawn.flatMap(({ x }) => Array.from(x as ArrayLike<unknown>));
    if (maker.name === 'measurement-histograms') {
      // An occupied bin has two corners at the top of its outline.
      const tops = tracesOf(figure).flatMap(({ y }) => (y as (number | null)[]).filter((share) => share !== null && share > 0));
      expect(figure.table.rows).toHaveLength(tops.length / 2);
    } else expect(figure.table.rows).toHaveLength(points.length);
  });

  it('has finite numbers, x and y of one length, and the cycle with every point that belongs to one', () => {
    for (const { x, y, customdata, mode, uid } of tracesOf(figure)) {
      expect(uid).toBeTruthy();
      expect((x as unknown[]).length).toBe((y as unknown[]).length);
      for (const value of [...(x as unknown[]), ...(y as unknown[])])
        expect(value === null || Number.isFinite(value), `${uid}: ${value}`).toBe(true);
      if (mode?.includes('markers') && maker.name !== 'entropy-accuracy-correlation')
        expect(customdata).toHaveLength((x as unknown[]).length);
      for (const cycle of (customdata ?? []) as unknown[]) expect(Number.isInteger(cycle)).toBe(true);
    }
    const uids = tracesOf(figure).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
  });

  it('comes out the same when it is made again', () => {
    expect(maker.make(input)).toEqual(figure);
  });

  it('keeps its zoom from one update to the next', () => {
    expect(figure.layout.uirevision).toBe('constant');
  });
});

it('after jobs that failed no figure speaks of what is to come', () => {
  const failed = (seed: number) => ({ ...syntheticTrajectory({ method: 'dtc', seed, cycles: 0, losses: 0 }), status: 'failed' as const });
  for (const own of [[failed(1)], [failed(1), failed(2)]]) {
    for (const maker of figures) {
      const { empty } = maker.make(inputOf({ own }));
      // What is compared there are two methods, whether or not jobs failed.
      if (maker.name === 'difference-to-random') continue;
      expect(empty, maker.name).toContain(own.length === 1 ? 'The job failed before' : 'Every job failed before');
    }
  }
});

it('where one job failed and another is under way, the first prune is still to come', () => {
  const begun = syntheticTrajectory({ method: 'dtc', seed: 1, cycles: 0, losses: 0 });
  const own = [
    { ...begun, status: 'failed' as const },
    { ...begun, status: 'running' as const },
  ];
  expect(gibbsEntropyNext.make(inputOf({ own })).empty).toContain('the end of the first cycle');
  expect(gibbsEntropyNext.make(inputOf({ own: own.slice(0, 1) })).empty).not.toContain('the end of the first cycle');
});

it('figures have different names', () => {
  expect(new Set(figures.map(({ name }) => name)).size).toBe(figures.length);
});

it('every figure of nothing says what to do', () => {
  for (const maker of figures) expect(maker.make(inputOf({})).empty, maker.name).not.toBeNull();
});

it('every figure of a whole study draws', () => {
  for (const maker of figures) {
    const { empty } = maker.make(inputOf({ own: study(), published }));
    expect(empty, maker.name).toBeNull();
  }
});

it('work done ahead ends, and changes nothing about the figure', () => {
  const own = [syntheticTrajectory({ method: 'dtc', seed: 77, cycles: 6 })];
  for (const maker of figures) {
    if (!maker.prepare) continue;
    let calls = 0;
    while (!maker.prepare(inputOf({ own }), 0)) expect(++calls).toBeLessThan(1000);
    expect(calls, maker.name).toBeGreaterThan(0);
    expect(maker.prepare(inputOf({ own }), 1000)).toBe(true);
    // The same numbers in other objects: nothing that was kept for the first ones is found for these.
    const copy = [syntheticTrajectory({ method: 'dtc', seed: 77, cycles: 6 })];
    expect(maker.make(inputOf({ own }))).toEqual(maker.make(inputOf({ own: copy })));
  }
});
