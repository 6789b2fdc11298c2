/** The check of each lesson gives each of its answers on records that make it: recorded ones, or the same with other numbers or seeds. */
import { describe, expect, test } from 'vitest';
import { noise } from '../../../src/lessons/dtc/noise/lesson.ts';
import { counting } from '../../../src/lessons/l0/counting/lesson.ts';
import { heart } from '../../../src/lessons/l0/heart/lesson.ts';
import { seeds } from '../../../src/lessons/l0/seeds/lesson.ts';
import { tickets } from '../../../src/lessons/l0/tickets/lesson.ts';
import published from '../../../src/study/families/l0/published.json' with { type: 'json' };
import { worth } from '../../../src/lessons/l0/worth/lesson.ts';
import { zip } from '../../../src/lessons/l0/zip/lesson.ts';
import type { DtcStep } from '../../../src/study/families/dtc/types.ts';
import type { L0Job, L0Summary } from '../../../src/study/families/l0/types.ts';
import type { JobRecord } from '../../../src/study/records.ts';
import { altered, checked, recordsOf, shownOf, withSeeds } from './runs.ts';

const strengthOf = ({ job }: JobRecord) => (job as L0Job).compression as { readonly alpha?: number; readonly targetSparsity?: number };

describe('what a network is worth', () => {
  const records = recordsOf(worth);

  test('labels, best pruned network, whole network: this order is as expected, every other is not', () => {
    // Ten thousand labels of ten classes, by hand: 10,000 · 3.32193 bits.
    expect(shownOf(worth, records)?.outcome.places[0]?.value).toBeCloseTo(33_219.28 / 8, 1);
    expect(checked(worth, records, [0, 2, 1])?.kind).toBe('as-expected');
    expect(checked(worth, records, [1, 2, 0])).toMatchObject({ kind: 'not', text: expect.stringMatching(/it is “the labels alone”/u) });
    expect(checked(worth, records, [0, 1, 2])).toMatchObject({ kind: 'not', text: expect.stringMatching(/You had the shortest right/u) });
  });

  test('messages that the seeds put in either order leave it open', () => {
    const near = altered<L0Summary>(records, ({ descriptionBytes }, record) => ({
      descriptionBytes:
        strengthOf(record).targetSparsity === 0.998 && record.job.compression.method !== 'vanilla'
          ? 4000 + 150 * record.job.seed
          : descriptionBytes,
    }));
    expect(checked(worth, near, [0, 2, 1])).toMatchObject({ kind: 'inconclusive', text: expect.stringMatching(/so near to each other/u) });
  });

  test('the best of the pruned networks is that of each seed', () => {
    const totals = (seed: number) =>
      records
        .filter(({ job }) => job.seed === seed && job.compression.method !== 'vanilla')
        .map(({ summary }) => (summary as L0Summary).descriptionBytes);
    const best = shownOf(worth, records)?.outcome.places[2];
    expect(best?.value).toBeCloseTo((Math.min(...totals(1)) + Math.min(...totals(2))) / 2, 6);
  });
});

describe('why weights are counted', () => {
  const records = recordsOf(counting);
  const turned = records.map((record) => {
    const { compression } = record.job as L0Job;
    const method = compression.method === 'drr' ? 'rl1' : 'drr';
    return { ...record, job: { ...record.job, compression: { ...compression, method } } };
  });

  test('twice as large is about right, smaller is the wrong side, ten times the wrong size', () => {
    expect(checked(counting, records, [2])?.kind).toBe('as-expected');
    expect(checked(counting, records, [0.5])).toMatchObject({ kind: 'not', text: expect.stringMatching(/You said 0.5 times/u) });
    expect(checked(counting, records, [1])?.kind).toBe('not');
    expect(checked(counting, records, [4])).toMatchObject({ kind: 'not', text: expect.stringMatching(/not the size/u) });
  });

  test('were it the other way round, the check would say so', () => {
    expect(checked(counting, turned, [2])).toMatchObject({ kind: 'not', text: expect.stringMatching(/came out smaller/u) });
    expect(checked(counting, turned, [0.5])?.kind).toBe('as-expected');
  });

  test('one seed, or seeds on both sides, leave it open', () => {
    expect(checked(counting, withSeeds(records, [2]), [2])?.kind).toBe('inconclusive');
    const mixed = [...withSeeds(records, [1, 2]), ...withSeeds(turned, [3])];
    expect(checked(counting, mixed, [2])).toMatchObject({ kind: 'inconclusive', text: expect.stringMatching(/holds 1/u) });
  });
});

describe('noise that tells the same story', () => {
  const records = recordsOf(noise);
  const withSteps = (change: (steps: readonly DtcStep[]) => readonly DtcStep[]): readonly JobRecord[] =>
    records.map((record) => ({ ...record, steps: [...change(record.steps as DtcStep[])] }));

  test('a number inside what noise reaches is as expected, others are not', () => {
    const [band] = shownOf(noise, records)?.outcome.bands ?? [];
    expect(band?.from).toBeGreaterThan(0.5);
    expect(band?.to).toBeLessThan(0.95);
    expect(checked(noise, records, [0.78])).toMatchObject({ kind: 'as-expected', text: expect.stringMatching(/no evidence/u) });
    expect(checked(noise, records, [0.1])).toMatchObject({ kind: 'not', text: expect.stringMatching(/log₂ n/u) });
    expect(checked(noise, records, [0.99])).toMatchObject({ kind: 'not', text: expect.stringMatching(/more than noise reaches/u) });
  });

  test('an entropy that did follow the accuracy would be told from noise', () => {
    const knowing = withSteps((steps) =>
      steps.map((step) => ({
        ...step,
        layers: step.layers.map((layer) => ({ ...layer, gibbsEntropy: { ...layer.gibbsEntropy, next: step.testAccuracy } })),
      })),
    );
    expect(checked(noise, knowing, [0.78])?.text).toMatch(/Only in 0 of 4 runs/u);
  });

  test('so few steps that noise reaches anywhere leave it open', () => {
    expect(
      checked(
        noise,
        withSteps((steps) => steps.slice(0, 6)),
        [0.78],
      ),
    ).toMatchObject({ kind: 'inconclusive' });
    expect(
      shownOf(
        noise,
        withSteps((steps) => steps.slice(0, 3)),
      ),
    ).toBeNull();
  });
});

describe('an honest comparison', () => {
  const records = recordsOf(seeds);

  test('as many seeds as it took, or up to twice as many, are as expected', () => {
    expect(shownOf(seeds, records)?.outcome.places[0]?.value).toBe(2);
    expect(checked(seeds, records, [2])?.kind).toBe('as-expected');
    expect(checked(seeds, records, [4])?.kind).toBe('as-expected');
    expect(checked(seeds, records, [1])).toMatchObject({ kind: 'not', text: expect.stringMatching(/One seed has no interval/u) });
    expect(checked(seeds, records, [9])).toMatchObject({ kind: 'not', text: expect.stringMatching(/2 were enough/u) });
  });

  test('fewer than it took are not', () => {
    // Leads of 10, 20 and 15 bytes: two of them have an interval of 15 ± 64, all three of 15 ± 12.
    const late = altered<L0Summary>(records, (_summary, { job }) => ({
      descriptionBytes: 1600 + (job.compression.method === 'drr' ? [10, 20, 15][job.seed - 1] : 0),
    }));
    expect(shownOf(seeds, late)?.outcome.places[0]?.value).toBe(3);
    expect(checked(seeds, late, [2])).toMatchObject({ kind: 'not', text: expect.stringMatching(/it took 3/u) });
    expect(checked(seeds, late, [3])?.kind).toBe('as-expected');
  });

  test('a seed that turns the lead round leaves it open', () => {
    const turned = altered<L0Summary>(records, ({ descriptionBytes }, { job }) => ({
      descriptionBytes: descriptionBytes + (job.compression.method === 'rl1' && job.seed === 2 ? 200 : 0),
    }));
    expect(checked(seeds, turned, [2])).toMatchObject({ kind: 'inconclusive', text: expect.stringMatching(/the interval holds zero/u) });
    expect(checked(seeds, withSeeds(records, [1]), [2])?.kind).toBe('inconclusive');
  });
});

describe('learning by heart', () => {
  const records = recordsOf(heart);

  test('a ratio that falls with more points is as expected, one that rises or stays is not', () => {
    expect(checked(heart, records, [2, 1, 0.4])?.kind).toBe('as-expected');
    expect(checked(heart, records, [0.5, 0.3, 0.1])).toMatchObject({ kind: 'as-expected', text: expect.stringMatching(/too low/u) });
    expect(checked(heart, records, [1, 1, 1])?.kind).toBe('not');
    expect(checked(heart, records, [0, 1, 2])).toMatchObject({
      kind: 'not',
      text: expect.stringMatching(/You said 1× from 30 points and 100× from 300/u),
    });
  });

  test('the ratio is that of the errors of each seed, as a power of ten', () => {
    const [few] = shownOf(heart, records)?.outcome.places ?? [];
    const ratios = records
      .filter(({ job }) => job.compression.method === 'vanilla' && (job as L0Job).data.train === 30)
      .map(({ summary }) => (summary as L0Summary).testLoss / (summary as L0Summary).trainLoss);
    expect(ratios.length).toBe(5);
    expect(10 ** (few?.value ?? 0)).toBeCloseTo(ratios.reduce((product, ratio) => product * ratio, 1) ** (1 / 5), 4);
  });

  test('seeds that vary as much as it falls leave it open', () => {
    const one = altered<L0Summary>(records, ({ trainLoss, testLoss }, { job }) => ({
      trainLoss: job.seed === 4 ? testLoss * 1e4 : trainLoss,
    }));
    expect(checked(heart, withSeeds(records, [1]), [2, 1, 0])?.kind).toBe('inconclusive');
    expect(checked(heart, withSeeds(one, [1, 4]), [2, 1, 0])?.kind).toBe('inconclusive');
  });
});

describe('lottery tickets', () => {
  const records = recordsOf(tickets);

  test('a ticket that keeps up and is ahead of a random cut is as expected', () => {
    expect(checked(tickets, records, [92, 92, 70])?.kind).toBe('as-expected');
    expect(checked(tickets, records, [95, 80, 60])).toMatchObject({ kind: 'not', text: expect.stringMatching(/15 points worse/u) });
    expect(checked(tickets, records, [95, 90, 90])).toMatchObject({
      kind: 'not',
      text: expect.stringMatching(/90% for the ticket and 90% for a random/u),
    });
  });

  test('a ticket that lags behind the whole network is told by how much', () => {
    const lagging = altered<L0Summary>(records, ({ testAccuracy }, { job }) => ({
      testAccuracy: job.compression.method === 'lottery-ticket' ? (testAccuracy ?? 0) - 0.05 : testAccuracy,
    }));
    expect(checked(tickets, lagging, [92, 85, 70])).toMatchObject({
      kind: 'as-expected',
      text: expect.stringMatching(/Against the whole network it has −/u),
    });
  });

  test('few seeds of a cut that varies so much leave it open', () => {
    expect(checked(tickets, withSeeds(records, [1, 3]), [92, 92, 70])).toMatchObject({
      kind: 'inconclusive',
      text: expect.stringMatching(/holds zero/u),
    });
  });
});

describe('a network as a zip program', () => {
  const records = recordsOf(zip);
  const longer = (bytes: number) =>
    altered<L0Summary>(records, ({ text }) => ({
      text: text && {
        ...text,
        rounded: text.rounded.map((one) => ({ ...one, dataBytes: one.dataBytes + bytes })) as typeof text.rounded,
        online: text.online && { ...text.online, bytes: text.online.bytes + bytes },
      },
    }));

  test('programs stand where the published values have them', () => {
    const { sizes } = published.packed.find(({ data }) => data === 'moby-dick')!;
    const also = shownOf(zip, records)?.outcome.also?.map(({ value }) => value * 1000);
    expect(also).toEqual([sizes['whole-gzip']?.bytes, sizes['whole-zstd']?.bytes]);
  });

  test('near to what it came to, on the same side of gzip, is as expected; all else is not', () => {
    const best = shownOf(zip, records)?.outcome.places[0]?.value ?? 0;
    const online = records.map(({ job, summary }) =>
      job.compression.method === 'learning-along' ? (summary as L0Summary).text!.online!.bytes : Infinity,
    );
    expect(best).toBeLessThan(441);
    expect(best).toBeGreaterThan(Math.min(...online) / 1000 - 5);
    expect(checked(zip, records, [420])?.kind).toBe('as-expected');
    expect(checked(zip, records, [250])?.kind).toBe('not');
    expect(checked(zip, records, [450])).toMatchObject({ kind: 'not', text: expect.stringMatching(/shorter than gzip/u) });
    expect(checked(zip, longer(50_000), [470])).toMatchObject({ kind: 'as-expected', text: expect.stringMatching(/longer than gzip/u) });
  });

  test('as long as gzip’s, within what seeds differ by, or with one seed, it is open', () => {
    expect(checked(zip, longer(13_500), [440])).toMatchObject({ kind: 'inconclusive', text: expect.stringMatching(/too near to gzip/u) });
    expect(checked(zip, withSeeds(records, [1]), [420])?.kind).toBe('inconclusive');
  });
});
