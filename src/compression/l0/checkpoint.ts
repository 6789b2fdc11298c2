/**
 * Where an ℓ0 job stands between two epochs. A method is a sequence of stages: what the finished ones gave is kept in order, so that a
 * method that runs through again is given it and does nothing twice; the stage under way tells how far it is in a form of its own, and so
 * does a long part of it that was interrupted in its midst.
 * The page reads this schema as well: it must not import tfjs.
 */
import { z } from '../../data/zod.ts';

const count = z.int().min(0);

export const savedStateSchema = z.strictObject({
  /** Steps that the optimiser has taken. */
  optimizerSteps: count,
  /** Where terms of the optimiser are in what they count, by their id. */
  counters: z.record(z.string().max(40), z.record(z.string().max(40), count)).optional(),
  /** The counters of the minimax game, as checkpoints of engine 0.1 have them in place of `counters`. */
  game: z.strictObject({ entries: count, steps: count }).nullable().optional(),
  /** Row-major, by the name of the variable. */
  arrays: z.record(z.string().max(200), z.instanceof(Float32Array)),
  /** Shapes of parameters by name: a network may have lost neurons. */
  shapes: z.record(z.string().max(200), z.array(count).max(6)),
  /** Which numbers of a parameter are pruned: 0 where one is. Parameters without a mask are left out. */
  masks: z.record(z.string().max(200), z.instanceof(Uint8Array)),
});
export type SavedState = z.output<typeof savedStateSchema>;

const stageName = z.string().min(1).max(80);
const plain = z.json();

export const l0CheckpointSchema = z.strictObject({
  kind: z.literal('l0'),
  /** Training steps and epochs so far, over all phases. */
  trainingSteps: count,
  epochs: count,
  /** Training steps of the whole job, at most, as far as is known. */
  stepsAtMost: count,
  /** How far the first way through the data was coded, see `OnlineLength`. Older checkpoints have none. */
  online: z
    .strictObject({
      batches: count,
      nats: z.number(),
      seen: count.optional(),
      paid: count.optional(),
      way: z
        .array(z.tuple([count, z.number()]))
        .max(10_000)
        .optional(),
    })
    .optional(),
  /** Seconds since the last measured step. */
  secondsSinceStep: z.number().min(0),
  finished: z.array(z.strictObject({ stage: stageName, result: plain })).max(10_000),
  underWay: z.strictObject({
    stage: stageName,
    /** Checked by the stage itself. */
    progress: plain,
    /** The state that the stage may come back to; null where it keeps none. */
    kept: savedStateSchema.pick({ optimizerSteps: true, arrays: true }).strict().nullable(),
    /** Only where a part of the stage was interrupted: what it needs beside the state. Older checkpoints have none. */
    part: z.strictObject({ name: stageName, progress: plain, arrays: savedStateSchema.shape.arrays }).optional(),
  }),
  state: savedStateSchema,
});
export type L0Checkpoint = z.output<typeof l0CheckpointSchema>;

/** The memory of a checkpoint, which may be handed over to another thread. */
export const buffersOfL0 = ({ state, underWay }: L0Checkpoint): ArrayBuffer[] =>
  [state.arrays, state.masks, underWay.kept?.arrays ?? {}, underWay.part?.arrays ?? {}].flatMap((arrays) =>
    Object.values(arrays).map(({ buffer }) => buffer as ArrayBuffer),
  );
