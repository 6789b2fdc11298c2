/**
 * A real thread that speaks the protocol of a job's worker without training anything: the pool is tested against threads that end, crash
 * and fall silent, not against stand-ins for them. What a job does is told by its seed (see `seeds` in job-threads.ts).
 */
import * as Comlink from 'comlink';
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

/** @typedef {import('../../../src/study/families/dtc/types.ts').DtcJob} Job */
/** @typedef {import('../../../src/study/events.ts').JobEvent} JobEvent */
/** @typedef {import('../../../src/study/events.ts').RunOptions} RunOptions */

/** The engine's own version: Node cannot import TypeScript in a thread. */
const engine = /'(.+)'/u.exec(readFileSync(new URL('../../../src/study/version.ts', import.meta.url), 'utf8'))?.[1] ?? '';

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Steps in the form of the schema, the same for the same job.
 * @param {Job} job
 * @returns {import('../../../src/study/families/dtc/types.ts').DtcStep[]}
 */
function stepsOf(job) {
  const { share, stopWidth } = job.compression;
  const [width] = job.model.hidden;
  /** @type {import('../../../src/study/families/dtc/types.ts').DtcStep[]} */
  const steps = [];
  for (let before = width; before > stopWidth;) {
    const neurons = Math.ceil((1 - share) * (before - 1));
    const accuracy = 1 - 1 / (neurons + 1 + job.seed / 7);
    /** @type {<T>(value: T) => { previous: T, next: T }} */
    const two = (value) => ({ previous: value, next: value });
    steps.push({
      kind: 'dtc',
      cycle: steps.length,
      neurons,
      sparsity: 1 - neurons / width,
      testAccuracy: accuracy,
      testAccuracyBeforePrune: accuracy,
      testCorrect: Math.round(accuracy * 1000),
      testCorrectBeforePrune: Math.round(accuracy * 1000),
      trainLoss: 1 / neurons,
      gibbsEntropy: two(1),
      rayMeanAbs: null,
      layers: [
        {
          neuronsBefore: before,
          neurons,
          measurements: two([neurons, -neurons]),
          weightNorm: two(neurons),
          gibbsEntropy: two(1),
          inRange: two(2),
          occupiedBins: two(2),
          ray: null,
          rayMeanAbs: null,
          lasso: null,
        },
      ],
      seconds: 0.01,
    });
    before = neurons;
  }
  return steps;
}

/**
 * @param {number} steps
 * @param {Job} job
 * @returns {import('../../../src/study/checkpoint.ts').JobCheckpoint}
 */
const checkpointAfter = (steps, job) => ({
  // As many training steps as losses were told.
  method: /** @type {import('../../../src/compression/dtc/checkpoint.ts').DtcCheckpoint} */ ({
    kind: 'dtc',
    cycles: steps,
    trainingSteps: 10 * steps,
    accuracyAfterFirstStep: 0.5,
    widths: [1, 1],
    weights: [new Float32Array([job.seed])],
  }),
  steps,
  seconds: 0.01 * steps,
});

class Runner {
  paused = false;
  cancelled = false;
  /** What keeps it from ever computing again. @type {import('../../../src/study/records.ts').JobError | null} */
  torn = null;

  /**
   * @param {Job} job
   * @param {RunOptions} options
   * @param {(events: JobEvent[]) => void} send
   * @param {import('../../../src/study/checkpoint.ts').JobCheckpoint | null} from
   */
  async run(job, options, send, from = null) {
    this.paused = false;
    this.cancelled = false;
    if (job.seed === 1001)
      setTimeout(() => {
        throw new Error('out of ideas');
      }, 5);
    if (job.seed === 1002) process.exit();
    if (job.seed === 1004) throw new Error('no such tensor');
    send([{ type: 'status', status: 'loading' }]);
    if (job.seed === 1005) return;
    const chosen = options.backend;
    const backend = chosen === 'cpu' || chosen === 'webgpu' ? chosen : 'wasm';
    /** @type {import('../../../src/study/records.ts').Environment} */
    const environment = { engine, backend, device: 'a thread', software: true, browser: 'Node', cores: 2 };
    send([
      { type: 'environment', environment, reason: 'There is no other.' },
      { type: 'status', status: 'running' },
    ]);
    if (job.seed === 1003) {
      send([{ type: 'failed', error: { kind: 'diverged', message: 'The loss became infinite.' }, seconds: 0.5 }]);
      return;
    }
    if (job.seed === 1009) this.torn = { kind: 'backend', message: 'The graphics device was lost.' };
    if (job.seed === 1010) this.torn = { kind: 'internal', message: 'memory access out of bounds' };
    if (this.torn) {
      send([{ type: 'failed', error: this.torn, seconds: 0 }]);
      return;
    }
    if (job.seed === 1007) send([{ type: 'status', status: 'loading' }]);
    const steps = stepsOf(job);
    const batches = job.compression.batchesPerCycle;
    for (const [index, step] of steps.entries()) {
      if (index < (from?.steps ?? 0)) continue;
      if (job.seed === 1008 && !from && index === 2) {
        // What was sent before is on its way.
        await pause(50);
        setTimeout(() => {
          throw new Error('out of memory');
        }, 0);
        await pause(60_000);
      }
      const progress = { phase: 'training', done: index * batches, total: steps.length * batches, step: index, steps: steps.length };
      send([{ type: 'progress', ...progress, stepsPerSecond: 100, secondsLeft: 0.05 * (steps.length - index) }]);
      await pause(job.seed === 1001 || job.seed === 1006 || job.seed >= 2000 ? 50 : 1);
      if (job.seed !== 1006 && this.paused && !this.cancelled) {
        send([{ type: 'status', status: 'paused' }]);
        while (this.paused && !this.cancelled) await pause(1);
        if (!this.cancelled) send([{ type: 'status', status: 'running' }]);
      }
      while (job.seed === 1006) await pause(10);
      if (this.cancelled) {
        send([{ type: 'status', status: 'cancelled' }]);
        return;
      }
      send([
        { type: 'losses', values: [step.trainLoss] },
        { type: 'step', step },
      ]);
      if (index + 1 < steps.length) send([{ type: 'checkpoint', checkpoint: checkpointAfter(index + 1, job) }]);
    }
    /** @type {import('../../../src/compression/dtc/record.ts').DtcSummary} */
    const summary = {
      kind: 'dtc',
      cycles: steps.length,
      finalNeurons: steps.at(-1)?.neurons ?? 0,
      finalAccuracy: steps.at(-1)?.testAccuracy ?? 0,
      accuracyAfterFirstStep: 0.5,
      testImages: 1000,
      trainingSteps: steps.length * batches,
    };
    send([{ type: 'finished', summary, seconds: 0.01 * steps.length }]);
  }

  pause() {
    this.paused = true;
  }

  resume() {
    this.paused = false;
  }

  cancel() {
    this.cancelled = true;
  }
}

if (parentPort) Comlink.expose(new Runner(), /** @type {import('comlink').Endpoint} */ (/** @type {unknown} */ (parentPort)));
