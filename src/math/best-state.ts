/** Which epoch's weights a training phase hands on (arXiv 2505.17469; the paper is silent, the default is its code's rule). */

/**
 * `turning-point`: only epochs at which the loss has just risen can be kept, as in the paper's code; `argmin`: the epoch of
 * least loss; `objective`: the same for a loss that holds the penalty as well; `last`: always the final one.
 */
export type BestStateRule = 'turning-point' | 'argmin' | 'objective' | 'last';

export interface EpochLoss {
  readonly epoch: number;
  /** Validation loss after the epoch, for `objective` with the penalty. */
  readonly loss: number;
  /** Whether the rule looks at this epoch: every `prune_window`-th and the last. Besides, it must see the first epoch of the phase. */
  readonly check: boolean;
  /** False bars the epoch from being a turning point: PMMP asks that at most 1 % of γ lie in (0.1, 0.9). Default true. */
  readonly settled?: boolean;
}

/** Null stands for what has not been seen yet. */
export interface BestStateSoFar {
  readonly least: number | null;
  readonly previousChecked: number | null;
  readonly lastLoss: number | null;
  readonly kept: number | null;
}

/**
 * Follows the losses of one phase. The caller keeps the snapshot: the phase's starting state at first, then that of each
 * epoch for which `observe` says so.
 */
export class BestState {
  private readonly rule: BestStateRule;
  /** Least loss among the epochs that count: turning points and the first, or all checked ones. */
  private least = Infinity;
  private previousChecked = Infinity;
  private lastLoss: number | null = null;
  private kept: number | null = null;

  /** @param from what an earlier one of the same rule had come to */
  constructor(rule: BestStateRule = 'turning-point', from: BestStateSoFar | null = null) {
    this.rule = rule;
    if (!from) return;
    this.least = from.least ?? Infinity;
    this.previousChecked = from.previousChecked ?? Infinity;
    this.lastLoss = from.lastLoss;
    this.kept = from.kept;
  }

  private get takesLeast(): boolean {
    return this.rule === 'argmin' || this.rule === 'objective';
  }

  /** What it has come to, for going on later. */
  get soFar(): BestStateSoFar {
    const { least, previousChecked, lastLoss, kept } = this;
    return { least: finiteOrNull(least), previousChecked: finiteOrNull(previousChecked), lastLoss, kept };
  }

  /** Takes in the next epoch. @returns whether its state replaces the snapshot. */
  observe({ epoch, loss, check, settled = true }: EpochLoss): boolean {
    const isFirst = this.lastLoss === null;
    const turned = check && settled && this.previousChecked <= loss;
    const candidate = this.takesLeast ? check && loss < this.least : turned && loss <= this.least;
    const counts = this.takesLeast ? check : isFirst || turned;
    if (counts) this.least = Math.min(this.least, loss);
    if (check) this.previousChecked = loss;
    this.lastLoss = loss;
    if (!candidate || this.rule === 'last') return false;
    this.kept = epoch;
    return true;
  }

  /** Epoch of the snapshot; null for the phase's starting state. */
  get snapshotEpoch(): number | null {
    return this.kept;
  }

  /** Whether the phase hands on its final state rather than the snapshot; also before any epoch. */
  get returnsFinal(): boolean {
    return this.rule === 'last' || this.lastLoss === null || this.lastLoss <= this.least;
  }
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);
