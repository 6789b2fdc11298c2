/** What holds where there are more runs than anybody reads one by one. */
import { expect, it } from 'vitest';
import { frontier } from '../../../../src/figures/l0/frontier.ts';
import { listedRuns, titleOf } from '../../../../src/figures/l0/looked-into.ts';
import { endedRun, l0InputOf, mnistJob, mnistStudy } from './synthetic.ts';

/** Of descending description length, and of accuracies without an order. */
const many = Array.from({ length: 250 }, (_, i) =>
  endedRun(mnistJob({}, i), { nonzero: 1000 - i, testLoss: 0.1, testAccuracy: 0.9 + ((37 * i) % 250) / 5000 }),
);

it('a list names all runs of few, in the order of their series', () => {
  const { runs, isPart } = listedRuns(l0InputOf({ own: mnistStudy() }));
  expect(isPart).toBe(false);
  expect(runs.map(({ run }) => run.id)).toEqual(Array.from({ length: 16 }, (_, i) => `own/${i}`));
});

it('of many it names the 200 of shortest description, and the one that is chosen', () => {
  const ids = (chosen: string | null) => listedRuns(l0InputOf({ own: many }, { run: chosen })).runs.map(({ run }) => run.id);
  const shortest = Array.from({ length: 200 }, (_, i) => `own/${50 + i}`);
  expect(ids(null)).toEqual(shortest);
  expect(ids('own/7')).toEqual(['own/7', ...shortest]);
  expect(ids('own/60')).toEqual(shortest);
  expect(listedRuns(l0InputOf({ own: many })).isPart).toBe(true);
  expect(titleOf(listedRuns(l0InputOf({ own: many }, { run: 'own/7' })).runs[0])).toMatch(/seed 7$/);
});

it('moving the slider of the hull moves the hull, and leaves the lists of the markers as they are', () => {
  const input = l0InputOf({ own: many });
  const [narrow, wide] = [0.02, 1].map((hullRatio) => frontier.make({ ...input, options: { ...input.options, hullRatio } }));
  const part = (figure: typeof narrow, role: string) =>
    figure.data.find((trace) => (trace as { uid: string }).uid.endsWith(role)) as { x: unknown; text: unknown };
  expect(part(wide, 'frontier').x).not.toEqual(part(narrow, 'frontier').x);
  expect(part(wide, 'points').x).toBe(part(narrow, 'points').x);
  expect(part(wide, 'points').text).toBe(part(narrow, 'points').text);
  // The table tells of the hull that is drawn.
  const defining = ({ table }: typeof narrow) => table.rows.filter((row) => row.at(-1) === 'yes').length;
  expect(defining(narrow)).toBe((part(narrow, 'frontier').x as unknown[]).length);
  expect(defining(wide)).toBe((part(wide, 'frontier').x as unknown[]).length);
});
