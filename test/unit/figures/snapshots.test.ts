/** Text snapshots: every figure of a small study, of the published runs alone, and of a study with everything at once. */
import { describe, expect, it } from 'vitest';
import { dtcFigures as figures } from '../../../src/figures/index.ts';
import { figureTitle } from '../../../src/figures/figure.ts';
import { loadPublished } from '../../../src/study/families/dtc/published.ts';
import { describeFigure } from './describe-figure.ts';
import { digestOf, inputOf, study, syntheticTrajectory } from './synthetic.ts';

const published = await loadPublished();

const cases = {
  'three methods, two seeds': inputOf({ own: study() }),
  'published alone': inputOf({ published }),
  'a sweep, shared runs, dark, log axis, cycle 2': inputOf({
    own: [0.3, 3].map((lambda) => syntheticTrajectory({ method: 'dtc', compression: { lambda } })),
    shared: [
      syntheticTrajectory({ method: 'dtc', compression: { lambda: 0.3 } }),
      syntheticTrajectory({ method: 'l2', compression: { lambda: 0.3 } }),
    ].map(digestOf),
    options: { theme: 'dark', sparsityAxis: 'log', cycle: 2 },
  }),
};

describe.each(Object.entries(cases))('%s', (name, input) => {
  it.each(figures.map((maker) => [maker.name, maker] as const))('%s', async (figure, maker) => {
    await expect(describeFigure(figureTitle(maker, input), maker.make(input))).toMatchFileSnapshot(
      `snapshots/${name.replaceAll(/[^a-z0-9]+/g, '-')}/${figure}.txt`,
    );
  });
});
