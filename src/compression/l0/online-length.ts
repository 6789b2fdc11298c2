/**
 * What a job's first way through its training set would take if each batch were coded with the network as it was before it learned from it
 * (`coding/online-code.ts`): every method has this number for free.
 */
import { batchRange } from '../../data/batches.ts';
import { BITS_PER_NAT } from '../../coding/data-length.ts';
import type { BatchSource } from '../../nn/batches.ts';

export interface OnlineSoFar {
  /** Batches of the first way through that were coded. */
  readonly batches: number;
  /** Σ loss · predictions. */
  readonly nats: number;
}

export class OnlineLength {
  readonly #source: Pick<BatchSource, 'count' | 'samples' | 'predictions'>;
  readonly #batchSize: number;
  #soFar: OnlineSoFar = { batches: 0, nats: 0 };

  /** @param batchSize samples of a training step */
  constructor(source: Pick<BatchSource, 'count' | 'samples' | 'predictions'>, batchSize: number) {
    this.#source = source;
    this.#batchSize = batchSize;
  }

  /** @param losses of consecutive training steps, nats, each before its update */
  add(losses: Iterable<number>): void {
    let { batches, nats } = this.#soFar;
    for (const loss of losses) {
      if (batches === this.#source.count) break;
      nats += loss * this.#predictionsOf(batches++);
    }
    this.#soFar = { batches, nats };
  }

  /** For checkpoints. */
  get soFar(): OnlineSoFar {
    return this.#soFar;
  }

  goOn(soFar: OnlineSoFar | undefined): void {
    if (soFar) this.#soFar = soFar;
  }

  /** Bytes of what was coded, and how many predictions that were. */
  get length(): { readonly bytes: number; readonly coded: number } {
    const { batches, nats } = this.#soFar;
    let coded = 0;
    for (let batch = 0; batch < batches; batch++) coded += this.#predictionsOf(batch);
    return { bytes: (nats * BITS_PER_NAT) / 8, coded: Math.round(coded) };
  }

  /** Its share of all predictions: a few of a text's last chunk may have none. */
  #predictionsOf(batch: number): number {
    const { samples, predictions } = this.#source;
    return (batchRange(samples, this.#batchSize, batch).count / samples) * predictions;
  }
}
