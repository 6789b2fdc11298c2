/** The networks of both families as they get thinner: what is drawn is what the records say. */
import { describe, expect, it } from 'vitest';
import { dtcThinning } from '../../../src/figures/dtc/thinning.ts';
import { l0Thinning } from '../../../src/figures/l0/thinning.ts';
import { momentsOf, pictured, type NetworkAt, type UnitLayer, type WeightLayer } from '../../../src/figures/thinning.ts';
import { MAGNITUDE_CLASSES } from '../../../src/math/magnitudes.ts';
import type { DtcRun } from '../../../src/study/families/dtc/run.ts';
import type { L0Run } from '../../../src/study/families/l0/run.ts';
import type { JobStatus } from '../../../src/study/records.ts';
import { begunRun, endedRun, mnistJob } from './l0/synthetic.ts';
import { textJob } from './l0/texts.ts';
import { digestOf, syntheticTrajectory } from './synthetic.ts';

const units = ({ layers }: NetworkAt): string[] => layers.map((layer) => (layer as UnitLayer).units.map((unit) => letters[unit]).join(''));
const letters = { left: 'o', leaves: '-', gone: '.' } as const;

/** A run that says which neurons went: at each prune those with the lowest places that are left. */
function tellingRun(hidden: readonly number[]): DtcRun {
  const run = syntheticTrajectory({ method: 'dtc', hidden, cycles: 3 });
  const gone = hidden.map(() => 0);
  const steps = run.steps!.map((step) => ({
    ...step,
    layers: step.layers.map((layer, place) => {
      const removed = Array.from({ length: layer.neuronsBefore - layer.neurons }, () => gone[place]++);
      return { ...layer, removed };
    }),
  }));
  return { ...run, steps };
}

describe('neurons', () => {
  // Each prune keeps ceil(0.8·(m − 1)): 10, 8, 6, 4 and 6, 4, 3, 2.
  const run = tellingRun([10, 6]);

  it('are where they were built: those that leave at a cycle, and those that left before', () => {
    expect(units(dtcThinning.at(run, 0, null))).toEqual(['--oooooooo', '--oooo']);
    expect(units(dtcThinning.at(run, 1, null))).toEqual(['..--oooooo', '..-ooo']);
    expect(units(dtcThinning.at(run, 2, null))).toEqual(['....--oooo', '...-oo']);
    expect(dtcThinning.at(run, 1, null).step).toBe(1);
    expect(dtcThinning.at(run, 1, null).note).not.toContain('only how many');
  });

  it('are as in the newest cycle where none is chosen, and stay gone where a later one is', () => {
    expect(units(dtcThinning.at(run, null, null))).toEqual(['....--oooo', '...-oo']);
    expect(units(dtcThinning.at(run, 7, null))).toEqual(['......oooo', '....oo']);
  });

  it('are all there before the first prune', () => {
    const begun: DtcRun = { ...run, status: 'running', points: [], steps: [] };
    const network = dtcThinning.at(begun, null, null);
    expect(units(network)).toEqual(['oooooooooo', 'oooooo']);
    expect(network).toMatchObject({ step: null, words: 'all 16 neurons there' });
  });

  it('are but counted where the record does not say which went, and that is said', () => {
    for (const old of [syntheticTrajectory({ method: 'dtc', hidden: [10], cycles: 2 }), digestOf(tellingRun([10]))]) {
      const network = dtcThinning.at(old, 1, null);
      expect(units(network)).toEqual(['oooooo--..']);
      expect(network.note).toContain('only how many');
      expect(network.words).toMatch(/^6 of 10 neurons left · \d+\.\d % right$/);
    }
  });
});

describe('numbers', () => {
  const layers = (large: number, small: number) => [
    {
      name: 'dense-1',
      size: 100,
      counts: Array.from({ length: MAGNITUDE_CLASSES }, (_, at) => (at === 12 ? large : at === 2 ? small : 0)),
    },
  ];
  const plain = endedRun(mnistJob(), { nonzero: 30, testLoss: 0.1, testAccuracy: 0.9 });
  const [first, second, pruning, tuned] = plain.steps;
  const run: L0Run = {
    ...plain,
    summary: null,
    steps: [
      { ...first, layers: layers(90, 10) },
      { ...second, layers: layers(40, 60) },
      { ...pruning, layers: layers(30, 0) },
      { ...tuned, layers: layers(30, 0) },
    ],
  };
  const bars = (network: NetworkAt): WeightLayer[] => network.layers as WeightLayer[];

  it('are counted by their size, the largest first, and sink', () => {
    const [bar] = bars(l0Thinning.at(run, 1, null));
    expect(bar).toMatchObject({ name: 'dense-1', size: 100, left: 100, leaves: 0 });
    expect(bar.classes!.filter((amount) => amount > 0)).toEqual([90, 10]);
    expect(l0Thinning.at(run, 1, null).words).toBe('all 100 numbers there · 10 % below 0.001 · 90 % right');
  });

  it('leave at the pruning, which follows the last epoch before it', () => {
    expect(bars(l0Thinning.at(run, 3, null))[0]).toMatchObject({ left: 30, leaves: 70 });
    expect(bars(l0Thinning.at(run, 4, null))[0]).toMatchObject({ left: 30, leaves: 0 });
    expect(l0Thinning.at(run, 4, null).words).toBe('30 of 100 numbers left (1 in 3.33) · 90 % right');
  });

  it('are as the job tells while it goes on, unless an earlier step is looked at', () => {
    const live = { phase: 'training', progress: null, loading: null, look: { layers: layers(70, 30) } };
    expect(l0Thinning.at(begunRun(mnistJob()), null, live).words).toBe('all 100 numbers there · 30 % below 0.001');
    expect(bars(l0Thinning.at(run, 1, live))[0].classes!.find((amount) => amount > 0)).toBe(90);
  });

  it('of a network on a text come with what it writes and what a byte takes', () => {
    const text = endedRun(textJob('drr', 1e-5, 64), { nonzero: 9000, testLoss: 2, testAccuracy: 0.4 });
    const steps = text.steps.map((step, at) => ({ ...step, testLoss: 2, sample: `sample ${at}` }));
    const at = l0Thinning.at({ ...text, steps }, steps[0].epoch, null);
    expect(at.sample).toBe('sample 0');
    // 2 nats are 2 / ln 2 bits.
    expect(at.words).toContain('2.89 bits per byte');
    expect(at.note).toContain('the same random numbers');
    expect(l0Thinning.lossWords?.(text, 2)).toBe('2.89 bits per byte');
    const live = { phase: 'training', progress: null, loading: null, look: { layers: layers(70, 30), sample: 'now' } };
    expect(l0Thinning.at({ ...text, steps }, null, live).sample).toBe('now');
    expect(l0Thinning.at(run, 1, null)).toMatchObject({ sample: null, note: expect.not.stringContaining('random numbers') as string });
    expect(l0Thinning.lossWords?.(run, 2)).toBeNull();
  });

  it('are one bar where the record has no layers, and that is said', () => {
    const network = l0Thinning.at(plain, 3, null);
    expect(network.words).toBe('30 of 266,610 numbers left (1 in 8890) · 90 % right');
    expect(bars(network)).toEqual([{ kind: 'weights', name: 'all layers', size: 266_610, left: 30, leaves: 266_580, classes: null }]);
    expect(network.note).toContain('neither of which layers');
  });

  it('are not said to have gone before anything was pruned', () => {
    expect(l0Thinning.at({ ...run, steps: [{ ...first, layers: layers(90, 7) }] }, 1, null).words).toBe(
      '97 of 100 numbers not zero · 7.0 % below 0.001 · 90 % right',
    );
  });

  it('of more than eight layers are joined by what their names begin with', () => {
    const many = Array.from({ length: 5 }, (_, at) => [`conv-${at}`, `conv-${at}/norm`]).flat();
    const step = { ...first, layers: many.map((name) => ({ ...layers(9, 1)[0], name })) };
    const network = l0Thinning.at({ ...run, steps: [step] }, 1, null);
    expect(bars(network).map(({ name, size, left }) => [name, size, left])).toEqual(
      many.filter((_, at) => at % 2 === 0).map((name) => [name, 200, 20]),
    );
  });

  it('are not there before anything was told', () => {
    expect(l0Thinning.at({ ...plain, status: 'loading', steps: [], summary: null }, null, null)).toMatchObject({
      step: null,
      layers: [],
    });
  });
});

describe('of many runs', () => {
  const runs = (...statuses: JobStatus[]) => statuses.map((status) => ({ status }));

  it('six are pictured: those at work with those that ended last, or once all have ended some from first to last', () => {
    expect(pictured(runs('finished', 'running', 'queued'))).toEqual([0, 1, 2]);
    const many = Array.from({ length: 20 }, (_, place): JobStatus => (place < 9 ? 'finished' : place < 11 ? 'running' : 'queued'));
    expect(pictured(runs(...many))).toEqual([5, 6, 7, 8, 9, 10]);
    expect(pictured(runs(...many.map((): JobStatus => 'finished')))).toEqual([0, 4, 8, 11, 15, 19]);
  });

  it('every step that one of them has can be looked at', () => {
    expect(momentsOf([endedRun(mnistJob(), { nonzero: 3, testLoss: 1 }), begunRun(mnistJob())])).toEqual([1, 3, 4]);
    expect(momentsOf([syntheticTrajectory({ method: 'dtc', cycles: 3 })])).toEqual([0, 1, 2]);
  });
});
