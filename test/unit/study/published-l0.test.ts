/** The published tables of arXiv 2505.17469 that the lab shows, against an independent transcription of them. */
import { describe, expect, it } from 'vitest';
import {
  comparesWithL0Published,
  L0_PUBLISHED_SOURCE,
  loadL0Published,
  publishedTeacherStudent,
  publishedTradeOffs,
  type PublishedTradeOff,
  type PublishedTradeOffTable,
  type WithError,
} from '../../../src/study/families/l0/published.ts';
import { headerMegabytes, impliedRate, totalRate } from '../../../src/study/families/l0/published-totals.ts';
import { presetByName } from '../../../src/study/presets.ts';
import { jobSchema, studySchema, type JobInput } from '../../../src/study/schema.ts';
import { l0Settings } from '../../../src/compression/l0/settings.ts';
import vectors from '../../reference/l0-test-vectors.json';
import texts from '../../reference/text/compressors.json';

const published = await loadL0Published();
const { paper_tables: tables, parameter_counts: counts } = vectors;

const table = (model: string): PublishedTradeOffTable => {
  const found = published.tradeOffs.find((candidate) => candidate.model === model);
  if (!found) throw new Error(`no table of ${model}`);
  return found;
};
/** A row as the transcription has it. */
const written = ({ method, errorIncrease, compressionRate, bounds, alternative }: PublishedTradeOff): unknown[] => [
  method,
  bounds ? { lower_bound: bounds.errorIncreaseAbove } : errorIncrease,
  bounds ? { upper_bound: bounds.compressionRateBelow } : compressionRate,
  ...(alternative ? [{ alt_EI: alternative.errorIncrease, alt_CR: alternative.compressionRate }] : []),
];
const pair = ({ value, error }: WithError): number[] => [value, error];

describe('the published tables', () => {
  it('name their source', () => {
    expect(L0_PUBLISHED_SOURCE).toContain('arXiv 2505.17469');
    expect(published.attribution.arXiv).toBe('2505.17469');
  });

  it('are the trade-offs of tables 1, 2 and 6', () => {
    expect(table('vgg-16').rows.map(written)).toEqual(tables.table1_cifar10_vgg16_512);
    expect(table('resnet-50').rows.map(written)).toEqual(tables.table2_imagenet_resnet50);
    const [mlp, caffe] = [table('lenet-300-100').rows, table('lenet-5').rows];
    expect(mlp.map((row, i) => [...written(row), ...written(caffe[i]).slice(1)])).toEqual(tables.table6_mnist.rows);
    expect(caffe.map(({ method }) => method)).toEqual(mlp.map(({ method }) => method));
  });

  it('know the size of the dense networks', () => {
    expect(table('lenet-300-100').parameters).toBe(counts['LeNet-300-100']);
    expect(table('lenet-5').parameters).toBe(counts['LeNet-5-Caffe']);
    expect(table('vgg-16').parameters).toBe(counts['VGG-16-512 total']);
    expect(table('resnet-50').parameters).toBe(counts['ResNet-50']);
  });

  it('mark the paper’s own methods, and name methods as jobs do', () => {
    const methods = l0Settings().method.options.map(({ value }) => value);
    for (const { rows } of published.tradeOffs) {
      expect(
        rows
          .filter(({ own }) => own)
          .map(({ method }) => method)
          .sort(),
      ).toEqual(['DRR', 'PMMP', 'R-L1']);
      for (const { id } of rows) if (id !== null) expect(methods).toContain(id);
      for (const { own, id } of rows) if (own) expect(id).not.toBeNull();
    }
  });

  it('are the seconds of table 4, with the doubtful row marked', () => {
    expect(published.secondsPerEpoch.map((row) => [row.experiment, ...[row.unregularised, row.rl1, row.drr, row.pmmp].map(pair)])).toEqual(
      tables.table4_seconds_per_epoch.rows,
    );
    expect(published.secondsPerEpoch.filter(({ doubt }) => doubt).map(({ data }) => data)).toEqual(['imagenet']);
  });

  it('are the description lengths of table 5', () => {
    const rows = (noise: number): unknown[] =>
      published.teacherStudent
        .filter((row) => row.noise === noise)
        .map(({ train, pmmp, drr, rl1, unpruned }) => [
          train,
          ...[pmmp.mse, pmmp.gauss, drr.mse, drr.gauss, rl1.mse, rl1.gauss, unpruned].map(pair),
        ]);
    const { low_noise_1e_5, high_noise_0_08 } = tables.table5_teacher_student_DL_bytes;
    expect(rows(1e-5)).toEqual(low_noise_1e_5);
    expect(rows(0.08)).toEqual(high_noise_0_08);
  });
});

describe('the totals of texts', () => {
  const short = (megabytes: number): keyof typeof texts.table3_bits_per_byte => String(megabytes) as '300' | '1232' | '6160';
  const byBytes = published.texts.map((text) => ({ text, key: short(Math.round(text.bytes / 1e6)) }));

  it('are those of table 3, in bits per byte', () => {
    expect(byBytes.map(({ key }) => key)).toEqual(Object.keys(texts.table3_bits_per_byte));
    for (const { text, key } of byBytes) {
      const rates = text.rows.map((row) => [row.method.replace('R-L1', 'RL1'), totalRate(text, row)] as const);
      expect(rates.map(([method]) => method)).toEqual(Object.keys(texts.table3_bits_per_byte[key]));
      for (const [method, rate] of rates)
        expect(rate).toBeCloseTo(Object.entries(texts.table3_bits_per_byte[key]).find(([name]) => name === method)![1], 9);
    }
  });

  it('come to the reference without the numbers of the dense networks, and without the headers of chunks', () => {
    for (const { text, key } of byBytes) {
      const rows = Object.fromEntries(text.rows.map((row) => [row.method, row]));
      for (const [method, rate] of Object.entries(texts.table3_implied.rows[key]))
        expect(impliedRate(text, rows[method])).toBeCloseTo(rate, 7);
      const once = texts.table3_container_bytes[key];
      expect(headerMegabytes(text, rows.LZMA2)).toBeCloseTo(once.xz_60_each_MB, 9);
      expect(headerMegabytes(text, rows.ZSTD)).toBeCloseTo(once.zstd_10_each_MB, 9);
      expect(rows.LZMA2.megabytes - headerMegabytes(text, rows.LZMA2)!).toBeCloseTo(once.LZMA2_header_once_MB, 9);
      expect(rows.ZSTD.megabytes - headerMegabytes(text, rows.ZSTD)!).toBeCloseTo(once.ZSTD_header_once_MB, 9);
      expect(impliedRate(text, rows.DRR)).toBeNull();
      expect(headerMegabytes(text, rows.DRR)).toBeNull();
    }
  });
});

describe('the numbers that go with a job', () => {
  const job = (input: JobInput) => jobSchema.parse({ ...input, compression: { method: 'drr', ...input.compression } });

  it('are those of its data and network', () => {
    expect(publishedTradeOffs(published, job({}))?.title).toBe('MNIST, LeNet-300-100');
    expect(publishedTradeOffs(published, job({ data: { name: 'cifar-10' }, model: { name: 'vgg-16' } }))?.table).toBe('Table 1');
    expect(publishedTradeOffs(published, job({ data: { name: 'cifar-10' }, model: { name: 'cifar-mlp' } }))).toBeNull();
    expect(publishedTradeOffs(published, jobSchema.parse({}))).toBeNull();
  });

  it('are those of its noise and number of samples', () => {
    const student = { data: { name: 'teacher-student', train: 300 }, model: { name: 'student' }, training: { loss: 'mse' } };
    expect(publishedTeacherStudent(published, job(student))?.drr.mse).toEqual({ value: 1675, error: 5 });
    expect(publishedTeacherStudent(published, job({ ...student, data: { ...student.data, train: 100 } }))).toBeNull();
    expect(publishedTeacherStudent(published, job({}))).toBeNull();
  });

  it('are comparable where data, network and training are the paper’s', () => {
    expect(comparesWithL0Published(presetByName('l0-mnist-mlp').study)).toBe(true);
    expect(comparesWithL0Published(presetByName('l0-mnist-mlp-quick').study)).toBe(false);
    expect(comparesWithL0Published(presetByName('l0-mnist-caffe').study)).toBe(true);
    expect(comparesWithL0Published(presetByName('l0-cifar-vgg').study)).toBe(false);
    expect(comparesWithL0Published(presetByName('teacher-student-mse').study)).toBe(true);
    expect(comparesWithL0Published(presetByName('teacher-student-gauss').study)).toBe(true);
    expect(comparesWithL0Published(presetByName('teacher-student-mse-quick').study)).toBe(false);
    expect(comparesWithL0Published(presetByName('dtc-as-published').study)).toBe(false);
    const own = studySchema.parse({ name: 'own', job: { model: { name: 'mlp' }, compression: { method: 'drr' } } });
    expect(comparesWithL0Published(own)).toBe(false);
  });
});
