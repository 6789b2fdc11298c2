/** How often a job leaves a checkpoint. */

/** Nothing shorter is worth its place: a job that goes on loads its data first, which takes about as long. */
const LEAST_SECONDS = 5;
/** Taking one may cost so much of the time between two. */
const MOST_SHARE = 0.02;
/** Bytes that a browser may be asked to write in a second, so that a disk goes on doing other things: 7 MB of LeNet-300-100 take 1.4 s of it. */
const BYTES_PER_SECOND = 5e6;
/** A state beyond this is not stored: browsers refuse single values of some gigabytes, and the copy has to fit into memory. */
const MOST_BYTES = 1e9;

/** Says after an epoch whether it is time. */
export interface Pace {
  isDue(now: number, bytes: number): boolean;
  /** One was taken. @param seconds it took */
  taken(now: number, seconds: number, bytes: number): void;
}

/** @param began in seconds, on the clock of `now`: one that stands still while the job is paused */
export function pace(began: number): Pace {
  let due = began + LEAST_SECONDS;
  return {
    isDue: (now, bytes) => now >= due && bytes <= MOST_BYTES,
    taken(now, seconds, bytes) {
      due = now + Math.max(LEAST_SECONDS, seconds / MOST_SHARE, bytes / BYTES_PER_SECOND);
    },
  };
}
