/** What a job's method adds to training in the first phase, as terms of the optimiser (arXiv 2505.17469, sections 2 and 3 and code). */
import type { Parameter } from '../../nn/layers/parameter.ts';
import type { Hyper } from '../../nn/optimizer/hyper.ts';
import { layerFactors, ramp } from '../../nn/optimizer/schedules.ts';
import type { Term, WeightedTerm } from '../../nn/optimizer/term.ts';
import { HardConcreteGates } from '../../nn/optimizer/terms/hard-concrete.ts';
import { MinimaxGame } from '../../nn/optimizer/terms/minimax.ts';
import { PenaltyTerm, RidgeTerm, type PenaltyReach } from '../../nn/optimizer/terms/penalty.ts';
import { blockOf } from '../../nn/weight-tensors.ts';
import { effectiveAlpha } from './alpha.ts';
import type { L0Job } from './job-type.ts';
import { learningRates } from './learning-rate.ts';
import { l0MethodOf } from './methods/index.ts';
import type { TermMakers } from './methods/tools.ts';

/** The terms of a job's first phase. */
export interface JobTerms {
  /** Of the method, at the weight α; none where α is 0 and training is plain. */
  readonly own: readonly Term[];
  /** ρ‖θ‖², whose weight does not follow α. */
  readonly ridge: WeightedTerm | null;
}

/** Makes them; whoever asks disposes of those of the method. */
export function termsOf(job: L0Job, parameters: readonly Parameter[]): JobTerms {
  const method = l0MethodOf(job);
  const byLayer = method.strengthByLayer?.(job) ?? null;
  const strength = byLayer ? strengths(parameters, byLayer.norm) : undefined;
  const exempt: PenaltyReach = sparesScale(job) ? { exempt: ['batch-norm-scale'] } : {};
  const { pruningSeed, rho } = job.compression;
  const makers: TermMakers = {
    penalty: (shape) => new PenaltyTerm(shape, { ...exempt, strength }),
    minimax: (settings) => new MinimaxGame(parameters, settings),
    gates: (settings) => new HardConcreteGates(parameters, { seed: pruningSeed ?? job.seed, ...settings }),
  };
  return {
    own: effectiveAlpha(job) === 0 ? [] : (method.terms?.(makers, job) ?? []),
    ridge:
      rho === 0 || method.traits.unpruned
        ? null
        : { term: new RidgeTerm({ ...exempt, strength: byLayer?.scalesRho ? strength : undefined }), weight: rho },
  };
}

/** With α at its full strength. */
export const fullStrength = (job: L0Job, terms: JobTerms): readonly WeightedTerm[] => weighed(terms, effectiveAlpha(job));

/** Penalties first, so that a game or gates hand on what they reach. */
const weighed = ({ own, ridge }: JobTerms, alpha: number): readonly WeightedTerm[] => {
  const ofMethod = own.map((term) => ({ term, weight: alpha }));
  const holds = ({ term }: WeightedTerm): boolean => term.trained !== undefined;
  return [...ofMethod.filter((one) => !holds(one)), ...(ridge ? [ridge] : []), ...ofMethod.filter(holds)];
};

/**
 * The numbers of a training step of the first phase.
 * @param batches training steps of an epoch
 * @returns a function of the step, counted from 0 over the phase
 */
export function regularisation(job: L0Job, terms: JobTerms, batches: number): (step: number) => Partial<Hyper> {
  const { compression, training } = job;
  const alpha = effectiveAlpha(job);
  const rate = learningRates(job, batches).first;
  const delay = compression.prelude * batches;
  const rise = ramp(1, Math.max(1, 0.5 * training.minEpochs * batches));
  return (step) => {
    if (step < delay) return {};
    const follows = compression.alphaFollowsRate === 'yes' ? rate(step) / training.learningRate : 1;
    const factor = follows * (compression.alphaSchedule === 'ramp' ? rise(step - delay) : 1);
    return { terms: weighed(terms, factor * alpha) };
  };
}

function sparesScale(job: L0Job): boolean {
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
