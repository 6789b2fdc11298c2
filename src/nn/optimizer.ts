/** The one optimiser: SGD, momentum, Adam and AdamW with penalties, masks and clipping inside the update. */
import { pow } from '../math/elementary.ts';
import { findKernels } from './kernels/wasm/module.ts';
import { findStream } from './kernels/webgpu/device-stream.ts';
import type { Parameter, Part } from './layers/parameter.ts';
import { ExpressionUpdater } from './optimizer/expression-updater.ts';
import { penaltyFactors, type Hyper, type Rule } from './optimizer/hyper.ts';
import type { Players } from './optimizer/minimax.ts';
import type { Entry, PlayerGradients, StepNumbers, Updater } from './optimizer/updater.ts';
import { WasmUpdater } from './optimizer/wasm-updater.ts';
import { WebGpuUpdater } from './optimizer/webgpu-updater.ts';
import * as tf from './tf.ts';

/** @internal No method trains by it; the game of the reference vectors is played with it. */
export const SGD: Rule = { kind: 'sgd' };
/** The constants of arXiv 1412.6980; tfjs' own default ε is 1e-7 or 1e-4. */
export const ADAM: Rule = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** The arithmetic that fits the backend in use: in place where it has kernels of ours. */
export function createUpdater(): Updater {
  const stream = findStream();
  if (stream) return new WebGpuUpdater(stream);
  return findKernels() ? new WasmUpdater() : new ExpressionUpdater();
}

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
    const now = { ...this.hyper, ...hyper };
    const numbers = this.advance(now);
    this.updater.begin?.(numbers);
    tf.tidy(() => {
      const entries = parameters.flatMap((parameter) => this.#entries(parameter, gradients[parameter.variable.name], now, numbers));
      this.updater.update(entries, numbers);
      if (plays(now)) now.minimax.game.remember(this.updater, numbers.game?.share ?? 0);
      now.gates?.gates.draw(this.#steps + 1, this.updater.step);
    });
  }

  /** Counts a step and gives its numbers: for a step that was captured, and is replayed without `applyStep`. */
  advance(hyper: Partial<Hyper> = {}): StepNumbers {
    const now = { ...this.hyper, ...hyper };
    const { learningRate, penalty, rho = 0, weightDecay = 0, clipNorm } = now;
    this.#steps++;
    const { rule } = this;
    const corrected = (beta: number): number => 1 - pow(beta, this.#steps);
    const [correction1, correction2] = rule.kind === 'adam' ? [corrected(rule.beta1), corrected(rule.beta2)] : [1, 1];
    const game = plays(now)
      ? { alpha: now.minimax.alpha, multiplier: now.minimax.game.settings.multiplier, share: now.minimax.game.advance() }
      : null;
    const gateAlpha = now.gates?.alpha ?? 0;
    return {
      step: this.#steps,
      rule,
      learningRate,
      correction1,
      correction2,
      penalty: penalty ?? null,
      rho,
      weightDecay,
      clipNorm: clipNorm ?? null,
      game,
      gateAlpha,
    };
  }

  /**
   * What two steps must have in common to be replays of one captured step, beside the network and the size of the batch; everything else
   * that `hyper` says lies in the step's buffer. Null where a step cannot be captured: the game has no kernel of ours beside another
   * penalty.
   */
  captureKey(hyper: Partial<Hyper> = {}): string | null {
    const now = { ...this.hyper, ...hyper };
    const { penalty, exempt = [], strength, strengthScalesRho, clipNorm } = now;
    const kind = penalised(now) ? penalty?.kind : 'none';
    if (plays(now) && penalised(now)) return null;
    const game = plays(now) ? `${identity(now.minimax.game)}${now.minimax.game.entersNext ? ' enters' : ''}` : 0;
    const gates = now.gates ? identity(now.gates.gates) : 0;
    return [kind, clipNorm !== undefined, game, gates, exempt.join(), strength ? identity(strength) : 0, strengthScalesRho ?? false].join(
      ' ',
    );
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
    const game = { ...this.hyper, ...hyper }.minimax?.game;
    const [steps, counters] = [this.#steps, game?.counters];
    try {
      return await work();
    } finally {
      this.#steps = steps;
      if (game && counters) game.counters = counters;
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

  /** The entry of a parameter, with those of w, γ and u where it plays the minimax game. */
  #entries(parameter: Parameter, gradient: tf.Tensor | undefined, hyper: Hyper, numbers: StepNumbers): Entry[] {
    if (!gradient) {
      throw new Error(`The loss does not depend on ${parameter.name}, so it has no gradient: leave it out of the network's parameters.`);
    }
    const { variable, mask, kind } = parameter;
    const decayFactor = Number(kind === 'weight' || kind === 'embedding');
    const theta: Entry = {
      variable,
      gradient,
      mask,
      slots: this.#slotsOf(variable),
      ...penaltyFactors(parameter, hyper),
      decayFactor,
      clipped: kind !== 'noise-scale',
      unitInterval: false,
    };
    const gated = hyper.gates?.gates.gated(parameter);
    if (hyper.gates && gated) {
      const { gates, alpha } = hyper.gates;
      const own = gates.gradients(parameter, gradient, alpha, this.updater.step);
      // The memory of θ stays with the network's variable, which holds θ∘z now and θ again afterwards.
      return [
        { ...theta, variable: gated.theta, gradient: own.theta },
        {
          ...theta,
          variable: gated.scaled,
          gradient: own.scaled,
          mask: null,
          slots: this.#slotsOf(gated.scaled),
          penaltyFactor: 0,
          rhoFactor: 0,
          decayFactor: 0,
        },
      ];
    }
    const players = plays(hyper) ? hyper.minimax.game.players(parameter) : undefined;
    if (!plays(hyper) || !players) return [theta];
    const game = this.#gameGradients(parameter, gradient, players, hyper.minimax, numbers);
    const player = (own: 'w' | 'gamma' | 'u', changes: Partial<Entry>): Entry => ({
      variable: players[own],
      gradient: game[own],
      mask: null,
      slots: this.#slotsOf(players[own]),
      penaltyFactor: 0,
      rhoFactor: 0,
      decayFactor: 0,
      clipped: false,
      unitInterval: false,
      ...changes,
    });
    return [
      game.theta
        ? { ...theta, gradient: game.theta }
        : { ...theta, players: { ...players, u: (hyper.minimax.game.means(parameter) ?? players).u } },
      player('w', { decayFactor }),
      player('gamma', { mask, unitInterval: true }),
      player('u', {}),
    ];
  }

  #gameGradients(
    parameter: Parameter,
    gradient: tf.Tensor,
    players: Players,
    { game, alpha }: NonNullable<Hyper['minimax']>,
    numbers: StepNumbers,
  ): PlayerGradients {
    const own = this.updater.playerGradients?.(gradient, players, game.means(parameter), numbers);
    if (own) return own;
    const terms = game.gradients(parameter, alpha);
    return { ...terms, theta: tf.add(gradient, terms.theta) };
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

function plays(hyper: Hyper): hyper is Hyper & { minimax: NonNullable<Hyper['minimax']> } {
  return hyper.minimax !== undefined && hyper.minimax.alpha !== 0;
}

const penalised = ({ penalty }: Hyper): boolean => penalty !== undefined && penalty.alpha !== 0;

const identities = new WeakMap<object, number>();
let identified = 0;

/** A number that tells an object from all others. */
function identity(object: object): number {
  const found = identities.get(object) ?? ++identified;
  identities.set(object, found);
  return found;
}
