/** ℓ0 regularisation, its relatives and its baselines: the side of the worker. */
import { gaussianBits } from '../../../coding/data-length.ts';
import type { L0Checkpoint } from '../../../compression/l0/checkpoint.ts';
import { l0Cost } from '../../../compression/l0/cost.ts';
import { newOptimizer } from '../../../compression/l0/optimiser.ts';
import { l0Data, l0TestData } from '../../../compression/l0/data.ts';
import { toldConstant, type L0Job } from '../../../compression/l0/job.ts';
import { evaluationBatch } from '../../../compression/l0/memory.ts';
import { planOf } from '../../../compression/l0/plan.ts';
import { buildNetwork } from '../../../compression/l0/network.ts';
import { objectiveOf } from '../../../compression/l0/objective.ts';
import type { L0Step, L0Summary } from '../../../compression/l0/record.ts';
import { runL0 } from '../../../compression/l0/run.ts';
import { fullStrength, termsOf } from '../../../compression/l0/terms.ts';
import { isSameShape } from '../../../data/shape.ts';
import { lossOf, setSizes, sourceOf } from '../../../data/sources/index.ts';
import { ownOf } from '../../../data/sources/source.ts';
import { squaredError as squaredErrorLoss } from '../../../data/tasks/regression.ts';
import type { FamilyWorker } from '../../family-worker.ts';
import { canonicalJson, valueAt } from '../../job.ts';
import { isL0Job } from './settings.ts';

export const l0Worker: FamilyWorker<L0Job, L0Step, L0Summary, L0Checkpoint> = {
  id: 'l0',
  workPerSample: (job) => l0Cost(job).perSample,
  limits: (job) => (sourceOf(job).shared.includes('test') ? { test: job.data.test } : {}),
  canBeginWith: (job, other) =>
    isL0Job(other) &&
    other.model.name === job.model.name &&
    other.data.name === job.data.name &&
    ownOf(other)?.sha256 === ownOf(job)?.sha256 &&
    isSameShape(planOf(other).input, planOf(job).input),
  run: runL0,
  rehearsal(job) {
    const network = buildNetwork(job, planOf(job));
    const objective = objectiveOf(job);
    const optimizer = newOptimizer(job);
    const terms = termsOf(job, network.parameters);
    return {
      network,
      objective,
      optimizer,
      hyper: { terms: fullStrength(job, terms) },
      dispose() {
        for (const term of terms.own) term.dispose();
        optimizer.dispose();
        objective.dispose();
        network.dispose();
      },
    };
  },
  bench: {
    network: (job) => buildNetwork(job, planOf(job)),
    mayBeNarrower: ({ compression }) => compression.deleteNeurons === 'yes',
    testKey(job) {
      const { origin, settings } = sourceOf(job);
      if (origin === 'generated') return canonicalJson([job.data, job.seed]);
      const own = Object.keys(settings).map((name) => valueAt(job, `data.${name}`));
      return canonicalJson([ownOf(job)?.sha256 ?? job.data.name, own, setSizes(job).test.samples, evaluationBatch(job)]);
    },
    testBatches: l0TestData,
    objective: objectiveOf,
    measured: (job, pass, kept) => ({
      testAccuracy: pass.correct === null ? null : pass.correct / kept.predictions,
      testLoss: pass.loss + toldConstant(job),
    }),
    squaredError(job) {
      if (!sourceOf(job).task.hasRealTargets) return 'none';
      return lossOf(job) === squaredErrorLoss ? 'loss' : 'beside';
    },
    training(job, dataset) {
      const { train, dispose } = l0Data(job, dataset);
      const optimizer = newOptimizer(job);
      return {
        source: train,
        optimizer,
        dispose() {
          optimizer.dispose();
          dispose();
        },
      };
    },
    trial: (job) => ({
      codec: job.compression.codec,
      dataBits({ testLoss, squaredError }) {
        const { targetBits } = job.compression;
        const predictions = setSizes(job).test.coded;
        if (squaredError !== null) return gaussianBits({ targets: predictions, mse: squaredError, targetBits });
        return lossOf(job).bits(testLoss ?? Number.NaN, predictions, { targetBits, told: toldConstant(job) });
      },
    }),
    testPixels: (job) => ({ samples: setSizes(job).test.samples, standardised: false }),
  },
};
