/** Training on of a network that was cut, for some seconds: what is gone stays gone. */
import type { RunControl } from '../nn/run-control.ts';
import { train } from '../nn/train.ts';
import type { Trained } from '../nn/training-step.ts';
import type { Training } from './family-worker.ts';

/** Training steps between two looks at the test set, and how many of these there are: 320 batches in all. */
const STEPS_A_ROUND = 40;
const ROUNDS = 8;

/**
 * Trains a network on from the numbers that it has; those that are 0 stay so. The learning rate falls from the job's own to nothing.
 * @param onRound told after each round which share of the training is done
 * @returns what it made of the last round
 * @throws Cancelled, Diverged; the network has then the numbers that it had come to
 */
export async function trainOn<Round>(
  { network, objective }: Pick<Trained, 'network' | 'objective'>,
  training: Training,
  control: RunControl,
  onRound: (share: number) => Promise<Round>,
): Promise<Round> {
  const { parameters } = network;
  const steps = STEPS_A_ROUND * ROUNDS;
  const rate = training.optimizer.hyper.learningRate;
  try {
    for (const parameter of parameters) await parameter.setMask(await parameter.values());
    for (let first = 0; ; first += STEPS_A_ROUND) {
      await train({
        network,
        objective: training.objective ?? objective,
        optimizer: training.optimizer,
        source: training.source,
        steps: STEPS_A_ROUND,
        first,
        hyper: (step) => ({ learningRate: rate * (1 - (first + step) / steps) }),
        control,
        onChunk: () => undefined,
      });
      const share = (first + STEPS_A_ROUND) / steps;
      const round = await onRound(share);
      if (share === 1) return round;
    }
  } finally {
    for (const parameter of parameters) await parameter.setMask(null);
  }
}
