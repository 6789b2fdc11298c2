/** What is measured of a job's network at a step. */
import type { BatchSource } from '../../nn/batches.ts';
import type { Network } from '../../nn/models/network.ts';
import type { L0Data } from './data.ts';
import { layerMagnitudes } from './look.ts';
import type { Found, Measured } from './methods/tools.ts';
import { countNonzero } from '../../math/pruning.ts';
import { valuesOf } from './network.ts';
import type { PruningPortrait } from './portrait.ts';
import type { L0Phase, L0Step } from './record.ts';
import { sampleOf, type Writing } from './sample.ts';

/** What a step needs that was measured before. Losses as they are trained. */
export type Known = Found & { readonly trainLoss?: number; readonly validationLoss?: number };

/** What a job under way says of its network. */
interface UnderWay extends Writing {
  readonly network: Network;
  readonly data: L0Data;
  readonly portrait: PruningPortrait;
  readonly parameters: number;
  readonly sizes: readonly number[];
  readonly epochs: number;
  /** A loss as records have it. */
  told(loss: number): number;
  loss(source: BatchSource): Promise<number>;
  accuracy(source: BatchSource): Promise<number | null>;
  measure(source: BatchSource): Promise<Measured>;
  sigma(): Promise<number | null>;
  undecided(): Promise<number | null>;
}

/** Measures what is not known. */
export async function measuredStep(course: UnderWay, phase: L0Phase, known: Known): Promise<Omit<L0Step, 'seconds'>> {
  const { network, data, sizes } = course;
  const test = await course.measure(data.test);
  const { validationLoss } = known;
  const validation =
    validationLoss === undefined
      ? await course.measure(data.validation)
      : { loss: course.told(validationLoss), accuracy: await course.accuracy(data.validation) };
  const values = await valuesOf(network.parameters);
  const nonzero = countNonzero(values);
  return {
    kind: 'l0',
    phase,
    epoch: course.epochs,
    trainLoss: course.told(known.trainLoss ?? (await course.loss(data.trainWhole))),
    validationLoss: validation.loss,
    testLoss: test.loss,
    validationAccuracy: validation.accuracy,
    testAccuracy: test.accuracy,
    nonzero,
    sparsity: 1 - nonzero / course.parameters,
    threshold: known.threshold ?? null,
    search: known.search ?? null,
    sigma: await course.sigma(),
    undecided: phase === 'regularised' ? await course.undecided() : null,
    ...(phase === 'pruning' ? course.portrait.end(network.parameters, values) : {}),
    layers: layerMagnitudes(network.parameters, sizes, values),
    ...(await sampleOf(course, values)),
  };
}
