/** The one optimiser: SGD, momentum, Adam and AdamW with penalties, masks and clipping inside the update. */
import { pow } from '../math/elementary.ts';
import { findKernels } from './kernels/wasm/module.ts';
import { findDispatcher } from './kernels/webgpu/dispatcher.ts';
import type { Parameter, Part } from './layers/parameter.ts';
import { ExpressionUpdater } from './optimizer/expression-updater.ts';
import type { Hyper, Rule } from './optimizer/hyper.ts';
import { working, type TermStep, type WeightedTerm } from './optimizer/term.ts';
import type { Entry, StepNumbers, TermNumbers, Updater } from './optimizer/updater.ts';
import { WasmUpdater } from './optimizer/wasm-updater.ts';
import { WebGpuUpdater } from './optimizer/webgpu-updater.ts';
import * as tf from './tf.ts';

/** @internal No method trains by it; the game of the reference vectors is played with it. */
export const SGD: Rule = { kind: 'sgd' };
/** The constants of arXiv 1412.6980; tfjs' own default ε is 1e-7 or 1e-4. */
export const ADAM: Rule = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** AdamW as the transformers of arXiv 2505.17469 are trained: a shorter memory of squares; the decay is a number of each step. */
export const ADAMW: Rule = { kind: 'adam', beta1: 0.9, beta2: 0.95, epsilon: 1e-8 };

/** The arithmetic that fits the backend in use: in place where it has kernels of ours. */
export function createUpdater(): Updater {
  const dispatcher = findDispatcher();
  if (dispatcher) return new WebGpuUpdater(dispatcher);
  return findKernels() ? new WasmUpdater() : new ExpressionUpdater();
}

const noTerms: TermNumbers = { penalty: null, rho: 0, game: null, gateAlpha: 0 };

const slotCount = { sgd: 0, momentum: 1, adam: 2 } as const;

export class Optimizer {
  readonly rule: Rule;
  readonly updater: Updater;
  /** What holds at every step that says nothing else. */
  readonly hyper: Hyper;
  readonly #slots = new Map<tf.Variable, tf.Variable[]>();
  #steps = 0;

  constructor(rule: Rule, hyper: Hyper, updater: Updater = createUpdater()) {
    this.rule = rule;
    this.updater = updater;
    this.hyper = hyper;
  }

  /** Steps taken. */
  get steps(): number {
    return this.#steps;
  }

  /**
   * One step of every parameter.
   * @param gradients back-propagated, by the variables' names
   * @param hyper numbers of this step, in place of those the optimiser was made with
   * @throws Error if a parameter has no gradient
   */
  applyStep(parameters: readonly Parameter[], gradients: tf.NamedTensorMap, hyper: Partial<Hyper> = {}): void {
    const terms = this.#terms(hyper);
    const step: TermStep = { updater: this.updater, numbers: this.advance(hyper), slotsOf: (variable) => this.#slotsOf(variable) };
    this.updater.begin?.(step.numbers);
    tf.tidy(() => {
      const entries = parameters.flatMap((parameter) => {
        const theta: readonly Entry[] = [this.#entry(parameter, gradients[parameter.variable.name])];
        return terms.reduce((own, { term, weight }) => term.extend(parameter, own, weight, step), theta);
      });
      this.updater.update(entries, step.numbers);
      for (const { term } of terms) term.afterStep?.(step);
    });
  }

  /** Counts a step and gives its numbers: for a step that was captured, and is replayed without `applyStep`. */
  advance(hyper: Partial<Hyper> = {}): StepNumbers {
    const { learningRate, weightDecay = 0, clipNorm = null } = { ...this.hyper, ...hyper };
    this.#steps++;
    const { rule } = this;
    const corrected = (beta: number): number => 1 - pow(beta, this.#steps);
    const [correction1, correction2] = rule.kind === 'adam' ? [corrected(rule.beta1), corrected(rule.beta2)] : [1, 1];
    const ofTerms = Object.assign({}, noTerms, ...this.#terms(hyper).map(({ term, weight }) => term.advance(weight))) as TermNumbers;
    return { step: this.#steps, rule, learningRate, correction1, correction2, weightDecay, clipNorm, ...ofTerms };
  }

  /**
   * What two steps must have in common to be replays of one captured step, beside the network and the size of the batch; everything else
   * that `hyper` says lies in the step's buffer. Null where a step cannot be captured: of two terms that take α, since the buffer has one.
   */
  captureKey(hyper: Partial<Hyper> = {}): string | null {
    const { clipNorm } = { ...this.hyper, ...hyper };
    const terms = this.#terms(hyper).map(({ term }) => term);
    if (terms.filter(({ takesAlpha }) => takesAlpha).length > 1) return null;
    return [clipNorm !== undefined, ...terms.map((term) => term.captureKey())].join(', ');
  }

  /** What it remembers of the steps so far, for keeping a state and going back to it. A new variable's memory begins with zeros. */
  get memory(): readonly tf.Variable[] {
    return [...this.#slots.values()].flat();
  }

  /** What it remembers of one variable: nothing before its first step. */
  memoryOf(variable: tf.Variable): readonly tf.Variable[] {
    return this.#slots.get(variable) ?? [];
  }

  /** Makes room for what it remembered of a variable in an earlier state, and gives it to the caller to fill. */
  rememberOf(variable: tf.Variable): readonly tf.Variable[] {
    return this.#slotsOf(variable);
  }

  /** For a variable of which a part is kept as another one: what it remembers goes on with the same part. */
  follow(before: tf.Variable, after: tf.Variable, part: Part): void {
    const slots = this.#slots.get(before);
    if (!slots) return;
    this.#slots.delete(before);
    this.#slots.set(
      after,
      slots.map((slot) => tf.tidy(() => tf.variable(part(slot), false))),
    );
    tf.dispose(slots);
  }

  /** Does what takes a step that does not count, since it is only recorded. @param hyper of that step */
  async uncounted<T>(hyper: Partial<Hyper>, work: () => Promise<T>): Promise<T> {
    const steps = this.#steps;
    const counted = this.#terms(hyper).map(({ term }) => [term, term.counters] as const);
    try {
      return await work();
    } finally {
      this.#steps = steps;
      for (const [term, counters] of counted) if (counters) term.counters = counters;
    }
  }

  /** Goes back to the count of an earlier state, whose memory the caller has put back. */
  rewind(steps: number): void {
    this.#steps = steps;
  }

  dispose(): void {
    this.updater.dispose();
    for (const slots of this.#slots.values()) tf.dispose(slots);
    this.#slots.clear();
  }

  #terms(hyper: Partial<Hyper>): readonly WeightedTerm[] {
    return working({ ...this.hyper, ...hyper }.terms);
  }

  /** The entry of a parameter with nothing but its gradient, as terms are given it. */
  #entry({ name, kind, variable, mask }: Parameter, gradient: tf.Tensor | undefined): Entry {
    if (!gradient) throw new Error(`The loss does not depend on ${name}, so it has no gradient: leave it out of the network's parameters.`);
    return {
      variable,
      gradient,
      mask,
      slots: this.#slotsOf(variable),
      penaltyFactor: 0,
      rhoFactor: 0,
      decayFactor: Number(kind === 'weight' || kind === 'embedding'),
      clipped: kind !== 'noise-scale',
      unitInterval: false,
    };
  }

  #slotsOf(variable: tf.Variable): tf.Variable[] {
    const found = this.#slots.get(variable);
    if (found) return found;
    const zeros = (): tf.Variable => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false));
    const made = Array.from({ length: slotCount[this.rule.kind] }, zeros);
    this.#slots.set(variable, made);
    return made;
  }
}

/** Adam with the published constants and nothing else. */
export const createAdam = ({ learningRate }: { learningRate: number }): Optimizer => new Optimizer(ADAM, { learningRate });
