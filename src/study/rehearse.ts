/** How long training steps take on this machine, measured on data that mean nothing, so that times can be told before anything has run. */
import { factsOf } from '../data/sources/index.ts';
import { median } from '../math/quantile.ts';
import { stream } from '../math/random.ts';
import { startBackend, type BackendAssets } from '../nn/backend.ts';
import type { BatchSource } from '../nn/batches.ts';
import { sourceWorkers } from '../nn/data/index.ts';
import { Cancelled, RunControl } from '../nn/run-control.ts';
import { train } from '../nn/train.ts';
import type { BackendChoice, Rehearsed, StepTime } from './events.ts';
import { workerOf } from './families/worker.ts';
import type { Job } from './job.ts';

/** First steps compile, take memory and fill caches: this share of the time is not looked at. */
const WARM_UP = 0.4;
/** Pieces of work that are measured where one takes longer than all the time: that of VGG-16 took twice as long the first time. */
const LEAST_CHUNKS = 5;

/**
 * @returns for each job, null where its family trains nothing
 * @throws BackendError, or what its network throws
 */
export async function rehearse(
  rehearsed: readonly Rehearsed[],
  backend: BackendChoice,
  assets: BackendAssets,
): Promise<(StepTime | null)[]> {
  const times: (StepTime | null)[] = [];
  for (const { job, samples, seconds } of rehearsed) {
    const worker = workerOf(job);
    if (!worker.rehearsal) {
      times.push(null);
      continue;
    }
    const { name } = await startBackend(backend, worker.workPerSample(job), assets);
    const trained = worker.rehearsal(job);
    const source = meaningless(job, samples);
    try {
      const { hyper } = trained;
      times.push({ backend: name, seconds: await timeOf(seconds, { ...trained, source, hyper: () => hyper }) });
    } finally {
      source.dispose();
      trained.dispose();
    }
  }
  return times;
}

/** One batch, again and again. */
function meaningless(job: Job, samples: number): BatchSource & { dispose(): void } {
  const { inputs: kind, task } = sourceWorkers.get(job.data.name);
  const { input, outputs } = factsOf(job);
  const random = stream(0, 'rehearsal');
  const inputs = kind.random(random, input, samples);
  const targets = task.randomTargets(random, { input, outputs }, samples);
  return {
    count: 1,
    samples,
    predictions: samples,
    batch: () => Promise.resolve({ inputs, targets, size: samples, predictions: samples, dispose: () => undefined }),
    dispose() {
      inputs.dispose();
      targets.dispose();
    },
  };
}

/** Seconds of a step, once the first are over. */
async function timeOf(seconds: number, parts: Omit<Parameters<typeof train>[0], 'steps' | 'control' | 'onChunk'>): Promise<number> {
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1000;
  const control = new RunControl();
  const least = seconds > 0 ? LEAST_CHUNKS : 1;
  const chunks: { readonly began: number; readonly steps: number; readonly seconds: number }[] = [];
  const onChunk = ({ length }: Float32Array, took: number): void => {
    chunks.push({ began: elapsed() - took, steps: length, seconds: took });
    if (elapsed() >= seconds && chunks.length >= least) control.cancel();
  };
  try {
    await train({ ...parts, steps: Number.MAX_SAFE_INTEGER, control, onChunk });
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
  // The middle one: what else the machine does counts if it goes on, as it will beside a study, and not if it comes for a moment.
  const warm = chunks.filter((chunk) => chunk.began >= WARM_UP * seconds);
  return median((warm.length > 0 ? warm : chunks).map((chunk) => chunk.seconds / chunk.steps));
}
