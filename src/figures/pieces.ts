/**
 * Does work piece by piece until it is done or the time is up.
 * @returns whether it is done
 */
export function doFor(work: Iterator<void>, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  do if (work.next().done) return true;
  while (performance.now() < end);
  return false;
}
