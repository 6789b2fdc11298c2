/** How long a worker may be silent before it counts as dead. */
import type { BackendName } from '../study/events.ts';
import type { Job } from '../study/schema.ts';
import { workOf } from './work.ts';

/** A worker lets messages in every 40 ms or so, but never within a training step. */
const USUAL_SECONDS = 10;
/** A forward and a backward pass, in forward passes. */
const PASSES = 3;
/**
 * Multiply-adds a second that a worker does at least while everything else on the machine wants its core: WebAssembly alone does 25 billion.
 * A step of VGG-16 with 500 images took over 10 s on a busy machine, and its worker was taken for dead.
 */
const SLOWEST: Readonly<Record<BackendName, number>> = { webgpu: 1e9, wasm: 1e9, cpu: 2e7 };

/** Seconds of silence after which the worker of a job is given up. */
export function patienceFor(job: Job, backend: BackendName): number {
  const { largestStep, silence } = workOf(job);
  return silence ?? Math.max(USUAL_SECONDS, Math.ceil((PASSES * largestStep) / SLOWEST[backend]));
}
