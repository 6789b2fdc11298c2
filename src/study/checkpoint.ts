/** Where a job stands between two steps: what it needs to go on after its worker, its page or its computer has gone. */
import { z } from '../data/zod.ts';
import { families } from './families/index.ts';
import type { Checkpoint } from './job-record.ts';

const methodSchema = z.lazy(() =>
  z.discriminatedUnion('kind', families.all.map((family) => family.checkpointSchema()) as [z.ZodObject]),
) as unknown as z.ZodType<Checkpoint>;

export const jobCheckpointSchema = z.strictObject({
  /** In the form of the family that the job's method is of. */
  method: methodSchema,
  /** Steps that had been told. */
  steps: z.int().min(1),
  /** Seconds of work until then. */
  seconds: z.number().min(0),
});
export type JobCheckpoint = z.output<typeof jobCheckpointSchema>;

/** The memory of a checkpoint, which is handed over rather than copied where it goes to another thread. */
export const buffersOf = ({ method }: JobCheckpoint): ArrayBuffer[] => families.get(method.kind).buffersOf(method);
