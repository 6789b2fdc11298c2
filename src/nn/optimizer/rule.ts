/** The rule of an optimiser, and penalties by their gradients. */

/**
 * `sgd`: θ −= η g. `momentum`: v = μ v + g, θ −= η v. `adam` (arXiv 1412.6980, algorithm 1): ε is added to the root of the
 * bias-corrected second moment. AdamW (arXiv 1711.05101) is `adam` with a weight decay.
 */
export type Rule =
  | { readonly kind: 'sgd' }
  | { readonly kind: 'momentum'; readonly momentum: number }
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number };

/**
 * Penalties of arXiv 2505.17469 by their gradients, α included; sign(0) = 0.
 * `l1`: α sign θ. `exponential` (DRR): α β sign θ exp(−β |θ|).
 * With β as a width: `gaussian`: α θ/β² exp(−θ²/(2β²)); `student-t`: α (2θ/(3β²)) / (1 + θ²/(3β²))².
 */
export type Penalty =
  | { readonly kind: 'l1'; readonly alpha: number }
  | { readonly kind: 'exponential' | 'gaussian' | 'student-t'; readonly alpha: number; readonly beta: number };
