/** Names beside lines stay inside their figure, and published numbers apart from what α says. */
import { expect, it } from 'vitest';
import type { Trace } from '../../../../src/figures/draw.ts';
import { descriptionLength } from '../../../../src/figures/l0/description-length.ts';
import { uprightLabel } from '../../../../src/figures/l0/frontier.ts';
import { loadL0Published } from '../../../../src/study/published/l0.ts';
import { l0InputOf, studentStudy } from './synthetic.ts';

it('the name of a line turns to its left where the axis ends soon', () => {
  const axis = { low: 1, high: 100 };
  expect(uprightLabel(2, 'a', '#000000', axis).xanchor).toBe('left');
  expect(uprightLabel(80, 'a', '#000000', axis).xanchor).toBe('right');
});

it('published lengths stand whole to the right of every α, inside the figure, and no tick gives them one', async () => {
  const { data, layout } = descriptionLength.make(l0InputOf({ own: studentStudy(), published: await loadL0Published() }));
  const traces = data as Trace[];
  const published = traces.filter(({ uid }) => uid?.startsWith('published/'));
  expect(published).toHaveLength(4);
  const ours = traces.filter(({ uid }) => uid?.endsWith('/points')).flatMap(({ x }) => x as number[]);
  const [[at]] = published.map(({ x }) => x as number[]);
  const [from, to] = layout.xaxis!.range as number[];
  expect(at).toBeGreaterThan(Math.max(...ours));
  expect((to - Math.log10(at)) / (to - from)).toBeGreaterThan(0.03);
  expect(Math.max(...(layout.xaxis!.tickvals as number[]))).toBeLessThan(at);
});
