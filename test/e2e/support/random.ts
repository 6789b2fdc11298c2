/** Numbers that look random and are the same in every run of a test. @returns a whole number from 0, below the one that is given */
export type Random = (below: number) => number;

/** A linear congruential generator (Numerical Recipes): good enough to choose what is done next. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
