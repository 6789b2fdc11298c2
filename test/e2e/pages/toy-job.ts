/**
 * A worker that speaks the protocol of a job's worker without training anything. Jobs of the same settings leave the same record. Seeds from
 * 2000 on take 40 ms a step, those from 3000 on 400; those that end in 7 fail.
 */
import * as Comlink from 'comlink';
import type { DtcJob, DtcStep } from '../../../src/study/families/dtc/types.ts';
import type { JobCheckpoint } from '../../../src/study/checkpoint.ts';
import type { JobEvent, JobWorker, RunOptions } from '../../../src/study/events.ts';
import { jobKey, jobSchema } from '../../../src/study/schema.ts';
import { ENGINE_VERSION } from '../../../src/study/version.ts';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function stepsOf({ compression, model, seed }: DtcJob): DtcStep[] {
  const [width] = model.hidden;
  const steps: DtcStep[] = [];
  for (let before = width; before > compression.stopWidth;) {
    const neurons = Math.ceil((1 - compression.share) * (before - 1));
    const accuracy = 1 - 1 / (neurons + 1 + seed / 7);
    const two = <T>(value: T) => ({ previous: value, next: value });
    const layer = {
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
    };
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
      layers: [layer],
      seconds: 0.01,
    });
    before = neurons;
  }
  return steps;
}

class ToyWorker implements JobWorker {
  private paused = false;
  private cancelled = false;

  rehearse(steps: readonly unknown[]): Promise<null[]> {
    return Promise.resolve(steps.map(() => null));
  }

  async run(asked: unknown, _options: RunOptions, send: (events: JobEvent[]) => void, given: unknown = null): Promise<void> {
    const job = jobSchema.parse(asked) as DtcJob;
    const from = given as JobCheckpoint | null;
    this.paused = false;
    this.cancelled = false;
    const environment = { engine: ENGINE_VERSION, backend: 'wasm', device: 'a toy', software: true, browser: 'any', cores: 2 } as const;
    send([
      { type: 'status', status: 'loading' },
      { type: 'environment', environment, reason: 'There is no other.' },
      { type: 'status', status: 'running' },
    ]);
    const steps = stepsOf(job);
    for (const [index, step] of steps.entries()) {
      if (index < (from?.steps ?? 0)) continue;
      await pause(job.seed >= 3000 ? 400 : job.seed >= 2000 ? 40 : 1);
      while (this.paused && !this.cancelled) await pause(1);
      if (this.cancelled) {
        send([{ type: 'status', status: 'cancelled' }]);
        return;
      }
      if (job.seed % 10 === 7 && index === 1) {
        send([{ type: 'failed', error: { kind: 'diverged', message: 'The loss became infinite.' }, seconds: 0.5 }]);
        return;
      }
      send([
        { type: 'losses', values: [step.trainLoss] },
        { type: 'step', step },
      ]);
      if (index + 1 < steps.length) send([{ type: 'checkpoint', checkpoint: checkpointAfter(index + 1, job) }]);
    }
    // In place of a network its job, so that a test sees whose it is.
    send([{ type: 'network', stage: 'final', file: new TextEncoder().encode(jobKey(job)) }]);
    const last = steps.at(-1);
    const summary = {
      kind: 'dtc',
      cycles: steps.length,
      finalNeurons: last?.neurons ?? 0,
      finalAccuracy: last?.testAccuracy ?? 0,
      accuracyAfterFirstStep: 0.5,
      testImages: 1000,
      trainingSteps: steps.length * job.compression.batchesPerCycle,
    };
    send([{ type: 'finished', summary, seconds: 0.01 * steps.length }]);
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
  }

  cancel(): void {
    this.cancelled = true;
  }
}

function checkpointAfter(steps: number, job: DtcJob): JobCheckpoint {
  const method = {
    kind: 'dtc',
    cycles: steps,
    // As many training steps as losses were told.
    trainingSteps: 10 * steps,
    accuracyAfterFirstStep: 0.5,
    widths: [1, 1],
    weights: [new Float32Array([job.seed])],
  };
  return { method, steps, seconds: 0.01 * steps };
}

Comlink.expose(new ToyWorker());
