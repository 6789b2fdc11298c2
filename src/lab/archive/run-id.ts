/** An id for a run: the time, so that ids sort by it, and 48 random bits, since two tabs may start one in the same millisecond. */
export function newRunId(now: number): string {
  const random = crypto.getRandomValues(new Uint8Array(6));
  return `${now.toString(36)}-${Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
