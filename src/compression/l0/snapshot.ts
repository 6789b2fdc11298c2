/** A state of training to come back to within a phase: the network, σ, the game's players, and what the optimiser remembers. */
import * as tf from '../../nn/tf.ts';
import type { SavedState } from './checkpoint.ts';
import { arraysOf, bytesOf, trainedVariables, type Trained } from './state.ts';

/** A snapshot outside the device. */
export type SavedSnapshot = Pick<SavedState, 'optimizerSteps' | 'arrays'>;

export class Snapshot {
  readonly #copies: ReadonlyMap<string, tf.Tensor>;
  readonly #steps: number;

  private constructor(copies: ReadonlyMap<string, tf.Tensor>, steps: number) {
    this.#copies = copies;
    this.#steps = steps;
  }

  static of(trained: Trained): Snapshot {
    // A product has memory of its own: a clone would share it, and in-place updates would change both.
    const copies = [...trainedVariables(trained)].map(([name, variable]) => [name, tf.tidy(() => tf.mul(variable, 1))] as const);
    return new Snapshot(new Map(copies), trained.optimizer.steps);
  }

  /** One that was saved in another worker. @param trained the job in its state of then */
  static from({ arrays, optimizerSteps }: SavedSnapshot, trained: Trained): Snapshot {
    const variables = trainedVariables(trained);
    const copies = Object.entries(arrays).map(([name, values]) => [name, tf.tensor(values, variables.get(name)?.shape)] as const);
    return new Snapshot(new Map(copies), optimizerSteps);
  }

  async saved(): Promise<SavedSnapshot> {
    return { optimizerSteps: this.#steps, arrays: await arraysOf(this.#copies) };
  }

  get bytes(): number {
    return bytesOf(this.#copies.values());
  }

  /** Puts everything back. What the optimiser has begun to remember since then begins anew. */
  restore(trained: Trained): void {
    for (const [name, variable] of trainedVariables(trained)) {
      const copy = this.#copies.get(name);
      tf.tidy(() => variable.assign(copy ? tf.mul(copy, 1) : tf.zerosLike(variable)));
    }
    trained.optimizer.rewind(this.#steps);
  }

  dispose(): void {
    tf.dispose([...this.#copies.values()]);
  }
}
