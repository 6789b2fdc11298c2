/** What the optimiser's terms add to the objective. Training needs their gradients only; this is for choosing between states. */
import type { Parameter } from '../layers/parameter.ts';
import * as tf from '../tf.ts';
import type { WeightedTerm } from './term.ts';

/**
 * Σ of the penalty, ρ‖θ‖², α times the expected number of open gates and, where the minimax game is played, α Σγ. Its other term, mf Σ u R,
 * is left out: u only grows, so that it says how long the game has been played rather than how good a state is.
 */
export async function penaltyValue(parameters: readonly Parameter[], terms: readonly WeightedTerm[]): Promise<number> {
  const total = tf.tidy(() => {
    let sum: tf.Tensor = tf.scalar(0);
    for (const parameter of parameters) {
      for (const { term, weight } of terms) {
        const own = term.value?.(parameter, weight);
        if (own) sum = tf.add(sum, own);
      }
    }
    return sum;
  });
  try {
    return (await total.data())[0];
  } finally {
    total.dispose();
  }
}
