/**
 * Does work piece by piece until it is done or the time is up.
 * @param work stops after each piece that had to be done, and passes over what was done before; else it would never end
 * @returns whether it is done
 */
export function doFor(work: Iterator<void>, milliseconds: number): boolean {
  const end = performance.now() + milliseconds;
  do if (work.next().done) return true;
  while (performance.now() < end);
  return false;
}
