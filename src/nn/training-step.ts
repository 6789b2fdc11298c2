/** Steps of a training, taken one by one: what happens on every backend, and the reference of what is replayed. */
import type { Batch, BatchSource } from './batches.ts';
import type { Pass } from './layers/layer.ts';
import type { Objective } from './loss.ts';
import type { Network } from './models/network.ts';
import type { Optimizer } from './optimizer.ts';
import type { Hyper } from './optimizer/hyper.ts';
import * as tf from './tf.ts';

/** What is trained. */
export interface Trained {
  readonly network: Network;
  readonly optimizer: Optimizer;
  readonly objective: Objective;
}

/** Takes steps and gives their losses, many at a time. */
export interface Steps {
  /** Steps that may be taken between two reads. */
  readonly most: number;
  /** One step, begun and perhaps not yet finished. @param at batch to take, counted over all passes */
  take(at: number, hyper: Partial<Hyper>): Promise<void>;
  /** The losses of the steps since the last call, in order, once they are computed. */
  read(): Promise<Float32Array>;
  /** Leaves the steps since the last read unread. */
  forget(): void;
}

/** Every step through tfjs, kernel by kernel. */
export class EagerSteps implements Steps {
  readonly most = Infinity;
  readonly #trained: Trained;
  readonly #source: BatchSource;
  #losses: tf.Scalar[] = [];

  constructor(trained: Trained, source: BatchSource) {
    this.#trained = trained;
    this.#source = source;
  }

  async take(at: number, hyper: Partial<Hyper>): Promise<void> {
    this.#losses.push(await takeStep(this.#trained, this.#source, at, hyper));
  }

  read(): Promise<Float32Array> {
    const losses = this.#losses;
    this.#losses = [];
    return readScalars(losses);
  }

  forget(): void {
    tf.dispose(this.#losses);
    this.#losses = [];
  }
}

/** One step on a batch of the source. @returns its loss, for the caller to dispose of */
export async function takeStep(trained: Trained, source: BatchSource, at: number, hyper: Partial<Hyper>): Promise<tf.Scalar> {
  const batch = await source.batch(at % source.count, Math.floor(at / source.count));
  try {
    return trainStep(trained, batch, hyper);
  } finally {
    batch.dispose();
  }
}

/**
 * One step on one batch, at once and without reading anything back.
 * @param drop see `Pass`
 * @returns the loss before the step, for the caller to dispose of
 */
export function trainStep(
  { network, optimizer, objective }: Trained,
  { inputs, targets }: Pick<Batch, 'inputs' | 'targets'>,
  hyper: Partial<Hyper> = {},
  drop?: Pass['drop'],
): tf.Scalar {
  const { updater } = optimizer;
  const pass: Pass = {
    training: true,
    step: optimizer.steps + 1,
    average: (variable, value, rate) => updater.average(variable, value, rate),
    ...(drop ? { drop } : {}),
  };
  const parameters = [...network.parameters, ...objective.parameters];
  return tf.tidy(() => {
    const { value, grads } = tf.variableGrads(
      () => objective.loss(network.forward(inputs, pass), targets),
      parameters.map(({ variable }) => variable),
    );
    optimizer.applyStep(parameters, grads, hyper);
    return value;
  });
}

/** Reads scalars in one transfer and disposes of them. */
export async function readScalars(scalars: tf.Scalar[]): Promise<Float32Array> {
  const stacked = tf.tidy(() => tf.cast(tf.stack(scalars), 'float32'));
  tf.dispose(scalars);
  try {
    return (await stacked.data()) as Float32Array;
  } finally {
    stacked.dispose();
  }
}
