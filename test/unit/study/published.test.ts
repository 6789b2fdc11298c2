/** The published data that the lab shows, against an independent copy of it, the paper's table, and what can be recomputed from it. */
import { describe, expect, it } from 'vitest';
import { gibbsEntropy } from '../../../src/math/entropy.ts';
import { histogram } from '../../../src/math/histogram.ts';
import { lowess } from '../../../src/math/lowess.ts';
import { presetByName, presets } from '../../../src/study/presets.ts';
import {
  comparableWith,
  isComparable,
  loadPublished,
  measuresAsPublished,
  PUBLISHED_DATA_DOI,
  PUBLISHED_SOURCE,
  publishedMethods,
} from '../../../src/study/families/dtc/published.ts';
import { jobSchema, jobsOf, studySchema, type JobInput } from '../../../src/study/schema.ts';
import reference from '../../reference/dtc-published-series.json';
import { publishedBins } from '../math/published-bins.ts';

const published = await loadPublished();

describe('the published data', () => {
  it('name their source, licence and changes', () => {
    expect(PUBLISHED_SOURCE).toBe('Süzen 2025, arXiv 2505.23869, CC BY 4.0');
    expect(PUBLISHED_DATA_DOI).toBe('10.5281/zenodo.15751973');
    const { attribution } = published;
    expect(attribution).toMatchObject({ author: 'M. Süzen', arXiv: '2505.23869', dataDoi: PUBLISHED_DATA_DOI });
    expect(attribution.licence).toMatch(/^CC BY 4\.0/);
    expect(attribution.changes).not.toBe('');
  });

  it('are the series of the reference', () => {
    expect(published.ladder).toEqual(
      reference.ladder.map(({ cycle, m, n, keep, sparsity }) => ({ cycle, neuronsBefore: m, measurements: n, neurons: keep, sparsity })),
    );
    expect(published.accuracy).toEqual(reference.accuracy);
    expect(published.accuracySmoothed).toEqual(reference.accuracySmoothed);
    expect(published.measurements).toEqual({ previous: reference.y1, next: reference.y2 });
    expect(published.gibbsEntropy).toEqual({ previous: reference.G1.bits, next: reference.G2.bits });
    expect(published.inRange).toEqual({ previous: reference.G1.inRange, next: reference.G2.inRange });
    expect(published.millerMadow).toEqual({ previous: reference.G1.millerMadowBits, next: reference.G2.millerMadowBits });
  });

  it('hold together: ladder, lengths, entropies and counts', () => {
    const { ladder, measurements, rays } = published;
    expect(ladder).toHaveLength(34);
    ladder.forEach(({ neuronsBefore, neurons, sparsity, measurements: n }, index) => {
      expect(neuronsBefore).toBe(ladder[index - 1]?.neurons ?? 512);
      expect(neurons).toBe(Math.ceil(0.9 * (neuronsBefore - 1)));
      expect(sparsity).toBe(1 - neurons / 512);
      expect(rays[index]).toHaveLength(neuronsBefore);
      for (const side of ['previous', 'next'] as const) {
        expect(measurements[side][index]).toHaveLength(n);
        expect(histogram(measurements[side][index], publishedBins).inRange).toBe(published.inRange[side][index]);
        const bits = gibbsEntropy(measurements[side][index], publishedBins);
        if (bits === null) expect(published.gibbsEntropy[side][index]).toBeNull();
        else expect(published.gibbsEntropy[side][index]).toBeCloseTo(bits, 12);
      }
    });
    expect(published.gibbsEntropy.previous.flatMap((bits, index) => (bits === null ? [index] : []))).toEqual([23]);
  });

  it('smooth to Table 1 of the paper, in all 45 numbers', () => {
    expect(published.table1).toHaveLength(15);
    for (const method of publishedMethods) {
      const smoothed = lowess(
        published.ladder.map(({ sparsity }) => sparsity),
        published.accuracy[method],
      );
      for (const row of published.table1)
        expect(smoothed[row.cycle].toFixed(4), `${method}, cycle ${row.cycle}`).toBe(row[method].toFixed(4));
    }
  });

  it('hold the numbers that the paper prints: first and last row of Table 1, both correlations, the accuracy after one step', () => {
    expect(published.table1[0]).toMatchObject({ sparsity: 0.1016, magnitude: 0.9638, random: 0.9637, dtc: 0.9663 });
    expect(published.table1.at(-1)).toMatchObject({ sparsity: 0.9824, magnitude: 0.806, random: 0.8589, dtc: 0.8391 });
    expect(published.correlation).toEqual({ dtc: 0.9174, random: 0.9412 });
    expect(published.accuracyAfterFirstStep).toBe(0.5114487591911765);
  });
});

describe('comparability', () => {
  const job = (input: JobInput = {}) => jobSchema.parse(input);

  it('holds for the default job whatever the switches of the method', () => {
    expect(comparableWith(job())).toBe(true);
    expect(
      comparableWith(
        job({ training: { loss: 'classAxis' }, compression: { method: 'l2', prune: 'smallest', rayDomain: 'neuron', lambda: 3 }, seed: 7 }),
      ),
    ).toBe(true);
    expect(comparableWith(job({ data: { trainImages: 60_000, testImages: 10_000 } }))).toBe(true);
  });

  it.each<[string, JobInput]>([
    ['another data set', { data: { name: 'cifar-10' } }],
    ['fewer training images', { data: { trainImages: 6000 } }],
    ['fewer test images', { data: { testImages: 1000 } }],
    ['another width', { model: { hidden: [256] } }],
    ['two hidden layers', { model: { hidden: [512, 512] } }],
    ['another batch size', { training: { batchSize: 256 } }],
    ['another learning rate', { training: { learningRate: 0.01 } }],
    ['another share per cycle', { compression: { share: 0.2 } }],
    ['more batches per cycle', { compression: { batchesPerCycle: 400 } }],
  ])('ends with %s', (_, input) => {
    expect(comparableWith(job(input))).toBe(false);
  });

  it('ends for measurements alone where they are taken differently', () => {
    expect(measuresAsPublished(job())).toBe(true);
    for (const compression of [{ measurementShare: 0.2 }, { histogramBin: 1 }, { histogramRange: 0 }]) {
      expect(comparableWith(job({ compression }))).toBe(true);
      expect(measuresAsPublished(job({ compression }))).toBe(false);
    }
  });

  it('is that of any job of a study', () => {
    expect(presets().map(({ study }) => isComparable(study))).toEqual(presets().map(({ study }) => jobsOf(study).some(comparableWith)));
    expect(isComparable(presetByName('dtc-as-published').study)).toBe(true);
    expect(isComparable(presetByName('dtc-quick').study)).toBe(false);
    const studies = [
      { axes: [{ path: 'model.hidden', values: [[256], [512]] }] },
      { axes: [{ path: 'model.hidden', values: [[256], [128]] }] },
      { job: { model: { hidden: [64] } }, axes: [{ path: 'model.hidden', values: [[512]] }] },
      {
        axes: [
          { path: 'compression.share', values: [0.1, 0.2] },
          { path: 'training.batchSize', values: [64, 128] },
        ],
      },
    ].map((study) => studySchema.parse({ name: 'a sweep', ...study }));
    expect(studies.map(isComparable)).toEqual([true, false, true, false]);
    expect(studies.map((study) => jobsOf(study).some(comparableWith))).toEqual([true, false, true, false]);
  });
});
