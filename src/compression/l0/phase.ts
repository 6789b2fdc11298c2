/** One phase of training: until its loss has converged or its epochs are over (arXiv 2505.17469, section 4 and code). */
import { BestState } from '../../math/best-state.ts';
import { isSaturated } from '../../math/saturation.ts';
import { Diverged } from '../../nn/train.ts';
import type { Hyper } from '../../nn/optimizer/hyper.ts';
import type { Course } from './course.ts';
import type { L0Phase } from './record.ts';
import { Snapshot, type Trained } from './snapshot.ts';

/** The saturation test looks at the window and as many epochs more. */
const BEYOND_WINDOW = 3;

/** PMMP has converged, and may be kept, only while no larger share of γ is undecided. */
const SETTLED_SHARE = 0.01;

const phaseWords: Readonly<Record<L0Phase, string>> = {
  regularised: 'training',
  admm: 'ADMM',
  pruning: 'pruning',
  'fine-tuning': 'fine-tuning',
};

export interface PhaseOptions {
  readonly phase: Exclude<L0Phase, 'pruning'>;
  readonly minEpochs: number;
  readonly maxEpochs: number;
  /** Numbers of a step, counted from 0 over the phase. */
  readonly hyper: (step: number) => Partial<Hyper>;
  /** Done after each epoch. */
  readonly afterEpoch?: () => Promise<void>;
}

export interface PhaseEnd {
  readonly epochs: number;
  readonly converged: boolean;
}

/** Trains, records the measured epochs, and leaves the network in the state that the rule keeps. */
export async function trainPhase(course: Course, options: PhaseOptions): Promise<PhaseEnd> {
  const { training } = course.job;
  const { phase, maxEpochs, hyper } = options;
  if (maxEpochs === 0) return { epochs: 0, converged: false };
  const least = Math.max(options.minEpochs, training.window + BEYOND_WINDOW);
  const curve: number[] = [];
  const best = new BestState(training.bestState);
  const keeping = new Keeper(course, training.bestState !== 'last');
  const { batches } = course;
  try {
    let converged = false;
    for (let epoch = 1; epoch <= maxEpochs && !converged; epoch++) {
      const start = (epoch - 1) * batches;
      const trainLoss = await course.trainEpoch(phaseWords[phase], (step) => hyper(start + step));
      await options.afterEpoch?.();
      const validationLoss = await course.loss(course.data.validation);
      if (!Number.isFinite(validationLoss)) {
        throw new Diverged(course.steps - 1, validationLoss, training.learningRate, 'this is the loss of the validation set, all parameters being trained on');
      }
      curve.push(training.convergeOn === 'validation' ? validationLoss : trainLoss);
      const check = epoch % training.checkEvery === 0 || epoch === maxEpochs;
      const settled = !check || ((await course.undecided()) ?? 0) <= SETTLED_SHARE;
      if (best.observe({ epoch, loss: curve[curve.length - 1], check, settled })) keeping.take();
      converged = check && settled && epoch >= least && isSaturated(curve, training.window);
      const last = converged || epoch === maxEpochs;
      if (epoch === 1 || last || epoch % training.measureEvery === 0) await course.record(phase, { trainLoss, validationLoss });
      if (last) course.spare(maxEpochs - epoch);
    }
    if (!best.returnsFinal) keeping.restore();
    return { epochs: curve.length, converged };
  } finally {
    keeping.dispose();
  }
}

/** Holds the state to come back to: at first that in which the phase began. */
class Keeper {
  readonly #course: Trained;
  #kept: Snapshot | null;

  constructor(course: Trained, keeps: boolean) {
    this.#course = course;
    this.#kept = keeps ? new Snapshot(course) : null;
  }

  take(): void {
    this.#kept?.dispose();
    this.#kept = new Snapshot(this.#course);
  }

  restore(): void {
    this.#kept?.restore(this.#course);
  }

  dispose(): void {
    this.#kept?.dispose();
    this.#kept = null;
  }
}
