/** Where a job stands between two steps: what it needs to go on after its worker, its page or its computer has gone. */
import { dtcCheckpointSchema } from '../compression/dtc/checkpoint.ts';
import { z } from '../data/zod.ts';

export const jobCheckpointSchema = z.strictObject({
  method: dtcCheckpointSchema,
  /** Steps that had been told. */
  steps: z.int().min(1),
  /** Seconds of work until then. */
  seconds: z.number().min(0),
});
export type JobCheckpoint = z.output<typeof jobCheckpointSchema>;

/** The memory of a checkpoint, which is handed over rather than copied where it goes to another thread. */
export const buffersOf = ({ method }: JobCheckpoint): ArrayBuffer[] => method.weights.map(({ buffer }) => buffer as ArrayBuffer);
