/** Words of the first page. */

/** Seconds that something still takes. */
export const secondsText = (seconds: number): string => (seconds < 1.5 ? '1 s' : `${Math.round(seconds)} s`);
