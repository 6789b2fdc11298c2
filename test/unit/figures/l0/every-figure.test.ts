/** What holds for every figure of ℓ0 studies. */
import { describe, expect, it } from 'vitest';
import type { Trace } from '../../../../src/figures/draw.ts';
import { figureTitle, type Figure } from '../../../../src/figures/figure.ts';
import { dtcFigures } from '../../../../src/figures/dtc/index.ts';
import type { L0Input } from '../../../../src/figures/l0/input.ts';
import { l0Figures } from '../../../../src/figures/l0/index.ts';
import { inputs } from './inputs.ts';
import { endedRun, l0InputOf, l0Job, studentJob } from './synthetic.ts';

const tracesOf = ({ data }: Figure): Trace[] => data as Trace[];
const applying = (input: L0Input) => l0Figures.filter(({ applies }) => !applies || applies(input));
const cases = Object.entries(inputs).flatMap(([name, input]) =>
  applying(input).map((maker) => ({ maker, name, input, figure: maker.make(input) })),
);

describe.each(cases)('$maker.name of $name', ({ maker, figure, input }) => {
  it('has a title, a subtitle and titled axes, and either traces or a text that says what to do', () => {
    expect(figureTitle(maker, input)).not.toBe('');
    const titles = Object.entries(figure.layout)
      .filter(([key]) => /^[xy]axis/.test(key))
      .map(([, axis]) => (axis as { title?: { text?: string } }).title?.text);
    expect(titles.filter(Boolean).length).toBeGreaterThanOrEqual(2);
    if (figure.empty === null) {
      expect(figure.data.length).toBeGreaterThan(0);
      expect(figure.table.rows.length).toBeGreaterThan(0);
      expect(figure.subtitle).not.toBe('');
    } else {
      expect(figure.data).toEqual([]);
      expect(figure.empty).toMatch(/^[A-Z].{20,}\.$/);
    }
  });

  it('has a cell of each row in each column, and columns of different names', () => {
    expect(new Set(figure.table.columns).size).toBe(figure.table.columns.length);
    for (const row of figure.table.rows) {
      expect(row).toHaveLength(figure.table.columns.length);
      for (const cell of row)
        expect(cell === null || typeof cell === 'string' || Number.isFinite(cell), `${String(cell)} of ${row.join()}`).toBe(true);
    }
  });

  it('has finite numbers, positive ones on log axes, and traces of different names', () => {
    for (const trace of tracesOf(figure)) {
      const { x, y, uid, xaxis = 'x', yaxis = 'y' } = trace;
      expect(uid).toBeTruthy();
      if (!x || !y) continue;
      expect((x as unknown[]).length).toBe((y as unknown[]).length);
      for (const [axis, values] of [
        [xaxis, x],
        [yaxis, y],
      ] as const) {
        const { type } = (figure.layout as Record<string, { type?: string }>)[`${axis[0]}axis${axis.slice(1)}`];
        for (const value of values as (number | string | null)[]) {
          if (value === null || typeof value === 'string') continue;
          expect(Number.isFinite(value) && (type !== 'log' || value > 0), `${uid}: ${value}`).toBe(true);
        }
      }
    }
    const uids = tracesOf(figure).map(({ uid }) => uid);
    expect(new Set(uids).size).toBe(uids.length);
  });

  it('comes out the same when it is made again, and keeps its zoom', () => {
    expect(maker.make(input)).toEqual(figure);
    expect(figure.layout.uirevision).toBe('constant');
  });
});

it('figures of all families have different names', () => {
  const names = [...dtcFigures, ...l0Figures].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it('every figure of a whole study draws', () => {
  for (const name of ['images', 'a regression', 'a text'] as const) {
    for (const maker of applying(inputs[name])) expect(maker.make(inputs[name]).empty, `${maker.name} of ${name}`).toBeNull();
  }
});

it('work done ahead ends, and changes nothing about the figure', () => {
  for (const maker of l0Figures) {
    if (!maker.prepare) continue;
    // Lengths that no other test has, so that nothing is known of them.
    const own = [11, 12, 13].map((seed) =>
      endedRun(studentJob({ alpha: 1e-3 }, seed), { nonzero: 70 + seed, testLoss: 0.01, dataBytes: 1234.5 + seed }),
    );
    expect(maker.prepare(l0InputOf({ own }), 0)).toBe(false);
    expect(maker.prepare(l0InputOf({ own }), 1000)).toBe(true);
    const [row] = maker.make(l0InputOf({ own })).table.rows;
    expect(row.slice(3, 5)).toEqual([3, 4 * 82 + 1246.5]);
  }
});

it('figures that cannot say anything of a study are left out', () => {
  const names = (input: L0Input) => applying(input).map(({ name }) => name);
  expect(names(inputs.images)).not.toContain('connections');
  expect(names(inputs['a regression'])).not.toContain('first-layer');
  expect(names(inputs['a regression'])).not.toContain('error-increase');
  expect(names(l0InputOf({ job: l0Job({ compression: { method: 'drr' } }) }))).toContain('error-increase');
});
