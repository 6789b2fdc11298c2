/** Milliseconds of what a figure of many runs computes before it is drawn, for 10,000 of them. */
import { isolineLevels, isolineNats } from '../../src/coding/description-length.ts';
import { adaptiveBins } from '../../src/math/adaptive-binning.ts';
import { alphaHull } from '../../src/math/alpha-hull.ts';
import type { Point } from '../../src/math/delaunay.ts';
import { stream } from '../../src/math/random.ts';
import { inTurn, type Measurement, type Timed } from './bench.ts';

const COUNT = 10_000;
const ROUNDS = 9;
/** Points of each line that a figure draws. */
const PER_LINE = 200;

/** A cloud that thins out, in the unit square as figures have it. */
function cloud(): Point[] {
  const random = stream(1, 'bench/cloud');
  return Array.from({ length: COUNT }, () => [random.uniform() ** 2, random.uniform()] as const);
}

const points = cloud();
const sizes = points.map(([x]) => 10 ** (2 + 4 * x));
const losses = points.map(([, y]) => y);

const figures: Readonly<Record<string, Timed>> = {
  'math/alpha-hull/10000': () => void alphaHull(points, 0.05),
  'math/adaptive-bins/10000': () => void adaptiveBins(sizes, losses),
  'math/isolines/10000': () => {
    for (const bytes of isolineLevels(sizes)) {
      for (let i = 0; i < PER_LINE; i++) isolineNats({ bytes, modelBytes: (bytes * i) / PER_LINE }, 60_000);
    }
  },
};

/** @param names rows to measure */
export default async function figureMath(names: readonly string[]): Promise<Measurement[]> {
  const wanted = names.filter((name) => name in figures);
  const times = await inTurn(
    wanted.map((name) => figures[name]),
    { rounds: ROUNDS },
  );
  return wanted.map((name, index) => ({ name, unit: 'ms', ours: times[index], baseline: null, baselineName: null, better: 'less' }));
}
