/** Where a job stands between two steps: what it needs to go on after its worker, its page or its computer has gone. */
import { buffersOfDtc, dtcCheckpointSchema } from '../compression/dtc/checkpoint.ts';
import { buffersOfL0, l0CheckpointSchema } from '../compression/l0/checkpoint.ts';
import { z } from '../data/zod.ts';

export const jobCheckpointSchema = z.strictObject({
  /** In the form of the family that the job's method is of. */
  method: z.discriminatedUnion('kind', [dtcCheckpointSchema, l0CheckpointSchema]),
  /** Steps that had been told. */
  steps: z.int().min(1),
  /** Seconds of work until then. */
  seconds: z.number().min(0),
});
export type JobCheckpoint = z.output<typeof jobCheckpointSchema>;

/** The memory of a checkpoint, which is handed over rather than copied where it goes to another thread. */
export const buffersOf = ({ method }: JobCheckpoint): ArrayBuffer[] => (method.kind === 'dtc' ? buffersOfDtc(method) : buffersOfL0(method));
