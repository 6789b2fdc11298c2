/** One phase of training: until its loss has converged or its epochs are over (arXiv 2505.17469, section 4 and code). */
import { BestState } from '../../math/best-state.ts';
import { isSaturated } from '../../math/saturation.ts';
import { z } from '../../data/zod.ts';
import { Diverged } from '../../nn/train.ts';
import type { Hyper } from '../../nn/optimizer/hyper.ts';
import type { WeightedTerm } from '../../nn/optimizer/term.ts';
import { penaltyValue } from '../../nn/optimizer/penalty-value.ts';
import type { Course } from './course.ts';
import { leastEpochs } from './job.ts';
import type { PhaseEnd } from './methods/tools.ts';
import type { L0Phase } from './record.ts';
import { Snapshot, type SavedSnapshot } from './snapshot.ts';
import type { Trained } from './state.ts';

/** PMMP has converged, and may be kept, only while no larger share of γ is undecided. */
const SETTLED_SHARE = 0.01;

/** A loss that falls by less than this beyond its noise is not worth waiting for before pruning midway, in units of the loss. */
const SHRINKING_DEVIATION = 0.01;

const phaseWords: Readonly<Record<L0Phase, string>> = {
  regularised: 'training',
  admm: 'ADMM',
  pruning: 'pruning',
  'fine-tuning': 'fine-tuning',
  shrinking: 'shrinking',
};

export interface PhaseOptions {
  readonly phase: Exclude<L0Phase, 'pruning' | 'shrinking'>;
  readonly minEpochs: number;
  readonly maxEpochs: number;
  /** Numbers of a step, counted from 0 over the phase. */
  readonly hyper: (step: number) => Partial<Hyper>;
  /** What the rule `objective` adds to the loss, when it chooses between epochs. */
  readonly objective?: readonly WeightedTerm[];
  /** Done before and after each epoch, which is counted from 1 over the phase. */
  readonly beforeEpoch?: (epoch: number) => void;
  readonly afterEpoch?: (epoch: number) => void;
  /** Prunes and records it, at every check but the last at which the loss hardly falls any more. */
  readonly shrink?: (epoch: number) => Promise<void>;
}

const count = z.int().min(0);
const phaseEndSchema = z.strictObject({ epochs: count, converged: z.boolean() });

const loss = z.number().nullable();
/** How far a phase is after an epoch. */
const progressSchema = z.strictObject({
  epoch: count,
  /** Losses of the last epochs, as far back as the test of convergence looks. */
  curve: z.array(z.number()),
  best: z.strictObject({ least: loss, previousChecked: loss, lastLoss: loss, kept: count.nullable() }),
});

/** Trains, records the measured epochs, and leaves the network in the state that the rule keeps. A stage of its job. */
export function trainPhase(course: Course, options: PhaseOptions): Promise<PhaseEnd> {
  return course.stage(options.phase, phaseEndSchema, () => train(course, options));
}

async function train(course: Course, options: PhaseOptions): Promise<PhaseEnd> {
  const { training } = course.job;
  const { phase, maxEpochs, hyper } = options;
  if (maxEpochs === 0) return { epochs: 0, converged: false };
  const least = leastEpochs(options.minEpochs, training.window);
  const from = await course.goOn(progressSchema);
  const curve = from?.progress.curve ?? [];
  let best = new BestState(training.bestState, from?.progress.best);
  const keeping = new Keeper(course, training.bestState !== 'last', from?.kept);
  const { batches } = course;
  // Before the window of the first test of convergence nobody asks a phase that ends with its last state.
  const judgedFrom = training.bestState !== 'last' || options.shrink ? 1 : least - (training.window + 2);
  const progressAt = (epoch: number): z.output<typeof progressSchema> => ({ epoch, curve: [...curve], best: { ...best.soFar } });
  const shrinkAt = async (epoch: number): Promise<void> => {
    await course.part({ stage: phase, progress: () => progressAt(epoch), kept: keeping.kept }, async () => options.shrink?.(epoch));
    // What was kept is of a larger network: the phase may come back to what is left of it, and to nothing before.
    best = new BestState(training.bestState);
    if (training.bestState !== 'last') keeping.take();
  };
  try {
    let converged = false;
    let epochs = from?.progress.epoch ?? 0;
    if (from?.amidPart) {
      await shrinkAt(epochs);
      await course.checkpoint(phase, progressAt(epochs), keeping.kept);
    }
    for (let epoch = epochs + 1; epoch <= maxEpochs && !converged; epoch++) {
      const start = (epoch - 1) * batches;
      options.beforeEpoch?.(epoch);
      const trainLoss = await course.trainEpoch(phaseWords[phase], (step) => hyper(start + step));
      options.afterEpoch?.(epoch);
      const measured = epoch === 1 || epoch === maxEpochs || epoch % training.measureEvery === 0;
      const validationLoss = epoch >= judgedFrom || measured ? await course.loss(course.data.validation) : null;
      if (validationLoss !== null && !Number.isFinite(validationLoss)) {
        throw new Diverged(
          course.steps - 1,
          validationLoss,
          training.learningRate,
          'this is the loss of the validation set, all parameters being trained on',
        );
      }
      // What is not measured is not looked at.
      curve.push(training.convergeOn === 'validation' ? (validationLoss ?? trainLoss) : trainLoss);
      // The test asks for two points more than its window, and looks at no others.
      if (curve.length > training.window + 2) curve.shift();
      epochs = epoch;
      const check = epoch % training.checkEvery === 0 || epoch === maxEpochs;
      const settled = !check || ((await course.undecided()) ?? 0) <= SETTLED_SHARE;
      const added =
        check && training.bestState === 'objective' ? await penaltyValue(course.network.parameters, options.objective ?? []) : 0;
      if (best.observe({ epoch, loss: curve[curve.length - 1] + added, check, settled })) keeping.take();
      converged = check && settled && epoch >= least && isSaturated(curve, training.window);
      const last = converged || epoch === maxEpochs;
      if (measured || last) await course.record(phase, { trainLoss, ...(validationLoss === null ? {} : { validationLoss }) });
      if (options.shrink && check && !last && isSaturated(curve, training.window, { deviation: SHRINKING_DEVIATION })) {
        await shrinkAt(epoch);
      }
      if (last) course.spare(maxEpochs - epoch);
      else await course.checkpoint(phase, progressAt(epoch), keeping.kept);
    }
    if (!best.returnsFinal) keeping.restore();
    return { epochs, converged };
  } finally {
    keeping.dispose();
  }
}

/** Holds the state to come back to: at first that in which the phase began. */
class Keeper {
  readonly #course: Trained;
  #kept: Snapshot | null;

  constructor(course: Trained, keeps: boolean, saved: SavedSnapshot | null = null) {
    this.#course = course;
    this.#kept = !keeps ? null : saved ? Snapshot.from(saved, course) : Snapshot.of(course);
  }

  get kept(): Snapshot | null {
    return this.#kept;
  }

  take(): void {
    this.#kept?.dispose();
    this.#kept = Snapshot.of(this.#course);
  }

  restore(): void {
    this.#kept?.restore(this.#course);
  }

  dispose(): void {
    this.#kept?.dispose();
    this.#kept = null;
  }
}
