/** A job's course, for tests that interrupt it: what it tells, and every checkpoint on the way. */
import { l0CheckpointSchema, type L0Checkpoint } from '../../../../src/compression/l0/checkpoint.ts';
import { runL0 } from '../../../../src/compression/l0/run.ts';
import type { Pace } from '../../../../src/compression/l0/pace.ts';
import type { L0Step, L0Summary } from '../../../../src/compression/l0/record.ts';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { startBackend, type BackendName } from '../../../../src/nn/backend.ts';
import { RunControl } from '../../../../src/nn/run-control.ts';
import { jobSchema, type JobInput } from '../../../../src/study/schema.ts';
import { nodeAssets } from '../../support/backends.ts';
import { isL0Job } from '../../../../src/study/families/l0/settings.ts';

export const everyEpoch: Pace = { isDue: () => true, taken: () => undefined };
const never: Pace = { isDue: () => false, taken: () => undefined };

export interface Course {
  readonly steps: L0Step[];
  readonly losses: number[];
  readonly summary: L0Summary;
  /** Each with how many steps and losses had been told before it. */
  readonly checkpoints: readonly { readonly checkpoint: L0Checkpoint; readonly steps: number; readonly losses: number }[];
}

/** Runs a job on WebAssembly unless told, from a checkpoint if there is one. */
export async function run(
  input: JobInput,
  { backend = 'wasm', ...options }: { checkpoint?: L0Checkpoint; pace?: Pace; dataset?: Dataset; backend?: BackendName } = {},
): Promise<Course> {
  await startBackend(backend, 0, nodeAssets);
  const job = jobSchema.parse(input);
  if (!isL0Job(job)) throw new Error('This is no ℓ0 job.');
  const [steps, losses]: [L0Step[], number[]] = [[], []];
  const checkpoints: { checkpoint: L0Checkpoint; steps: number; losses: number }[] = [];
  const summary = await runL0({
    job,
    dataset: options.dataset ?? null,
    control: new RunControl(),
    pace: options.pace ?? never,
    checkpoint: options.checkpoint ?? null,
    report: {
      progress: () => undefined,
      notice: () => undefined,
      network: () => Promise.resolve(),
      losses: (values) => losses.push(...values),
      look: () => undefined,
      step: (step) => steps.push({ ...step, seconds: 0 }),
      // As it comes back from where it was stored.
      checkpoint: (checkpoint) =>
        checkpoints.push({ checkpoint: l0CheckpointSchema.parse(structuredClone(checkpoint)), steps: steps.length, losses: losses.length }),
    },
  });
  return { steps, losses, summary, checkpoints };
}
