/**
 * What coding a job's training set takes if each batch is paid for by the network as it was before it learned from it
 * (`coding/online-code.ts`): every method has this number for free from its first way through. Methods that code while they learn say
 * which batches are new, or pay for whole blocks.
 */
import { batchRange } from '../../data/batches.ts';
import { BITS_PER_NAT } from '../../coding/data-length.ts';
import type { BatchSource } from '../../nn/batches.ts';
import type { L0Data } from './data.ts';
import type { L0Job } from './job-type.ts';
import { l0MethodOf } from './methods/index.ts';

export interface OnlineSoFar {
  /** Batches of the first way through that were coded. */
  readonly batches: number;
  /** Σ loss · predictions. */
  readonly nats: number;
  /** Training steps that were looked at, where not each of them has a new batch. */
  readonly seen?: number | undefined;
  /** Predictions that were paid for in blocks. */
  readonly paid?: number | undefined;
  /** How far it was at some moments: predictions, and what they took in nats. */
  readonly way?: [coded: number, nats: number][] | undefined;
}

/** Bytes of what was coded, how many predictions that were, and how far it was on the way. */
export interface OnlineBytes {
  readonly bytes: number;
  readonly coded: number;
  readonly way?: [coded: number, bytes: number][];
}

type Source = Pick<BatchSource, 'count' | 'samples' | 'predictions'>;

export class OnlineLength {
  readonly #source: Source;
  readonly #batchSize: number;
  readonly #every: number;
  #soFar: OnlineSoFar = { batches: 0, nats: 0 };

  /**
   * @param source the training set, in batches of `batchSize` samples
   * @param every which training steps have a new batch: each, each so many-th from the first on, or with Infinity none
   */
  constructor(source: Source, batchSize: number, every = 1) {
    this.#source = source;
    this.#batchSize = batchSize;
    this.#every = every;
  }

  /** @param losses of consecutive training steps, nats, each before its update */
  add(losses: ArrayLike<number>): void {
    if (this.#every === Infinity) return;
    let { batches, nats } = this.#soFar;
    const { seen = batches } = this.#soFar;
    for (let index = 0; index < losses.length && batches < this.#source.count; index++) {
      if ((seen + index) % this.#every === 0) nats += losses[index] * this.#predictionsOf(batches++);
    }
    this.#soFar = { ...this.#soFar, batches, nats, ...(this.#every === 1 ? {} : { seen: seen + losses.length }) };
  }

  /** For so many predictions at once. */
  pay(nats: number, predictions: number): void {
    const { paid = 0 } = this.#soFar;
    this.#soFar = { ...this.#soFar, nats: this.#soFar.nats + nats, paid: paid + predictions };
  }

  /** Keeps how far it is. */
  mark(): void {
    const { way = [], nats } = this.#soFar;
    this.#soFar = { ...this.#soFar, way: [...way, [this.coded, nats]] };
  }

  /** For checkpoints. */
  get soFar(): OnlineSoFar {
    return this.#soFar;
  }

  goOn(soFar: OnlineSoFar | undefined): void {
    if (soFar) this.#soFar = soFar;
  }

  /** Predictions that were paid for. */
  get coded(): number {
    const { batches, paid = 0 } = this.#soFar;
    let coded = paid;
    for (let batch = 0; batch < batches; batch++) coded += this.#predictionsOf(batch);
    return Math.round(coded);
  }

  get length(): OnlineBytes {
    const { nats, way } = this.#soFar;
    const bytes = bytesOf(nats);
    return { bytes, coded: this.coded, ...(way ? { way: way.map(([coded, spent]) => [coded, bytesOf(spent)]) } : {}) };
  }

  /** Its share of all predictions: a few of a text's last chunk may have none. */
  #predictionsOf(batch: number): number {
    const { samples, predictions } = this.#source;
    return (batchRange(samples, this.#batchSize, batch).count / samples) * predictions;
  }
}

const bytesOf = (nats: number): number => (nats * BITS_PER_NAT) / 8;

/** Of a job's training set. */
export function onlineLengthOf(job: L0Job, { train, trainWhole }: Pick<L0Data, 'train' | 'trainWhole'>): OnlineLength {
  const code = l0MethodOf(job).along?.(job);
  const batchSize = job.training.batchSize || trainWhole.samples;
  if (!code) return new OnlineLength(train, batchSize);
  // What trains has replays in it, or is a block.
  const { samples, predictions } = trainWhole;
  const once = { samples, predictions, count: Math.ceil(samples / batchSize) };
  return new OnlineLength(once, batchSize, code.kind === 'blocks' ? Infinity : 1 + code.replays);
}
