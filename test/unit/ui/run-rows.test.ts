/** The table of stored runs: what differs between them, their order, and what a search finds. */
import { describe, expect, it } from 'vitest';
import type { RunEntry } from '../../../src/lab/stored-contract.ts';
import { studySchema, type StudyInput } from '../../../src/study/schema.ts';
import { aboutText } from '../../../src/ui/text/about.ts';
import { cellText, deltaOf, deltaWords, differingColumns, found, sorted, tellingText } from '../../../src/ui/runs/rows.ts';

const entry = (id: string, study: Partial<StudyInput>, change: Partial<RunEntry> = {}): RunEntry => ({
  id,
  study: studySchema.parse({ name: id, ...study }),
  status: 'finished',
  elsewhere: false,
  startedAt: `2026-11-2${id.length}T12:00:00.000Z`,
  environment: null,
  tally: { jobs: 1, finished: 1, failed: 0, cancelled: 0, seconds: id.length, accuracy: { lowest: 0.9, highest: 0.9 } },
  pinned: false,
  ...change,
});
const accuracy = (one: RunEntry, highest: number | null): RunEntry => ({
  ...one,
  tally: { ...one.tally, accuracy: highest === null ? null : { lowest: 0, highest } },
});

const plain = entry('a', {});
const lambda = entry('bb', { job: { compression: { lambda: 30 } } });
const seeds = entry('ccc', {
  axes: [
    { path: 'seed', values: [1, 2, 3, 4] },
    { path: 'compression.method', values: ['dtc', 'random'] },
  ],
});

describe('columns', () => {
  const student = (beta: number): RunEntry =>
    entry('dddd', {
      job: {
        compression: { method: 'drr', beta },
        data: { name: 'teacher-student' },
        model: { name: 'student' },
        training: { loss: 'mse' },
      },
    });

  it('are the settings in which runs differ, axes among them, without the method', () => {
    const titles = (...entries: RunEntry[]) => differingColumns(entries).map(({ title }) => title);
    expect(titles(plain, lambda, seeds)).toEqual(['LASSO penalty λ', 'Seed']);
    expect([titles(plain), titles(), titles(student(5)), titles(student(5), student(5))]).toEqual([[], [], [], []]);
  });

  it('of several families hold what each means: a run has no value under another meaning of the same path', () => {
    const { job } = student(9).study;
    const gauss = entry('g', { job: { ...job, training: { ...job.training, loss: 'gauss' } } });
    const classes = entry('h', { job: { training: { loss: 'classAxis' } } });
    const batches = entry('i', { job: { training: { loss: 'batchAxis' } } });
    const columns = differingColumns([student(5), gauss, classes, batches]);
    const rows = [student(5), gauss, classes, batches].map(({ study }) =>
      columns.filter(({ path }) => path === 'training.loss').map((column) => `${column.title}: ${cellText(study, column)}`),
    );
    expect(rows).toEqual([
      ['Loss: Squared error', 'Loss normalised over: '],
      ['Loss: Gaussian', 'Loss normalised over: '],
      ['Loss: ', 'Loss normalised over: Classes'],
      ['Loss: ', 'Loss normalised over: Batch'],
    ]);
    // What only one of them can have does not tell them apart.
    expect(differingColumns([plain, student(5)]).map(({ path }) => path)).not.toContain('compression.lambda');
  });

  it('of data and network are there for every run, in the words of its family', () => {
    const own = entry('j', { job: { compression: { method: 'drr' }, model: { name: 'mlp', hidden: [64, 32] } } });
    const vgg = entry('k', {
      job: { compression: { method: 'drr' }, data: { name: 'cifar-10' }, model: { name: 'vgg-16', width: 0.25 } },
    });
    const widths = entry('l', { axes: [{ path: 'model.hidden', values: [[64], [128, 32]] }] });
    expect([student(5), own, vgg, plain, widths].map(({ study }) => aboutText(study))).toEqual([
      'Teacher-student, Student 2-25-25-1',
      'MNIST, 64-32 hidden neurons',
      'CIFAR-10, VGG-16, width 0.25',
      'MNIST, 512 hidden neurons',
      'MNIST, 64 hidden neurons, 128-32 hidden neurons',
    ]);
  });

  it('are no more than a table can hold', () => {
    const other = entry('d', {
      job: {
        compression: { lambda: 3, share: 0.2, stopWidth: 5, batchesPerCycle: 3 },
        training: { batchSize: 32 },
        model: { hidden: [9] },
        seed: 3,
      },
    });
    expect(differingColumns([plain, other]).length).toBe(4);
  });

  it('say what a setting was, and how many values an axis has', () => {
    expect(cellText(lambda.study, { path: 'compression.lambda', title: 'LASSO penalty λ' })).toBe('30');
    expect(cellText(seeds.study, { path: 'seed', title: 'Seed' })).toBe('1 … 4, 4 values');
  });

  it('tell runs of one name apart, and say nothing of a name that no other has', () => {
    const drr = entry('e', { name: 'Twice', job: { compression: { method: 'drr', alpha: 1e-3 }, seed: 42 } });
    const rl1 = entry('f', {
      name: 'Twice',
      job: { compression: { method: 'rl1', alpha: 1e-3 } },
      axes: [{ path: 'seed', values: [1, 2] }],
    });
    const telling = [drr, rl1, plain].map((one) => tellingText(one, [drr, rl1, plain]));
    expect(telling).toEqual(['DRR; Seed 42', 'R-L1; Seed 1, 2', '']);
    expect(tellingText(drr, [drr, plain])).toBe('');
  });
});

describe('a search', () => {
  const caffe = entry('x', { job: { compression: { method: 'drr' }, model: { name: 'lenet-5' } } });
  const student = entry('y', {
    job: {
      compression: { method: 'rl1' },
      data: { name: 'teacher-student' },
      model: { name: 'student' },
      training: { loss: 'mse' },
      seed: 7,
    },
  });

  it.each([
    ['mnist', 'x a'],
    ['MNIST LeNet-5', 'x'],
    ['lenet-5', 'x'],
    ['Teacher-student', 'y'],
    ['student r-l1', 'y'],
    ['regularisation', 'x y'],
    ['cifar', ''],
    ['64-32', ''],
    ['seed 7', 'y'],
    ['seed 42424242', 'x a'],
  ])('for “%s” finds the runs of such data, networks and methods', (words, expected) => {
    expect(
      found([caffe, student, plain], words, [])
        .map(({ id }) => id)
        .join(' '),
    ).toBe(expected);
  });
});

describe('rows', () => {
  const ids = (entries: readonly RunEntry[]): string => entries.map(({ id }) => id).join(' ');

  it('are sorted by what is asked for, pinned ones first either way', () => {
    const all = [accuracy(plain, 0.5), accuracy(lambda, null), accuracy(seeds, 0.7)];
    expect(ids(sorted(all, { key: 'accuracy', descending: true }))).toBe('ccc a bb');
    expect(ids(sorted(all, { key: 'accuracy', descending: false }))).toBe('bb a ccc');
    expect(ids(sorted(all, { key: 'started', descending: true }))).toBe('ccc bb a');
    const pinned = all.map((one) => (one.id === 'bb' ? { ...one, pinned: true } : one));
    expect(ids(sorted(pinned, { key: 'name', descending: false }))).toBe('bb a ccc');
    expect(ids(sorted(pinned, { key: 'name', descending: true }))).toBe('bb ccc a');
  });

  it('are found by every word of a search', () => {
    const all = [plain, { ...lambda, status: 'failed' as const }, seeds];
    const paths = differingColumns(all);
    expect(ids(found(all, '', paths))).toBe('a bb ccc');
    expect(ids(found(all, 'RANDOM', paths))).toBe('ccc');
    expect(ids(found(all, 'dtc failed 30', paths))).toBe('bb');
    expect(ids(found(all, 'random failed', paths))).toBe('');
  });

  it('are compared with a baseline in percentage points', () => {
    expect(deltaOf(accuracy(plain, 0.95), accuracy(lambda, 0.9))).toBeCloseTo(5, 9);
    expect(deltaOf(accuracy(plain, null), lambda)).toBeNull();
  });
});

it('against a baseline, runs of ℓ0 have their compression rate as a factor and their bytes as a share', () => {
  const sized = (id: string, highest: number, rate: number, bytes: number): RunEntry => {
    const own = accuracy(entry(id, {}), highest);
    return {
      ...own,
      tally: { ...own.tally, compressionRate: { lowest: 1, highest: rate }, descriptionBytes: { lowest: bytes, highest: 9e9 } },
    };
  };
  expect(deltaWords(sized('a', 0.98, 50, 900), sized('b', 0.97, 40, 1000))).toBe('+1.00 pp · CR × 1.25 · −10.0 % bytes');
  expect(deltaWords(accuracy(plain, 0.9), sized('b', 0.97, 40, 1000))).toBe('−7.00 pp');
  expect(deltaWords(accuracy(plain, null), plain)).toBe('–');
  expect(sorted([sized('a', 0.9, 2, 5), plain, sized('b', 0.9, 3, 4)], { key: 'rate', descending: true }).map(({ id }) => id)).toEqual([
    'b',
    'a',
    'a',
  ]);
});
