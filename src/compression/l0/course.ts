/** A job under way: its network, data and optimiser, what has been measured, and how far it is. */
import type { z } from '../../data/zod.ts';
import type { BatchSource } from '../../nn/batches.ts';
import { GaussianObjective, type Objective } from '../../nn/loss.ts';
import { parameterCount, type Network } from '../../nn/models/network.ts';
import type { Optimizer } from '../../nn/optimizer.ts';
import type { Hyper } from '../../nn/optimizer/hyper.ts';
import type { Term } from '../../nn/optimizer/term.ts';
import type { RunControl } from '../../nn/run-control.ts';
import { evaluateWithLoss, meanLoss, train, type Looked, type TrainOptions } from '../../nn/train.ts';
import { allTensorsOf } from '../../nn/weight-tensors.ts';
import type { NetworkStage, Reporter } from '../method.ts';
import { RunningRate } from '../rate.ts';
import type { L0Checkpoint } from './checkpoint.ts';
import { l0Cost } from './cost.ts';
import type { L0Data } from './data.ts';
import { toldConstant, type L0Job } from './job.ts';
import { undecidedShare, gameOf, type Game } from './game.ts';
import { Journal, type GoingOn, type Progress, type StagePart, type Standing } from './journal.ts';
import { Onlooker } from './look.ts';
import { onlineLengthOf, type OnlineLength } from './online-length.ts';
import { measuredStep, type Known } from './measured-step.ts';
import type { Measured } from './methods/tools.ts';
import { reportedObjective } from './objective.ts';
import { pace as usualPace, type Pace } from './pace.ts';
import { PruningPortrait } from './portrait.ts';
import type { L0Phase, L0Step } from './record.ts';
import type { Snapshot } from './snapshot.ts';
import { bytesOfState, loadState, saveState } from './state.ts';
import type { JobTerms } from './terms.ts';

export type L0Reporter = Pick<
  Reporter<L0Step, L0Checkpoint>,
  'progress' | 'losses' | 'look' | 'step' | 'checkpoint' | 'notice' | 'network'
>;

type Parts = Pick<Course, 'job' | 'network' | 'objective' | 'data' | 'optimizer' | 'firstPhase' | 'control'> & {
  /** Where the job goes on. */
  readonly checkpoint?: L0Checkpoint | null | undefined;
  /** How often it leaves checkpoints. */
  readonly pace?: Pace | undefined;
};

type OwnSteps = Partial<Pick<TrainOptions, 'source' | 'steps' | 'first'>>;

export class Course {
  readonly job: L0Job;
  readonly network: Network;
  readonly objective: Objective;
  readonly data: L0Data;
  /** Looks at the weights while they are pruned. */
  readonly portrait = new PruningPortrait();
  /** Numbers of the network as it was built. */
  readonly parameters: number;
  /** Of each parameter as it was built. */
  readonly sizes: readonly number[];
  optimizer: Optimizer;
  readonly firstPhase: JobTerms;
  readonly online: OnlineLength;
  /** What has variables of its own at this moment: those of the first phase, or what was left of them by it, and ties. */
  terms: readonly Term[];
  readonly control: RunControl;
  /** Epochs and training steps so far, over all phases. */
  epochs = 0;
  steps = 0;
  readonly #report: L0Reporter;
  readonly #reported: Objective;
  readonly #journal: Journal;
  readonly #onlooker: Onlooker;
  readonly #pace: Pace;
  #standing: Standing | null = null;
  #stepsAtMost: number;
  #measuredAt: number;
  readonly #rate = new RunningRate();

  constructor(parts: Parts, report: L0Reporter) {
    this.job = parts.job;
    this.network = parts.network;
    this.objective = parts.objective;
    this.#reported = reportedObjective(parts.job, parts.objective);
    this.data = parts.data;
    this.optimizer = parts.optimizer;
    this.firstPhase = parts.firstPhase;
    this.terms = parts.firstPhase.own;
    this.control = parts.control;
    this.online = onlineLengthOf(parts.job, parts.data);
    this.parameters = parameterCount(parts.network.parameters);
    this.sizes = parts.network.parameters.map(({ size }) => size);
    this.#report = report;
    this.#onlooker = new Onlooker(this, (look) => report.look(look));
    this.#stepsAtMost = l0Cost(parts.job).steps;
    this.#journal = new Journal(parts.checkpoint ?? null);
    this.#measuredAt = this.#now();
    this.#pace = parts.pace ?? usualPace(this.#now());
  }

  /** Seconds, on a clock that stands still while the job is paused. */
  #now(): number {
    return (performance.now() - this.control.pausedMs) / 1000;
  }

  /** A part of the job, see `Journal`. */
  stage<Schema extends z.ZodType>(name: string, schema: Schema, work: () => Promise<z.output<Schema>>): Promise<z.output<Schema>> {
    return this.#journal.stage(name, schema, work);
  }

  /**
   * For a stage of several epochs, first of all: puts everything back as it was when it was interrupted.
   * @param schema of the progress that it gives to `checkpoint`
   * @returns null where it begins
   */
  async goOn<Schema extends z.ZodType>(schema: Schema): Promise<GoingOn<z.output<Schema>> | null> {
    const from = this.#journal.takeCheckpoint();
    if (!from) return null;
    await loadState(this, from.state);
    this.epochs = from.epochs;
    this.steps = from.trainingSteps;
    this.#stepsAtMost = from.stepsAtMost;
    this.online.goOn(from.online);
    this.#measuredAt = this.#now() - from.secondsSinceStep;
    return { progress: schema.parse(from.underWay.progress), kept: from.underWay.kept, amidPart: from.underWay.part !== undefined };
  }

  /**
   * For a stage of several epochs, after each of them: leaves a checkpoint if it is time.
   * @param progress plain data from which `goOn` lets it go on
   * @param kept a state that it may come back to
   */
  checkpoint(stage: string, progress: Progress, kept: Snapshot | null = null): Promise<void> {
    return this.#leave({ stage, progress: () => progress, kept });
  }

  /** Does a part of a stage that may leave checkpoints itself. @param standing what the stage would say of itself meanwhile */
  async part<T>(standing: Standing, work: () => Promise<T>): Promise<T> {
    this.#standing = standing;
    try {
      return await work();
    } finally {
      this.#standing = null;
    }
  }

  /** For a part of a stage, first of all: how far it was, where it was interrupted. @returns null where it begins */
  goOnPart<Schema extends z.ZodType>(
    name: string,
    schema: Schema,
  ): { readonly progress: z.output<Schema>; readonly arrays: StagePart['arrays'] } | null {
    const from = this.#journal.takePart(name);
    return from && { progress: schema.parse(from.progress), arrays: from.arrays };
  }

  /**
   * For a part of a stage: leaves a checkpoint if it is time.
   * @param bytes of the arrays, which are copied only then
   */
  async checkpointPart(name: string, progress: Progress, bytes: number, arrays: () => Promise<StagePart['arrays']>): Promise<void> {
    if (!this.#standing) throw new TypeError(`“${name}” is in no stage that says how far it is: give it to part().`);
    await this.#leave(this.#standing, { bytes, saved: async () => ({ name, progress, arrays: await arrays() }) });
  }

  async #leave(
    { stage, progress, kept }: Standing,
    part: { readonly bytes: number; readonly saved: () => Promise<StagePart> } | null = null,
  ): Promise<void> {
    const began = this.#now();
    const bytes = bytesOfState(this) + (kept?.bytes ?? 0) + (part?.bytes ?? 0);
    if (!this.#pace.isDue(began, bytes)) return;
    const state = await saveState(this);
    this.#report.checkpoint({
      kind: 'l0',
      trainingSteps: this.steps,
      epochs: this.epochs,
      stepsAtMost: this.#stepsAtMost,
      online: this.online.soFar,
      secondsSinceStep: Math.max(0, began - this.#measuredAt),
      finished: [...this.#journal.finished],
      underWay: { stage, progress: progress(), kept: kept && (await kept.saved()), ...(part ? { part: await part.saved() } : {}) },
      state,
    });
    const now = this.#now();
    this.#pace.taken(now, now - began, bytes);
  }

  /** Before anything else: shows the network as it is built, since a first step may take seconds. */
  async begin(): Promise<void> {
    this.tell('first training step');
    await this.#onlooker.look();
  }

  /** Training steps of an epoch. */
  get batches(): number {
    return this.job.training.roundSteps || this.data.train.count;
  }

  /**
   * One epoch, whose batches follow those of the one before: its first step says where the data go on.
   * @param hyper numbers of each of its steps, from 0
   * @param own steps of it that are others, or on other batches
   * @returns the mean of its losses, each taken before its step
   */
  async trainEpoch(phase: string, hyper: (step: number) => Partial<Hyper>, own: OwnSteps = {}): Promise<number> {
    const { source = this.data.train, steps = this.batches, first = this.epochs * this.batches } = own;
    const { network, optimizer, objective, control } = this;
    const training = { network, optimizer, objective, control, source, steps, first, hyper };
    let sum = 0;
    await train({
      ...training,
      onChunk: async (losses, seconds) => {
        for (const loss of losses) sum += loss;
        this.online.add(losses);
        this.steps += losses.length;
        this.#report.losses(losses.map((loss) => this.told(loss)));
        this.#rate.add(losses.length, seconds);
        this.tell(phase);
        await this.#onlooker.look();
      },
    });
    this.epochs++;
    return sum / steps;
  }

  tell(phase: string): void {
    const left = Math.max(0, this.#stepsAtMost - this.steps);
    this.#report.progress({
      phase,
      done: this.steps,
      total: this.steps + left,
      step: this.epochs,
      steps: Math.ceil((this.steps + left) / this.batches),
      stepsPerSecond: this.#rate.value,
      secondsLeft: this.#rate.value > 0 ? left / this.#rate.value : null,
    });
  }

  notice(message: string): void {
    this.#report.notice(message);
  }

  /** Epochs that were planned and will not be needed. */
  spare(epochs: number): void {
    this.#stepsAtMost -= epochs * this.batches;
  }

  /** A loss as records have it; phases and searches decide by the loss as it is trained. */
  told(loss: number): number {
    return loss + toldConstant(this.job);
  }

  loss(source: BatchSource, objective: Objective = this.#reported, looked?: Looked): Promise<number> {
    return meanLoss(this.network, source, objective, this.control, looked);
  }

  async accuracy(source: BatchSource): Promise<number | null> {
    return this.objective.correct && (await this.measure(source)).accuracy;
  }

  /** For records: the loss as it is told. */
  async measure(source: BatchSource): Promise<Measured> {
    if (!this.objective.correct) return { loss: this.told(await this.loss(source)), accuracy: null };
    const { loss, correct, total } = await evaluateWithLoss(this.network, source, this.objective, this.control, this.#reported);
    return { loss: this.told(loss), accuracy: correct / total };
  }

  async sigma(): Promise<number | null> {
    return this.objective instanceof GaussianObjective ? (await this.objective.sigma.values())[0] : null;
  }

  /** The game that is played at this moment. */
  get game(): Game | null {
    return gameOf(this.terms);
  }

  /** Share of its gates γ that is between 0.1 and 0.9, of all numbers of the network as it was built; null where no game is played. */
  async undecided(): Promise<number | null> {
    return this.game && undecidedShare(this.game, this.network.parameters, this.parameters);
  }

  /** Hands the network over as it is. */
  handOver(stage: NetworkStage, { loss, accuracy }: Measured): Promise<void> {
    return this.#report.network({
      stage,
      size: this.parameters + (this.network.statistics ?? []).reduce((sum, variable) => sum + variable.size, 0),
      testAccuracy: accuracy,
      testLoss: loss,
      take: async () => ({ tensors: await allTensorsOf(this.network), sigma: await this.sigma() }),
    });
  }

  /** Measures what is not known and records a step. */
  async record(phase: L0Phase, known: Known): Promise<L0Step> {
    this.tell('testing');
    const measured = await measuredStep(this, phase, known);
    const now = this.#now();
    const step: L0Step = { ...measured, seconds: Math.max(0, now - this.#measuredAt) };
    this.#measuredAt = now;
    this.#report.step(step);
    return step;
  }
}
