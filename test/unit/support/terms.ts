/** Penalties as tests give them, as terms of an optimiser. */
import type { Penalty } from '../../../src/nn/optimizer/hyper.ts';
import type { WeightedTerm } from '../../../src/nn/optimizer/term.ts';
import { RidgeTerm, weighted, type PenaltyReach } from '../../../src/nn/optimizer/terms/penalty.ts';

interface Penalties extends PenaltyReach {
  readonly penalty?: Penalty | undefined;
  /** ρ of ρ‖θ‖². */
  readonly rho?: number | undefined;
  readonly strengthScalesRho?: boolean;
}

export const penalties = ({ penalty, rho = 0, exempt, strength, strengthScalesRho = false }: Penalties): readonly WeightedTerm[] => [
  ...(penalty ? [weighted(penalty, { exempt, strength })] : []),
  { term: new RidgeTerm({ exempt, strength: strengthScalesRho ? strength : undefined }), weight: rho },
];
