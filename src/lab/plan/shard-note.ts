/** What a shard notes of itself while it works, in a file of its own in the folder of its plan. */
import { z } from '../../data/zod.ts';
import { parseUntrusted } from '../untrusted-json.ts';

const word = z.string().max(1000);

export const shardNoteSchema = z.object({
  host: word,
  process: z.int(),
  /** By which scheduler it was started, with its number there; null where it was started by hand. */
  scheduler: word.nullable(),
  /** When it was written, ISO 8601, by the clock of its machine. */
  at: word,
  /** `working` until it has ended, of itself or stopped: it then goes on when it is run again. */
  state: z.enum(['working', 'ended', 'stopped']),
  /** The jobs that it runs: how far each is, 0 to 1, null before that is known, and in words. */
  jobs: z.array(z.object({ id: word, share: z.number().min(0).max(1).nullable(), phase: word })).max(10_000),
});
export type ShardNote = z.output<typeof shardNoteSchema>;

/** @returns null for what no shard has written: it is a word on the side */
export function parseShardNote(text: string): ShardNote | null {
  try {
    return shardNoteSchema.safeParse(parseUntrusted(text)).data ?? null;
  } catch {
    return null;
  }
}

/** What it does, or did last. */
export const shardWords = ({ state, jobs }: ShardNote): string => {
  if (state === 'stopped') return 'stopped; it goes on when it is run again';
  if (state === 'ended') return 'ended';
  return (
    jobs
      .map(({ id, share, phase }) => `${id}: ${[share === null ? '' : `${Math.floor(100 * share)} %`, phase].filter(Boolean).join(', ')}`)
      .join('; ') || 'starting'
  );
};
