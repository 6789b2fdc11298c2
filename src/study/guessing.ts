/** What says of every family's networks that they have learned nothing. */

/** Standard deviations above the mean of guesses at which an accuracy still counts as one: chance alone goes beyond once in 44 times. */
const BEYOND = 2;

/**
 * Whether guessing reaches such an accuracy.
 * @param classes that there are @param samples that were tested
 */
export function isGuessing(accuracy: number, classes: number, samples: number): boolean {
  const guess = 1 / classes;
  return accuracy <= guess + BEYOND * Math.sqrt((guess * (1 - guess)) / Math.max(1, samples));
}
