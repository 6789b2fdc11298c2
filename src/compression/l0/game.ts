/** The game of minimax pruning, as the course of a job sees it: a term that has a network of its own beside θ. */
import type { Parameter } from '../../nn/layers/parameter.ts';
import type { Term } from '../../nn/optimizer/term.ts';

export type Game = Term & Required<Pick<Term, 'beside'>>;

export const gameOf = (terms: readonly Term[]): Game | null => terms.find((term): term is Game => term.beside !== undefined) ?? null;

/** A gate of a game between these still counts as undecided. */
const UNDECIDED = [0.1, 0.9] as const;

/** Share of its gates γ that is undecided. @param all numbers of the network as it was built: neurons that went have decided */
export async function undecidedShare(game: Game, parameters: readonly Parameter[], all: number): Promise<number> {
  let count = 0;
  for (const parameter of parameters) {
    const gamma = await game.beside(parameter)?.gates.data();
    for (const value of gamma ?? []) if (value > UNDECIDED[0] && value < UNDECIDED[1]) count++;
  }
  return count / all;
}
