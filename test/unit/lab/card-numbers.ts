/**
 * What stands on the cards, computed again in another way: plain loops over the JSON of the recorded runs and of what was published. By the id of a
 * card and the name of a row, the values of the runs.
 */
import dtcPublished from '../../../src/study/families/dtc/published.json' with { type: 'json' };
import { lowess } from '../../../src/math/lowess.ts';
import { neuronsBesideOthers } from './neuron-card-numbers.ts';

/** A record as JSON has it. */
/* eslint-disable-next-line @typescript-eslint/no-explicit-any */
export type Raw = any;
export type RawRuns = (id: string) => readonly Raw[];
export type Values = Readonly<Record<string, readonly number[]>>;

const { ladder } = dtcPublished;
const titles: Readonly<Record<string, string>> = { magnitude: 'Magnitude', random: 'Random', dtc: 'DTC' };
const methodNames = Object.keys(titles);

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const of = (records: readonly Raw[], method: string): readonly Raw[] =>
  records.filter((record) => record.job.compression.method === method);

/** Cleveland's curve, whose numbers `test/unit/math/lowess.test.ts` holds against statsmodels. */
const smoothed = (record: Raw): number[] =>
  Array.from(
    lowess(
      record.steps.map((step: Raw) => step.sparsity),
      record.steps.map((step: Raw) => step.testAccuracy),
    ),
  );

function correlation(x: readonly (number | null)[], y: readonly number[]): number {
  const pairs = x.flatMap((value, index) => (value === null ? [] : [[value, y[index]] as const]));
  const [mx, my] = [average(pairs.map(([a]) => a)), average(pairs.map(([, b]) => b))];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    xy += (a - mx) * (b - my);
    xx += (a - mx) ** 2;
    yy += (b - my) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Of values in bins of a width from −50 on, in bits; null where none is within. */
function bits(values: readonly number[], width: number): number | null {
  const edges = Math.round((2 * 50) / width) - 1;
  const counts = new Map<number, number>();
  for (const value of values) {
    const bin = Math.floor((value + 50) / width);
    if (value < -50 || bin >= edges) continue;
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return total === 0 ? null : -[...counts.values()].reduce((sum, count) => sum + (count / total) * Math.log2(count / total), 0);
}

const bands = [
  ['0.10–0.80', 0.1, 0.8],
  ['0.80–0.90', 0.8, 0.9],
  ['0.90–0.95', 0.9, 0.95],
  ['0.95–0.98', 0.95, 0.985],
] as const;
const within = (series: readonly number[], from: number, below: number): number =>
  average(series.filter((_, cycle) => ladder[cycle].sparsity >= from && ladder[cycle].sparsity < below));

function lead(records: readonly Raw[], one: string, other: string): number[] {
  return of(records, one).map((record) => {
    const beside = of(records, other).find(({ job }) => job.seed === record.job.seed);
    return 100 * (within(smoothed(record), 0.85, 0.95) - within(smoothed(beside), 0.85, 0.95));
  });
}

function apart(records: readonly Raw[]): number[] {
  const means = of(records, 'random').map((record) => within(smoothed(record), 0.85, 0.95));
  return means.flatMap((a, index) => means.slice(index + 1).map((b) => 100 * Math.abs(a - b)));
}

const raySizes = (record: Raw): number[] =>
  record.steps.map(({ layers: [layer] }: Raw) => average(layer.ray.map(Math.abs)) / layer.neuronsBefore);

function entropies(records: readonly Raw[], side: 'previous' | 'next'): Values {
  return Object.fromEntries(
    ladder.map(({ cycle, measurements, sparsity }) => [
      `${measurements} ${measurements === 1 ? 'measurement' : 'measurements'}, sparsity ${sparsity.toFixed(4)}`,
      of(records, 'dtc').flatMap((record) => bits(record.steps[cycle].layers[0].measurements[side], 0.2) ?? []),
    ]),
  );
}

/** G₂ of the DTC run against the accuracy of another with its seed. */
const withAccuracyOf = (records: readonly Raw[], method: string): number[] =>
  of(records, 'dtc').map((record) => {
    const other = of(records, method).find(({ job }) => job.seed === record.job.seed);
    return correlation(
      record.steps.map(({ layers: [layer] }: Raw) => bits(layer.measurements.next, 0.2)),
      smoothed(other),
    );
  });

const counts = (records: readonly Raw[], method: string): number[] =>
  of(records, method).map((record) =>
    correlation(
      ladder.map(({ measurements }) => Math.log2(measurements)),
      smoothed(record),
    ),
  );

/** Root mean square of z of printed series against ours, by loops: scatter pooled over two cycles to either side. */
function distance(series: readonly (readonly [(number | null)[], (number | null)[][]])[], least: (cycle: number) => number): string {
  const squares: number[] = [];
  for (const [printed, ours] of series) {
    for (let cycle = 0; cycle < printed.length; cycle++) {
      const value = printed[cycle];
      const here = ours.map((own) => own[cycle]).filter((one) => one !== null);
      if (value === null || here.length === 0) continue;
      let [sum, freedom] = [0, 0];
      for (let near = cycle - 2; near <= cycle + 2; near++) {
        const there = ours.map((own) => own[near] ?? null).filter((one) => one !== null);
        for (const one of there) sum += (one - average(there)) ** 2;
        freedom += Math.max(0, there.length - 1);
      }
      const deviation = Math.max(least(cycle), Math.sqrt(sum / Math.max(1, freedom)));
      squares.push((value - average(here)) ** 2 / (deviation ** 2 * (1 + 1 / here.length)));
    }
  }
  return Math.sqrt(average(squares)).toFixed(2);
}

const printedSmooth = dtcPublished.accuracySmoothed as Readonly<Record<string, number[]>>;
const printedRaw = dtcPublished.accuracy as Readonly<Record<string, number[]>>;
const raw = (record: Raw): number[] => record.steps.map((step: Raw) => step.testAccuracy);

/** Numbers that only the words of a verdict have, by card. */
export function saidOfLadders(records: readonly Raw[]): Record<string, readonly string[]> {
  const dtc = of(records, 'dtc');
  const leads = lead(records, 'dtc', 'random');
  // Student's t of 95 % with 2 degrees of freedom is 4.303: three seeds.
  const deviation = Math.sqrt(leads.reduce((sum, one) => sum + (one - average(leads)) ** 2, 0) / (leads.length - 1));
  const bitsOf = (side: 'previous' | 'next'): string =>
    distance(
      [
        [
          dtcPublished.gibbsEntropy[side],
          dtc.map(({ steps }) => steps.map(({ layers: [layer] }: Raw) => bits(layer.measurements[side], 0.2))),
        ],
      ],
      (cycle) => Math.max(0.1, 2 / ladder[cycle].measurements),
    );
  return {
    'dtc-table-1': [
      distance(
        methodNames.map((method) => [printedSmooth[method], of(records, method).map(smoothed)]),
        () => 1e-4,
      ),
    ],
    'dtc-figure-1': [
      distance(
        methodNames.map((method) => [printedRaw[method], of(records, method).map(raw)]),
        () => 1e-4,
      ),
    ],
    'dtc-figure-2': [average(leads).toFixed(2), ((4.302_65 * deviation) / Math.sqrt(3)).toFixed(2)],
    'dtc-figure-3': [
      distance(
        [[dtcPublished.rays.map((ray, cycle) => average(ray.map(Math.abs)) / ladder[cycle].neuronsBefore), dtc.map(raySizes)]],
        () => 1e-5,
      ),
    ],
    'dtc-figure-4': [bitsOf('previous')],
    'dtc-figure-5': [bitsOf('next')],
  };
}

/** Cards of the ladders. */
function ladders(records: readonly Raw[]): Record<string, Values> {
  const dtc = of(records, 'dtc');
  const rays = dtc.map(raySizes);
  return {
    'dtc-table-1': {
      'After one training step (“full model”)': records.flatMap(({ job, summary }) =>
        job.seed === 42_424_242 ? [summary.accuracyAfterFirstStep] : [],
      ),
      ...Object.fromEntries(
        dtcPublished.table1.flatMap(({ cycle, sparsity }) =>
          methodNames.map((method) => [
            `${titles[method]}, sparsity ${sparsity.toFixed(4)}`,
            of(records, method).map((record) => smoothed(record)[cycle]),
          ]),
        ),
      ),
    },
    'dtc-figure-1': Object.fromEntries(
      bands.flatMap(([title, from, below]) =>
        methodNames.map((method) => [
          `${titles[method]}, sparsity ${title}`,
          of(records, method).map((record) =>
            within(
              record.steps.map((step: Raw) => step.testAccuracy),
              from,
              below,
            ),
          ),
        ]),
      ),
    ),
    'dtc-figure-2': {
      'DTC above random, sparsity 0.85–0.95': lead(records, 'dtc', 'random'),
      'DTC above magnitude, sparsity 0.85–0.95': lead(records, 'dtc', 'magnitude'),
      'Random above magnitude, sparsity 0.85–0.95': lead(records, 'random', 'magnitude'),
      'Random above random, another seed': apart(records),
    },
    'dtc-figure-3': {
      'First cycle': rays.map(([first]) => first),
      Largest: rays.map((own) => Math.max(...own)),
      'Largest over first': rays.map((own) => Math.max(...own) / own[0]),
      'Of that, by the length alone': [512 / 11],
    },
    'dtc-figure-4': entropies(records, 'previous'),
    'dtc-figure-5': entropies(records, 'next'),
    'dtc-correlation-dtc': { 'r of G₂ and smoothed accuracy': withAccuracyOf(records, 'dtc'), 'r of log₂ n': counts(records, 'dtc') },
    'dtc-correlation-random': {
      'r of G₂ and smoothed accuracy': withAccuracyOf(records, 'random'),
      'r of log₂ n': counts(records, 'random'),
    },
    'dtc-future-work': {
      'Accuracy with 9 neurons, DTC': dtc.map(({ steps }) => steps[33].testAccuracy),
      ...Object.fromEntries(
        [0.1, 0.2, 0.5, 1, 2].map((width) => [
          `r of G₂ and smoothed accuracy, bins of ${width}`,
          dtc.map((record) =>
            correlation(
              record.steps.map(({ layers: [layer] }: Raw) => bits(layer.measurements.next, width)),
              smoothed(record),
            ),
          ),
        ]),
      ),
    },
  };
}

/** The correlation on a small network by λ, and by steps between two prunes, the other as in the preset: 0.3 and 24. */
function openQuestions(records: readonly Raw[]): Values {
  const r = (keep: (compression: Raw) => boolean): number[] =>
    records
      .filter(({ job }) => keep(job.compression))
      .map((record) =>
        correlation(
          record.steps.map(({ layers: [layer] }: Raw) => bits(layer.measurements.next, 0.2)),
          smoothed(record),
        ),
      );
  return Object.fromEntries([
    ...[0.03, 0.3, 3].map((lambda) => [
      `r on a small network, λ = ${lambda}`,
      r((compression) => compression.lambda === lambda && compression.batchesPerCycle === 24),
    ]),
    ...[6, 24, 96].map((steps) => [
      `r on a small network, ${steps} steps`,
      r((compression) => compression.batchesPerCycle === steps && compression.lambda === 0.3),
    ]),
  ]) as Values;
}

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
};
/** 0.00003 as 3e−5. */
const small = (value: number): string => (value !== 0 && value < 1e-3 ? value.toExponential().replace('-', '−') : String(value));
const l0Titles: Readonly<Record<string, string>> = { rl1: 'R-L1', drr: 'DRR', pmmp: 'PMMP' };
const having = (records: readonly Raw[], train: number, method: string, alpha: number): readonly Raw[] =>
  records.filter(({ job }) => job.data.train === train && job.compression.method === method && job.compression.alpha === alpha);
const alphasOf = (records: readonly Raw[]): number[] => [...new Set<number>(records.map(({ job }) => job.compression.alpha))];
const lengths = (records: readonly Raw[]): number[] => records.map(({ summary }) => summary.descriptionBytes);

/** The runs of that α at which their median description is shortest. */
function shortest(records: readonly Raw[], train: number, method: string): readonly Raw[] {
  const choices = alphasOf(records).map((alpha) => having(records, train, method, alpha));
  return choices.reduce((a, b) => (middle(lengths(b)) < middle(lengths(a)) ? b : a));
}

const nonzero = (layers: readonly (readonly number[])[]): number => layers.flat().filter((value) => value !== 0).length;

/** Cards of students. */
function students(mse: readonly Raw[], gauss: readonly Raw[]): Record<string, Values> {
  const both: Record<string, number[]> = {};
  const losses: Record<string, number[]> = {};
  const byAlpha: Record<string, number[]> = {};
  const sizes = (records: readonly Raw[]): number[] => [...new Set<number>(records.map(({ job }) => job.data.train))];
  for (const [records, loss] of [
    [mse, 'squared error'],
    [gauss, 'Gaussian loss'],
  ] as const) {
    for (const train of sizes(records)) {
      for (const method of ['rl1', 'drr'])
        both[`${train} samples, ${l0Titles[method]}, ${loss}`] = lengths(shortest(records, train, method));
    }
  }
  for (const train of sizes(mse)) {
    // Train and test set of as many samples, 4 bytes a target.
    for (const table of [both, byAlpha]) table[`${train} samples as they are`] = [2 * 4 * train];
    for (const method of ['rl1', 'drr']) {
      const name = `${train} samples, ${l0Titles[method]}`;
      const penalised = alphasOf(mse)
        .filter((alpha) => alpha > 0)
        .map((alpha) => having(mse, train, method, alpha));
      const loss = (records: readonly Raw[]): number => middle(records.map(({ summary }) => summary.testLoss));
      const best = penalised.reduce((a, b) => (loss(b) < loss(a) ? b : a));
      const plain = having(mse, train, method, 0);
      losses[`${name}: test loss (MSE)`] = best.map(({ summary }) => summary.testLoss);
      losses[`${name}: test loss without a penalty`] = plain.map(({ summary }) => summary.testLoss);
      losses[`${name}: numbers left`] = best.map(({ summary }) => summary.nonzero);
      losses[`${name}: numbers left without a penalty`] = plain.map(({ summary }) => summary.nonzero);
    }
    for (const alpha of alphasOf(mse)) byAlpha[`${train} samples, α = ${small(alpha)}`] = lengths(having(mse, train, 'drr', alpha));
  }
  const connections = mse.flatMap(({ steps }) => steps.findLast((step: Raw) => step.connections)?.connections ?? []);
  const left = ({ weights, biases }: Raw): number => nonzero(weights) + nonzero(biases);
  return {
    'l0-table-5': both,
    'l0-figure-4': losses,
    'l0-figure-5': byAlpha,
    'l0-figure-2': {
      'Numbers left by the threshold': connections.map(({ before }) => left(before)),
      'And after random-gradient pruning': connections.map(({ after }) => left(after)),
      'Runs with the same validation loss as before it': [
        mse.filter(({ steps }) => {
          const step = steps.find((one: Raw) => one.phase === 'pruning');
          const tried = step.search.findLast((one: Raw) => one.accepted);
          return Math.abs(step.validationLoss / tried.loss - 1) < 1e-6;
        }).length,
      ],
      'Taken out by it': connections.map(({ before, after }) => left(before) - left(after)),
    },
  };
}

/** Fewer weights, and accuracy lost against plain training, of a quick form. */
function tradeOffs(records: readonly Raw[], where: string): Values {
  const plain = records.filter(({ job }) => job.compression.alpha === 0);
  const [first] = plain;
  const reference = middle(
    plain.filter(({ job }) => job.compression.method === first?.job.compression.method).map(({ summary }) => summary.before.testAccuracy),
  );
  const rows: Record<string, number[]> = {};
  for (const { job, summary } of records) {
    const { method, alpha } = job.compression;
    if (alpha === 0) continue;
    const name = `${l0Titles[method]}, α = ${small(alpha)}${where}`;
    (rows[`${name}: fewer weights`] ??= []).push(summary.parameters / summary.nonzero);
    (rows[`${name}: accuracy lost`] ??= []).push(100 * (reference - summary.testAccuracy));
  }
  return rows;
}

function times(records: readonly Raw[]): Values {
  const seconds = (method: string): number[] =>
    of(records, method).flatMap(({ steps }) =>
      steps.filter((step: Raw) => step.phase === 'regularised' && step.epoch > 1).map((step: Raw) => step.seconds),
    );
  const plain = middle(seconds('vanilla'));
  return Object.fromEntries([
    ...['rl1', 'drr', 'pmmp'].map((method) => [
      `${l0Titles[method]} over no penalty, LeNet-300-100`,
      seconds(method).map((one) => one / plain),
    ]),
    ...Object.entries({ ...l0Titles, vanilla: 'no penalty' }).map(([method, title]) => [
      `An epoch of LeNet-300-100, ${title}`,
      seconds(method),
    ]),
  ]) as Values;
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** Cards of texts: networks that differ in nothing but their seed, by method, α and width. */
function texts(records: readonly Raw[]): Record<string, Values> {
  const groups: Raw[][] = [];
  for (const record of records) {
    const { job } = record;
    const same = groups.find(
      ([first]) =>
        first.job.compression.method === job.compression.method &&
        first.job.compression.alpha === job.compression.alpha &&
        first.job.model.dim === job.model.dim,
    );
    if (same) same.push(record);
    else groups.push([record]);
  }
  const sizeOf = (group: readonly Raw[]): number => middle(group.map(({ summary }) => summary.nonzero));
  const lossesOf = (group: readonly Raw[]): number[] => group.map(({ summary }) => summary.testLoss);
  const rates = (group: readonly Raw[]): number[] => lengths(group).map((bytes) => (8 * bytes) / 1_090_309);
  const ofMethod = (method: string): Raw[][] => groups.filter(([first]) => first.job.compression.method === method);
  const best = (some: readonly Raw[][], read: (group: readonly Raw[]) => number): Raw[] | undefined =>
    some.toSorted((a, b) => read(a) - read(b))[0];
  const total = (group: readonly Raw[]): number => middle(lengths(group));
  const table: Record<string, readonly number[]> = {};
  for (const [method, name] of Object.entries({ ...l0Titles, vanilla: 'The best network that nothing was taken from' })) {
    const found = best(ofMethod(method), total);
    if (found) table[name] = rates(found);
  }
  /** On the straight line, over log₂ of the numbers, through two networks of one method and seed. */
  const onLadder = (method: string, seed: number, numbers: number): number | undefined => {
    const points = records
      .filter(({ job }) => job.compression.method === method && job.seed === seed)
      .map(({ summary }) => [Math.log2(summary.nonzero), summary.testLoss / Math.LN2])
      .toSorted(([a], [b]) => a - b);
    for (let i = 1; i < points.length; i++) {
      const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
      const x = Math.log2(numbers);
      if (x >= x0 && x <= x1) return (y0 * (x1 - x) + y1 * (x - x0)) / (x1 - x0);
    }
    return undefined;
  };
  const losses: Record<string, readonly number[]> = {};
  for (const dense of ofMethod('vanilla')) {
    const byMethod = ['drr', 'rl1', 'pmmp'].map((method) => dense.map(({ job, summary }) => onLadder(method, job.seed, summary.nonzero)));
    const matched = byMethod.filter((values): values is number[] => values.every((value) => value !== undefined));
    if (matched.length === 0) continue;
    const size = `at ${whole.format(sizeOf(dense))} numbers`;
    losses[`Pruned, ${size}`] = matched.toSorted((a, b) => average(a) - average(b))[0];
    losses[`Narrow, ${size}`] = lossesOf(dense).map((loss) => loss / Math.LN2);
  }
  const totals: Record<string, readonly number[]> = {};
  for (const method of ['drr', 'rl1']) {
    for (const group of ofMethod(method))
      totals[`${l0Titles[method]}, α = ${small(group[0].job.compression.alpha)}, ${whole.format(sizeOf(group))} numbers left`] =
        rates(group);
  }
  return { 'l0-table-3': { ...packedMoby, ...table }, 'l0-figure-6': losses, 'l0-figure-7': totals };
}

/** What programs make of the 1,090,309 bytes of Moby-Dick that are trained on, by the versions that `src/study/families/l0/published.ts` names. */
const packedMoby: Values = Object.fromEntries(
  Object.entries({
    'LZMA2, chunks of 512 bytes': 904_084,
    'ZSTD, chunks of 512 bytes': 711_472,
    'gzip, whole file': 441_496,
    'Zstandard, whole file': 367_915,
    'xz, whole file': 364_044,
    'bzip2, whole file': 336_788,
    'PPM, whole file': 315_572,
    'PPMd, whole file': 295_667,
  }).map(([name, bytes]) => [name, [(8 * bytes) / 1_090_309]]),
);

const ways: Readonly<Record<string, string>> = {
  'one-pass': 'one pass',
  'replay-1': '1 replay',
  'replay-3': '3 replays',
  blocks: 'doubling blocks',
};

/** Kilobytes of a text that is learned along, and of the shortest network with it. */
function alongTexts(along: readonly Raw[], first: readonly Raw[]): Values {
  if (along.length === 0 || first.length === 0) return {};
  return {
    ...Object.fromEntries(
      along.map(({ job, summary }) => [`Moby-Dick learned along, ${ways[job.compression.onlineCode]}`, [summary.text.online.bytes / 1000]]),
    ),
    'Moby-Dick, the shortest network first, 32 bits a weight': [Math.min(...lengths(first)) / 1000],
    'Moby-Dick, the shortest network first, 8 bits a weight': [
      Math.min(...first.map(({ summary }) => summary.text.rounded[2].valuesBytes + summary.text.rounded[2].dataBytes)) / 1000,
    ],
  };
}

/** By card and row, as far as its runs are recorded. */
export function numbersOfCards(runs: RawRuns): Record<string, Values> {
  const quick = ', quick form';
  const own = runs('dtc-as-published').length > 0 ? ladders(runs('dtc-as-published')) : {};
  const photos = tradeOffs(runs('l0-cifar-vgg-quick'), quick);
  const full = runs('l0-mnist-mlp');
  const moby = texts(runs('text-moby'));
  const digits = full.length > 0 ? tradeOffs(full, '') : tradeOffs(runs('l0-mnist-mlp-quick'), quick);
  return {
    ...own,
    ...moby,
    // Where several seeds were run at a size, by these.
    'l0-figure-6': { ...moby['l0-figure-6'], ...texts(runs('text-moby-seeds'))['l0-figure-6'] },
    'l0-appendix-e': alongTexts(runs('text-online'), runs('text-moby')),
    'dtc-future-work': { ...own['dtc-future-work'], ...openQuestions(runs('dtc-open-questions')) },
    ...students(runs('teacher-student-mse'), runs('teacher-student-gauss')),
    'l0-table-1': photos,
    'l0-table-2': photos,
    'l0-table-6': digits,
    'l0-figure-8': {
      ...tradeOffs(runs('l0-mnist-mlp-quick'), `, LeNet-300-100${quick}`),
      ...tradeOffs(runs('l0-cifar-vgg-quick'), `, VGG-16${quick}`),
    },
    'l0-table-4': times(runs('l0-epoch-times')),
    'l0-neurons-control': neuronsBesideOthers(runs('dtc-against-baselines')),
  };
}
