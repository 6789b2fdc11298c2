/** What the optimiser's penalties add to the objective. Training needs their gradients only; this is for choosing between states. */
import type { Parameter } from '../layers/parameter.ts';
import * as tf from '../tf.ts';
import { penaltyFactors, type Hyper, type Penalty } from './hyper.ts';

/**
 * Σ of the penalty, ρ‖θ‖², α times the expected number of open gates and, where PMMP or FPP is played, α Σγ. Their other term, mf Σ u R, is left out: u only grows, so that it says how
 * long the game has been played rather than how good a state is.
 */
export async function penaltyValue(
  parameters: readonly Parameter[],
  { penalty, rho = 0, minimax, gates, ...factors }: Partial<Hyper>,
): Promise<number> {
  const total = tf.tidy(() => {
    let sum: tf.Tensor = tf.scalar(0);
    for (const parameter of parameters) {
      const { variable } = parameter;
      const { penaltyFactor, rhoFactor } = penaltyFactors(parameter, factors);
      if (penalty && penaltyFactor !== 0) sum = tf.add(sum, tf.mul(tf.sum(ofEach(variable, penalty)), penalty.alpha * penaltyFactor));
      if (rho * rhoFactor !== 0) sum = tf.add(sum, tf.mul(tf.sum(tf.square(variable)), rho * rhoFactor));
      const players = minimax?.game.players(parameter);
      if (minimax && players) sum = tf.add(sum, tf.mul(tf.sum(players.gamma), minimax.alpha));
      const open = gates?.gates.expectedOpen(parameter);
      if (gates && open) sum = tf.add(sum, tf.mul(open, gates.alpha));
    }
    return sum;
  });
  try {
    return (await total.data())[0];
  } finally {
    total.dispose();
  }
}

/** The penalty of each weight without α (arXiv 2505.17469, section 2). */
function ofEach(theta: tf.Tensor, penalty: Penalty): tf.Tensor {
  switch (penalty.kind) {
    case 'l1':
      return tf.abs(theta);
    case 'exponential':
      return tf.sub(1, tf.exp(tf.mul(tf.abs(theta), -penalty.beta)));
    case 'gaussian':
      return tf.sub(1, tf.exp(tf.mul(tf.square(theta), -1 / (2 * penalty.beta * penalty.beta))));
    case 'student-t':
      return tf.sub(1, tf.div(1, tf.add(1, tf.mul(tf.square(theta), 1 / (3 * penalty.beta * penalty.beta)))));
  }
}
