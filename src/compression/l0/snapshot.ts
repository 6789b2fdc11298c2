/** A state of training to come back to: the network, σ, the game's players, and what the optimiser remembers. */
import type { Network } from '../../nn/models/network.ts';
import type { Objective } from '../../nn/loss.ts';
import type { Optimizer } from '../../nn/optimizer.ts';
import type { MinimaxGame } from '../../nn/optimizer/minimax.ts';
import * as tf from '../../nn/tf.ts';

export interface Trained {
  readonly network: Network;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly game: MinimaxGame | null;
}

export class Snapshot {
  readonly #copies = new Map<tf.Variable, tf.Tensor>();
  readonly #steps: number;

  constructor(trained: Trained) {
    this.#steps = trained.optimizer.steps;
    for (const variable of variablesOf(trained)) {
      // A product has memory of its own: a clone would share it, and in-place updates would change both.
      this.#copies.set(variable, tf.tidy(() => tf.mul(variable, 1)));
    }
  }

  /** Puts everything back. What the optimiser has begun to remember since then begins anew. */
  restore(trained: Trained): void {
    for (const variable of variablesOf(trained)) {
      const copy = this.#copies.get(variable);
      tf.tidy(() => variable.assign(copy ? tf.mul(copy, 1) : tf.zerosLike(variable)));
    }
    trained.optimizer.rewind(this.#steps);
  }

  dispose(): void {
    tf.dispose([...this.#copies.values()]);
    this.#copies.clear();
  }
}

function variablesOf({ network, objective, optimizer, game }: Trained): tf.Variable[] {
  const parameters = [...network.parameters, ...objective.parameters];
  const players = game ? parameters.flatMap((parameter) => game.players(parameter) ?? []) : [];
  return [
    ...parameters.map(({ variable }) => variable),
    ...(network.statistics ?? []),
    ...optimizer.memory,
    ...players.flatMap(({ w, gamma, u }) => [w, gamma, u]),
  ];
}
