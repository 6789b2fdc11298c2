/** Whole jobs of each method, small, on WebAssembly. */
import { describe, expect, test } from 'vitest';
import { l0Methods } from '../../../../src/compression/l0/methods/index.ts';
import { l0Settings } from '../../../../src/compression/l0/settings.ts';
import { serveData } from '../../support/backends.ts';
import type { JobInput } from '../../../../src/study/schema.ts';
import { ranJob, smallJob, type Ran } from './job.ts';

const runs = new Map<string, Promise<Ran>>();
/** A job on generated data that several tests look at, run once: a job repeats itself bit for bit, as a test below shows. */
function ran(job: JobInput): Promise<Ran> {
  const key = JSON.stringify(job);
  const known = runs.get(key) ?? ranJob(job);
  runs.set(key, known);
  return known;
}

const last = ({ steps }: Ran, phase: string) => steps.findLast((step) => step.phase === phase)!;
const firstOf = ({ steps }: Ran, phase: string) => steps.find((step) => step.phase === phase)!;

const penalised = [
  ['rl1', 1e-4, 1e-2],
  ['drr', 1e-4, 3e-3],
  ['drr-o', 1e-4, 3e-3],
  ['pmmp', 1e-5, 1e-3],
  ['fpp', 1e-5, 1e-3],
  ['hard-concrete', 1e-4, 1e-2],
] as const;

describe.each(penalised)('%s', (method, low, high) => {
  test('a larger α leaves fewer weights', async () => {
    const [few, many] = [await ran(smallJob({ method, alpha: high })), await ran(smallJob({ method, alpha: low }))];
    expect(few.summary.nonzero).toBeLessThan(many.summary.nonzero);
    expect(few.summary.nonzero).toBeGreaterThan(0);
  });

  test('fine-tuning lowers the loss and leaves what was pruned at zero', async () => {
    const run = await ran(smallJob({ method, alpha: high }));
    const pruned = firstOf(run, 'pruning');
    const tuned = run.steps.filter((step) => step.phase === 'fine-tuning');
    expect(last(run, 'fine-tuning').trainLoss).toBeLessThan(pruned.trainLoss);
    expect(tuned.length).toBeGreaterThan(2);
    for (const step of tuned) expect(step.nonzero).toBeLessThanOrEqual(pruned.nonzero);
    expect(run.summary.nonzero).toBe(tuned.at(-1).nonzero);
  });

  test('without α the first phase is plain training in every bit', async () => {
    const phase = ({ steps }: Ran) => steps.filter((step) => step.phase === 'regularised');
    const [plain, none] = [await ran(smallJob({ method: 'vanilla' })), await ran(smallJob({ method, alpha: 0 }))];
    expect(phase(none)).toEqual(phase(plain));
    expect(none.losses.slice(0, plain.losses.length)).toEqual(plain.losses);
  });
});

test('every step says how large the numbers of each layer are, and so does the job from its first steps of training on', async () => {
  const { steps, summary, looks } = await ran(smallJob({ method: 'drr', alpha: 3e-3 }));
  expect(looks.length).toBeGreaterThan(0);
  expect(looks[0].map(({ name, size }) => [name, size])).toEqual(summary.layers.map(({ name, size }) => [name, size]));
  for (const { layers, nonzero } of steps) {
    expect(layers!.map(({ name, size }) => [name, size])).toEqual(summary.layers.map(({ name, size }) => [name, size]));
    expect(layers!.flatMap(({ counts }) => counts).reduce((sum, count) => sum + count)).toBe(nonzero);
  }
  expect(steps.at(-1)!.layers!.map(({ counts }) => counts.reduce((sum, count) => sum + count))).toEqual(
    summary.layers.map(({ nonzero }) => nonzero),
  );
  // What the penalty is for: numbers below a thousandth, few at first and most before the pruning.
  const small = ({ layers }: Ran['steps'][number]) =>
    layers!.flatMap(({ counts }) => counts.slice(0, 7)).reduce((sum, count) => sum + count) / summary.parameters;
  const before = steps.findLast(({ phase }) => phase === 'regularised')!;
  expect(small(steps[0])).toBeLessThan(0.1);
  expect(small(before)).toBeGreaterThan(2 * small(steps[0]));
});

const brief = { minEpochs: 20, maxEpochs: 20, fineTuneMin: 10, fineTuneMax: 10 };
/** Strengths at which a brief job prunes something and not all. */
const strengths = {
  alpha: 3e-3,
  admmRho: 0.1,
  admmRounds: 5,
  ticketRounds: 2,
  targetSparsity: 0.7,
  tolerance: 0.5,
  layerwiseRate: 0.02,
  layerwiseEpochs: 20,
};

// Of every method that there is, so that a new one is tested as well; those that code a text as they learn have one of their own.
describe.each(
  l0Settings()
    .method.options.map(({ value }) => value)
    .filter((method) => method !== 'vanilla' && !l0Methods.get(method).along),
)('%s', (method) => {
  test('leaves at zero what it pruned', async () => {
    const { steps, network } = await ran(smallJob({ method, ...strengths }, { training: brief }));
    const { weights, biases } = steps.findLast(({ phase }) => phase === 'pruning')!.connections!.after;
    expect(network.length).toBe(3);
    let [zeros, changed] = [0, 0];
    network.forEach((tensor, layer) => {
      for (const [before, after] of [
        [weights[layer], tensor.values],
        [biases[layer], tensor.bias!],
      ] as const) {
        before.forEach((value, i) => {
          if (value === 0) {
            zeros++;
            expect(after[i]).toBe(0);
          } else if (Math.abs(value - after[i]) > 1e-3 * Math.abs(value)) {
            changed++;
          }
        });
      }
    });
    expect(zeros).toBeGreaterThan(0);
    expect(changed).toBeGreaterThan(0);
  });

  test('trains plainly where nothing pushes its weights to zero', async () => {
    const first = ({ steps }: Ran) =>
      steps.slice(
        0,
        steps.findIndex(({ phase }) => phase !== 'regularised'),
      );
    const run = await ran(smallJob({ method, ...strengths, alpha: 0, targetSparsity: 0 }, { training: brief }));
    const plain = await ran(smallJob({ method: 'vanilla' }, { training: brief }));
    expect(run.losses.slice(0, plain.losses.length)).toEqual(plain.losses);
    // Those that prune before they train, or while they do, tell of it in between.
    const { prunesFirst, prunesAlong } = l0Methods.get(method).traits;
    if (!prunesFirst && !prunesAlong) expect(first(run)).toEqual(plain.steps);
  });
});

describe('shrinking', () => {
  const shrinking = (compression: object, training: object = {}) =>
    ran(smallJob({ shrinking: 'yes', ...compression }, { training: { maxEpochs: 60, minEpochs: 60, window: 10, ...training } }));
  const midway = ({ steps }: Ran) => steps.filter(({ phase }) => phase === 'shrinking');

  test.each([
    ['drr', 1e-3, {}],
    ['pmmp', 1e-3, { gammaStart: 0.5 }],
    ['hard-concrete', 1e-2, {}],
  ] as const)('%s prunes while it trains, and what went stays at zero', async (method, alpha, change) => {
    const run = await shrinking({ method, alpha, ...change }, { learningRate: 0.02 });
    const first = run.steps.indexOf(midway(run)[0]);
    expect(midway(run).length).toBeGreaterThan(0);
    expect(midway(run).at(-1).nonzero).toBeLessThan(751);
    expect(midway(run).at(-1).nonzero).toBeGreaterThan(0);
    run.steps.slice(first).forEach((step, i, rest) => {
      if (i > 0) expect(step.nonzero).toBeLessThanOrEqual(rest[i - 1].nonzero);
    });
    expect(run.steps[first].epoch % 10).toBe(0);
    // The end of the phase is no shrinking.
    expect(midway(run).every(({ epoch }) => epoch < 60)).toBe(true);
  });

  test('judges its threshold on the training set, and the pruning after it on the validation set', async () => {
    const run = await shrinking({ method: 'drr', alpha: 1e-3, rgp: 'off' }, { learningRate: 0.02, measureEvery: 1 });
    const [one] = midway(run);
    // The measured point right before is of the same epoch.
    const before = run.steps[run.steps.indexOf(one) - 1];
    expect(before.epoch).toBe(one.epoch);
    const found = one.search!.findLast(({ accepted }) => accepted)!;
    expect(one.trainLoss).toBeCloseTo(found.loss!, 6);
    expect(one.validationLoss).not.toBeCloseTo(found.loss!, 6);
  });

  test('with neurons deleted midway goes on in the smaller network', async () => {
    const run = await shrinking(
      { method: 'drr', alpha: 1e-2, deleteNeurons: 'yes', tolerance: 0.5 },
      { learningRate: 0.02, bestState: 'argmin' },
    );
    expect(run.summary.parametersLeft).toBeLessThan(751);
    expect(run.summary.compressionRate).toBe(751 / run.summary.nonzero);
  });

  test('counts what γ has not decided against the network as it was built', async () => {
    const job = { method: 'pmmp', alpha: 1e-3, gammaStart: 0.5, deleteNeurons: 'yes' };
    const few = { learningRate: 0.1, minEpochs: 12, maxEpochs: 12, checkEvery: 1, window: 4, measureEvery: 3, bestState: 'argmin' };
    const run = await shrinking(job, few);
    expect(run.summary.parametersLeft).toBeLessThan(751);
    const shares = run.steps.flatMap(({ undecided }) => undecided ?? []);
    expect(shares.filter((share) => share > 0).length).toBeGreaterThan(1);
    for (const share of shares) expect(share * 751).toBeCloseTo(Math.round(share * 751), 9);
  });

  test('does nothing unless asked for', async () => {
    const run = await ran(smallJob({ method: 'drr', alpha: 1e-3 }));
    expect(midway(run)).toEqual([]);
  });
});

test('no threshold: only what is exactly zero goes', async () => {
  const dense = await ran(smallJob({ method: 'rl1', alpha: 1e-4, tamade: 'none', rgp: 'off' }));
  expect(dense.summary.threshold).toBeNull();
  expect(dense.summary.nonzero).toBe(751);
  const gated = await ran(smallJob({ method: 'hard-concrete', alpha: 1e-2, tamade: 'none', rgp: 'off' }));
  expect(gated.summary.nonzero).toBe(last(gated, 'regularised').nonzero);
  expect(gated.summary.nonzero).toBeLessThan(700);
});

test('the same job twice is the same in every bit', async () => {
  for (const method of ['pmmp', 'hard-concrete', 'l0-admm', 'lottery-ticket']) {
    const job = smallJob({ method, alpha: 1e-3, admmRounds: 10, ticketRounds: 2, targetSparsity: 0.8 }, { training: brief });
    // It looks at its network by the clock.
    const [first, second] = [await ranJob(job), await ranJob(job)];
    expect({ ...first, looks: [] }, method).toEqual({ ...second, looks: [] });
  }
});

describe('the pruning of a job', () => {
  test('lies within its tolerance on the set that it was judged on', async () => {
    const run = await ran(smallJob({ method: 'drr', alpha: 1e-3, tolerance: 0.05, rgp: 'off' }));
    const before = last(run, 'regularised').validationLoss;
    const pruned = firstOf(run, 'pruning');
    expect(pruned.threshold).toBeGreaterThan(0);
    expect(pruned.validationLoss).toBeLessThanOrEqual(1.05 * before * (1 + 1e-6));
    const search = pruned.search!;
    expect(Math.max(...search.filter(({ accepted }) => accepted).map(({ threshold }) => threshold))).toBe(pruned.threshold);
  });

  test('a larger tolerance prunes more', async () => {
    const [strict, lax] = await Promise.all(
      [0.01, 0.5].map(async (tolerance) => await ran(smallJob({ method: 'rl1', alpha: 1e-3, tolerance }))),
    );
    expect(lax.summary.nonzero).toBeLessThan(strict.summary.nonzero);
  });
});

describe('layerwise pruning', () => {
  const layer = { layerwiseRate: 0.02, layerwiseEpochs: 80, rgp: 'off' };

  // A sigmoid has further to go, from −5.
  test.each([
    ['projected', 0.02],
    ['sigmoid', 0.1],
  ] as const)(
    '%s: each layer goes on giving about what it gave, and a larger α leaves fewer weights',
    async (layerwisePruning, layerwiseRate) => {
      const of = (layerwiseAlpha: number) =>
        ran(smallJob({ method: 'layerwise', layerwisePruning, layerwiseAlpha, tamade: 'none', ...layer, layerwiseRate }));
      const [few, many] = [await of(1), await of(0.01)];
      expect(few.summary.nonzero).toBeLessThan(many.summary.nonzero);
      expect(few.summary.nonzero).toBeGreaterThan(2);
      // The sigmoid form leaves γ that are not decided as factors.
      if (layerwisePruning === 'projected') expect(many.summary.nonzero).toBeLessThan(751);
      // A network of zeros would have the variance of the targets, some 0.5, as its loss.
      expect(firstOf(many, 'pruning').trainLoss).toBeLessThan(0.1);
      expect(last(few, 'fine-tuning').trainLoss).toBeLessThan(firstOf(few, 'pruning').trainLoss);
      for (const step of few.steps.filter(({ phase }) => phase === 'fine-tuning'))
        expect(step.nonzero).toBeLessThanOrEqual(firstOf(few, 'pruning').nonzero);
    },
  );

  test('with a learned σ: a larger α leaves fewer weights, and other weights than the squared error', async () => {
    const short = { ...layer, layerwiseRate: 0.03, layerwiseEpochs: 20, tamade: 'none' };
    const of = (layerwiseLoss: string, layerwiseAlpha: number) =>
      ran(smallJob({ method: 'layerwise', layerwiseLoss, layerwiseAlpha, ...short }, { training: brief }));
    const [few, many, squared] = [await of('gauss', 100), await of('gauss', 1), await of('squared', 1)];
    expect(few.summary.nonzero).toBeLessThan(many.summary.nonzero);
    expect(many.network).not.toEqual(squared.network);
  });

  test('is an option before the threshold of other methods, and trains plainly by itself', async () => {
    const [without, with_] = [
      await ran(smallJob({ method: 'pmmp', alpha: 1e-4 })),
      await ran(smallJob({ method: 'pmmp', alpha: 1e-4, layerwisePruning: 'projected', ...layer })),
    ];
    expect(with_.summary.nonzero).toBeLessThan(without.summary.nonzero);
    const phase = ({ steps }: Ran) => steps.filter((step) => step.phase === 'regularised');
    expect(phase(with_)).toEqual(phase(without));
    expect(phase(await ran(smallJob({ method: 'layerwise', ...layer, layerwiseEpochs: 1 })))).toEqual(
      phase(await ran(smallJob({ method: 'vanilla' }))),
    );
  });
});

describe('pruning to a sparsity', () => {
  test.each(['magnitude-finetune', 'random-finetune', 'lottery-ticket'])('%s meets it, and fine-tuning lowers the loss', async (method) => {
    const run = await ran(smallJob({ method, targetSparsity: 0.8, ticketRounds: 2 }));
    expect(run.summary.nonzero).toBe(Math.round(0.2 * 751));
    expect(last(run, 'fine-tuning').trainLoss).toBeLessThan(last(run, 'pruning').trainLoss);
  });

  test('by magnitude costs less than at random', async () => {
    const [magnitude, random] = [
      await ran(smallJob({ method: 'magnitude-finetune', targetSparsity: 0.6 })),
      await ran(smallJob({ method: 'random-finetune', targetSparsity: 0.6 })),
    ];
    expect(firstOf(magnitude, 'pruning').trainLoss).toBeLessThan(firstOf(random, 'pruning').trainLoss);
  });
});

test('ℓ0-ADMM: a larger α leaves fewer weights, and its threshold is √(2α/ρ)', async () => {
  const of = (alpha: number) => ranJob(smallJob({ method: 'l0-admm', alpha, admmRho: 0.1, admmRounds: 30 }));
  const [few, many] = [await of(2e-3), await of(1e-4)];
  expect(few.summary.nonzero).toBeLessThan(many.summary.nonzero);
  expect(few.summary.threshold).toBeCloseTo(0.2, 12);
  expect(last(few, 'fine-tuning').trainLoss).toBeLessThan(firstOf(few, 'pruning').trainLoss);
});

test('the summary adds up', async () => {
  const { summary } = await ran(smallJob({ method: 'drr', alpha: 1e-3, codec: 'coo' }));
  expect(summary.parameters).toBe(751);
  expect(summary.compressionRate).toBe(751 / summary.nonzero);
  expect(summary.modelBytes).toBe(12 * summary.nonzero);
  expect(summary.descriptionBytes).toBeCloseTo(summary.modelBytes + summary.dataBytes, 9);
  expect(summary.layers.reduce((sum, { nonzero }) => sum + nonzero, 0)).toBe(summary.nonzero);
  expect(summary.layers.map(({ size }) => size)).toEqual([75, 650, 26]);
});

test('the Gaussian loss learns σ towards the root of its training error', async () => {
  const { steps } = await ranJob(
    smallJob({ method: 'vanilla' }, { training: { loss: 'gauss', minEpochs: 300, maxEpochs: 300, measureEvery: 50 } }),
  );
  // loss = MSE/(2σ² ln 2) + ½ log2 σ², solved for the MSE; σ starts at 0.1, far from the error of an untrained student.
  const ratio = ({ sigma, testLoss }: (typeof steps)[number]) => (testLoss - Math.log2(sigma!)) * 2 * Math.LN2;
  expect(ratio(steps[0])).toBeGreaterThan(3);
  expect(ratio(steps.at(-1)!)).toBeGreaterThan(0.3);
  expect(ratio(steps.at(-1)!)).toBeLessThan(3);
});

test('images: a classifier learns, is pruned and keeps its accuracy', async () => {
  const server = await serveData();
  try {
    const { summary, steps } = await ranJob(
      {
        data: { train: 1000, validation: 500, test: 1000 },
        model: { name: 'mlp', hidden: [32] },
        training: { batchSize: 50, minEpochs: 8, maxEpochs: 8, fineTuneMin: 2, fineTuneMax: 2, window: 4, measureEvery: 4 },
        compression: { method: 'drr', alpha: 1e-4 },
        seed: 1,
      },
      server.url,
    );
    expect(summary.parameters).toBe(784 * 32 + 32 + 32 * 10 + 10);
    expect(summary.testAccuracy).toBeGreaterThan(0.8);
    expect(summary.compressionRate).toBeGreaterThan(1.5);
    // Labels at their ideal code length: n · CE / ln 2 bits.
    expect(summary.dataBytes).toBeCloseTo((1000 * summary.trainLoss) / Math.LN2 / 8, 6);
    expect(steps.every(({ testAccuracy }) => testAccuracy !== null)).toBe(true);
  } finally {
    await server.close();
  }
});

test('a residual network goes through every phase, and what is pruned stays so', { timeout: 120_000 }, async () => {
  const server = await serveData();
  try {
    const run = await ranJob(
      {
        data: { train: 200, validation: 40, test: 100 },
        model: { name: 'resnet-20', width: 0.25 },
        training: {
          batchSize: 20,
          learningRate: 0.005,
          minEpochs: 3,
          maxEpochs: 3,
          fineTuneMin: 1,
          fineTuneMax: 1,
          window: 4,
          measureEvery: 3,
          bestState: 'last',
        },
        compression: { method: 'drr', alpha: 3e-4, tolerance: 0.1 },
        seed: 1,
      },
      server.url,
    );
    // One channel in, a quarter of the channels: 4, 8 and 16.
    expect(run.summary.parameters).toBe(9 * (4 + 6 * 16 + 32 + 5 * 64 + 128 + 5 * 256) + 2 * (7 * 4 + 6 * (8 + 16)) + 17 * 10);
    expect(run.summary.nonzero).toBeLessThan(run.summary.parameters);
    expect(last(run, 'fine-tuning').nonzero).toBeLessThanOrEqual(firstOf(run, 'pruning').nonzero);
    expect(run.summary.layers.reduce((sum, { size }) => sum + size, 0)).toBe(run.summary.parameters);
    // Twice as good as guessing, after 30 steps.
    expect(run.summary.testAccuracy).toBeGreaterThan(0.2);
  } finally {
    await server.close();
  }
});
