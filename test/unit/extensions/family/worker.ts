/** The toy family's side of the worker. */
import { stream } from '../../../../src/math/random.ts';
import { classification } from '../../../../src/nn/loss.ts';
import type { FamilyWorker } from '../../../../src/study/family-worker.ts';
import type { CoinCheckpoint, CoinJob, CoinStep, CoinSummary } from './family.ts';

const none = (): never => {
  throw new RangeError('A coin has no network.');
};

export const coinWorker: FamilyWorker<CoinJob, CoinStep, CoinSummary, CoinCheckpoint> = {
  id: 'coin',
  workPerSample: () => 1,
  limits: () => ({ train: 1, test: 1 }),
  canBeginWith: () => false,
  async run({ job, control, report, checkpoint }) {
    const { tosses } = job.compression;
    let { heads } = checkpoint ?? { heads: 0 };
    for (let toss = (checkpoint?.trainingSteps ?? 0) + 1; toss <= tosses; toss++) {
      await control.checkpoint();
      if (stream(job.seed, `coin/${toss}`).uniform() < 0.5) heads++;
      report.step({ kind: 'coin', toss, heads, seconds: 0 });
      report.checkpoint({ kind: 'coin', trainingSteps: toss, heads });
    }
    return { kind: 'coin', share: heads / tosses };
  },
  rehearsal: null,
  bench: {
    network: none,
    mayBeNarrower: () => false,
    testKey: () => '',
    testBatches: none,
    objective: () => classification('classAxis'),
    measured: () => ({ testAccuracy: null, testLoss: null }),
    squaredError: () => 'none',
    trial: null,
    training: null,
    testPixels: () => ({ samples: 0, standardised: false }),
  },
};
