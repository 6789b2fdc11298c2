/** What the optimiser is told in the first phase, by method (arXiv 2505.17469, sections 2 and 3 and code). */
import type { Parameter } from '../../nn/layers/parameter.ts';
import type { Hyper, Penalty } from '../../nn/optimizer/hyper.ts';
import { HardConcreteGates } from '../../nn/optimizer/hard-concrete.ts';
import { MinimaxGame } from '../../nn/optimizer/minimax.ts';
import { layerFactors, ramp } from '../../nn/optimizer/schedules.ts';
import { blockOf } from '../../nn/weight-tensors.ts';
import type { L0Job } from './job.ts';
import { effectiveAlpha } from './alpha.ts';
import { learningRates } from './learning-rate.ts';
import { strengthByLayer } from './methods/drr-o.ts';
import { smoothCount } from './methods/drr.ts';
import { fictitiousPlay } from './methods/fpp.ts';
import { gateSettings } from './methods/hard-concrete.ts';
import { l0MethodOf } from './methods/index.ts';
import { own } from './methods/method.ts';
import { minimaxSettings } from './methods/pmmp.ts';

/** The players of PMMP and FPP; null for the other methods, and where α is 0 and nothing would be played. */
export function minimaxGame(job: L0Job, parameters: readonly Parameter[]): MinimaxGame | null {
  const { method } = job.compression;
  const { gammaStart, uStart, uFactor } = own(job, minimaxSettings);
  const { fppDecay, fppRepetitions } = own(job, fictitiousPlay);
  if ((method !== 'pmmp' && method !== 'fpp') || job.compression.alpha === 0) return null;
  return new MinimaxGame(parameters, {
    gamma: gammaStart,
    u: uStart,
    multiplier: uFactor,
    ...(method === 'fpp' ? { fictitious: { decay: fppDecay, repetitions: fppRepetitions } } : {}),
  });
}

/** The gates of the hard-concrete method; null for the others, and where α is 0 and training is plain. */
export function hardConcreteGates(job: L0Job, parameters: readonly Parameter[]): HardConcreteGates | null {
  const { method, alpha, pruningSeed } = job.compression;
  const { gateDropout, gateRate } = own(job, gateSettings);
  if (method !== 'hard-concrete' || alpha === 0) return null;
  return new HardConcreteGates(parameters, { seed: pruningSeed ?? job.seed, dropout: gateDropout, rate: gateRate });
}

/** The numbers of the first phase at their full strength. */
export function fullRegularisation(
  job: L0Job,
  parameters: readonly Parameter[],
  { game, gates }: { readonly game: MinimaxGame | null; readonly gates: HardConcreteGates | null },
): Partial<Hyper> {
  const { compression } = job;
  const { norm, normScalesRho } = own(job, strengthByLayer);
  const alpha = effectiveAlpha(job);
  const penalty = alpha === 0 ? null : penaltyOf(job, alpha);
  const rho = compression.method === 'vanilla' ? 0 : compression.rho;
  return {
    ...(penalty ? { penalty } : {}),
    ...(game ? { minimax: { game, alpha } } : {}),
    ...(gates ? { gates: { gates, alpha } } : {}),
    ...(rho === 0 ? {} : { rho }),
    ...(exempt(job) ? { exempt: ['batch-norm-scale'] as const } : {}),
    ...(compression.method === 'drr-o' && norm !== 'none'
      ? { strength: strengths(parameters, norm), strengthScalesRho: normScalesRho === 'yes' }
      : {}),
  };
}

/**
 * The numbers of a training step of the first phase.
 * @param full see `fullRegularisation`
 * @param batches training steps of an epoch
 * @returns a function of the step, counted from 0 over the phase
 */
export function regularisation(job: L0Job, full: Partial<Hyper>, batches: number): (step: number) => Partial<Hyper> {
  const { compression, training } = job;
  const rate = learningRates(job, batches).first;
  const delay = compression.prelude * batches;
  const rise = ramp(1, Math.max(1, 0.5 * training.minEpochs * batches));
  const { penalty, minimax, gates, ...fixed } = full;
  return (step) => {
    if (step < delay) return {};
    const follows = compression.alphaFollowsRate === 'yes' ? rate(step) / training.learningRate : 1;
    const factor = follows * (compression.alphaSchedule === 'ramp' ? rise(step - delay) : 1);
    return {
      ...fixed,
      ...(penalty && factor !== 0 ? { penalty: { ...penalty, alpha: factor * penalty.alpha } } : {}),
      ...(minimax ? { minimax: { ...minimax, alpha: factor * minimax.alpha } } : {}),
      ...(gates ? { gates: { ...gates, alpha: factor * gates.alpha } } : {}),
    };
  };
}

function penaltyOf(job: L0Job, alpha: number): Penalty | null {
  const { relaxation, beta } = own(job, smoothCount);
  switch (job.compression.method) {
    case 'rl1':
      return { kind: 'l1', alpha };
    case 'drr':
    case 'drr-o':
      return { kind: relaxation, alpha, beta };
    default:
      return null;
  }
}

function exempt(job: L0Job): boolean {
  const { normScale } = job.compression;
  return normScale === 'as-code' ? l0MethodOf(job).traits.sparesScale === true : normScale === 'exempt';
}

/** DRR-O: factors on α by parameter. A layer is everything before the first slash of a name, a block everything before the last. */
export function strengths(parameters: readonly Pick<Parameter, 'name' | 'size'>[], norm: 'layer' | 'block'): Map<string, number> {
  const groupOf = (name: string): string => (norm === 'layer' ? name.slice(0, name.indexOf('/')) : blockOf(name));
  const sizes = new Map<string, number>();
  for (const { name, size } of parameters) sizes.set(groupOf(name), (sizes.get(groupOf(name)) ?? 0) + size);
  const factors = layerFactors([...sizes.values()]);
  const factorOf = new Map([...sizes.keys()].map((group, index) => [group, factors[index]]));
  return new Map(parameters.map(({ name }) => [name, factorOf.get(groupOf(name)) ?? 1]));
}
