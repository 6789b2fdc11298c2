/** Which neurons of a network are left, by their places in the layers as they were built: pruning moves those that stay together. */
import type { DtcCheckpoint } from './checkpoint.ts';

export class Roster {
  /** Null where nobody knows: a job that goes on from an old checkpoint. */
  readonly #alive: number[][] | null;

  /** @param hidden widths as they were built */
  constructor(hidden: readonly number[], checkpoint: DtcCheckpoint | null) {
    this.#alive = checkpoint
      ? (checkpoint.alive?.map((layer) => [...layer]) ?? null)
      : hidden.map((width) => Array.from({ length: width }, (_, neuron) => neuron));
  }

  /** For a checkpoint. */
  get alive(): Pick<DtcCheckpoint, 'alive'> {
    return this.#alive ? { alive: this.#alive.map((layer) => [...layer]) } : {};
  }

  /**
   * Keeps some neurons of a hidden layer, in the order given.
   * @param kept by their present places
   * @returns those that went, by their places as built, ascending
   */
  keep(layer: number, kept: ArrayLike<number>): { readonly removed?: number[] } {
    const before = this.#alive?.[layer];
    if (!this.#alive || !before) return {};
    const after = Array.from(kept, (place) => before[place]);
    this.#alive[layer] = after;
    const stays = new Set(after);
    return { removed: before.filter((neuron) => !stays.has(neuron)).sort((a, b) => a - b) };
  }
}
