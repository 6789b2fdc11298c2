/** How long a worker may be silent before it counts as dead. */
import type { BackendName } from '../study/events.ts';
import { isDtcJob, type Job } from '../study/schema.ts';
import { workOf } from './work.ts';

/** A worker lets messages in every 40 ms or so, but never within a training step. */
const USUAL_SECONDS = 10;
/** A LASSO problem of thousands of measurements takes minutes on any backend. */
const LASSO_SECONDS = 600;
/** A forward and a backward pass, in forward passes. */
const PASSES = 3;
/**
 * Multiply-adds a second that a worker does at least while everything else on the machine wants its core: WebAssembly alone does 25 billion.
 * A step of VGG-16 with 500 images took over 10 s on a busy machine, and its worker was taken for dead.
 */
const SLOWEST: Readonly<Record<BackendName, number>> = { webgpu: 1e9, wasm: 1e9, cpu: 2e7 };

/** Seconds of silence after which the worker of a job is given up. */
export function patienceFor(job: Job, backend: BackendName): number {
  if (isDtcJob(job) && job.compression.method === 'dtc' && Math.max(...job.model.hidden) * job.compression.measurementShare > 1000)
    return LASSO_SECONDS;
  const { steps, cycles, total } = workOf(job);
  // The first cycle, with the whole network, has the longest steps; the images of its test count as well.
  const step = isDtcJob(job) ? cycles[0] / job.compression.batchesPerCycle : total / Math.max(1, steps);
  return Math.max(USUAL_SECONDS, Math.ceil((PASSES * step) / SLOWEST[backend]));
}
