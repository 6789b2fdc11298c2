/**
 * Probabilistic minimax pruning (PMMP) and fictitious play pruning (FPP), arXiv 2505.17469:
 * min over θ, w, γ ∈ [0, 1], max over u of L(θ) + α Σγ + mf Σ u R with R = (1 − γ) θ² + γ (θ − w)².
 */
import type { Parameter, Part } from '../../layers/parameter.ts';
import * as tf from '../../tf.ts';
import { identity } from '../identity.ts';
import type { Players } from '../players.ts';
import type { Following, Term, TermCounters, TermStep, TermVariables } from '../term.ts';
import type { Entry, PlayerGradients, TermNumbers, Updater } from '../updater.ts';

export interface MinimaxSettings {
  /** γ at the start, p0. */
  readonly gamma: number;
  /** u at the start. */
  readonly u: number;
  /** mf, the factor on u. */
  readonly uFactor: number;
  /** Fictitious play: every player answers the mean of the others' past. Absent for PMMP. */
  readonly fictitious?: {
    /** d: the mean is over all of the past for 0, over a window of about 1/d otherwise. */
    readonly decay: number;
    /** K: optimiser steps between two entries into the means. */
    readonly repetitions: number;
  };
}

export type { Players } from '../players.ts';

const names = ['theta', 'w', 'gamma', 'u'] as const;

/** Where fictitious play is with its means. */
type MinimaxCounters = { readonly entries: number; readonly steps: number };

/**
 * What the game adds to the back-propagated gradients. The gradient of u is negated, so that a minimiser ascends; R ≥ 0, so u never falls.
 * @param mean the means of fictitious play: θ, w and γ answer the mean u, and u the mean of θ, w and γ
 */
export function minimaxGradients(now: Players, alpha: number, uFactor: number, mean: Players = now): Players {
  const { theta, w, gamma } = now;
  const strength = tf.mul(mean.u, uFactor);
  const twice = tf.mul(strength, 2);
  const residual = tf.add(tf.mul(tf.sub(1, mean.gamma), tf.square(mean.theta)), tf.mul(mean.gamma, tf.square(tf.sub(mean.theta, mean.w))));
  return {
    theta: tf.mul(twice, tf.sub(theta, tf.mul(w, gamma))),
    w: tf.mul(tf.mul(twice, gamma), tf.sub(w, theta)),
    gamma: tf.add(tf.mul(tf.mul(strength, w), tf.sub(w, tf.mul(theta, 2))), alpha),
    u: tf.mul(residual, -uFactor),
  };
}

/** w, γ and u of every penalised parameter. They go where the network goes. */
export class MinimaxGame implements Term {
  readonly id = 'minimax';
  readonly takesAlpha = true;
  readonly restsAtZero = true;
  readonly settings: MinimaxSettings;
  readonly #players = new Map<Parameter, Players<tf.Variable>>();
  readonly #means = new Map<Parameter, Players<tf.Variable>>();
  #counter = 1;
  #repetition = 0;

  /** w starts as a copy of θ. Parameters of the kind `noise-scale` do not play. */
  constructor(parameters: readonly Parameter[], settings: MinimaxSettings) {
    this.settings = settings;
    for (const parameter of parameters) {
      if (parameter.kind === 'noise-scale') continue;
      const { variable, shape } = parameter;
      const filled = (value: number): tf.Tensor => tf.mul(tf.ones([...shape]), value);
      const players = {
        theta: variable,
        w: owned(() => copy(variable)),
        gamma: owned(() => filled(settings.gamma)),
        u: owned(() => filled(settings.u)),
      };
      this.#players.set(parameter, players);
      if (!settings.fictitious) continue;
      const [theta, w, gamma, u] = names.map((name) => owned(() => copy(players[name])));
      this.#means.set(parameter, { theta, w, gamma, u });
    }
  }

  /** w, γ and u of a parameter; undefined where it does not play. */
  players(parameter: Parameter): Players<tf.Variable> | undefined {
    return this.#players.get(parameter);
  }

  /** The means of fictitious play of a parameter; undefined where there are none. */
  means(parameter: Parameter): Players<tf.Variable> | undefined {
    return this.#means.get(parameter);
  }

  /** Entries in the means so far, and steps since the last one: with the players and the means, all that the game is. */
  get counters(): MinimaxCounters {
    return { entries: this.#counter, steps: this.#repetition };
  }

  set counters({ entries = 1, steps = 0 }: TermCounters) {
    this.#counter = entries;
    this.#repetition = steps;
  }

  /** For a parameter that has kept a part of its numbers: its players keep the same. @param optimizer that remembers them */
  keep(parameter: Parameter, part: Part, optimizer: Following): void {
    const { variable } = parameter;
    const kept = (old: tf.Variable): tf.Variable => {
      const next = owned(() => part(old));
      optimizer.follow(old, next, part);
      old.dispose();
      return next;
    };
    const players = this.#players.get(parameter);
    if (players) this.#players.set(parameter, { theta: variable, w: kept(players.w), gamma: kept(players.gamma), u: kept(players.u) });
    const means = this.#means.get(parameter);
    if (means) this.#means.set(parameter, { theta: kept(means.theta), w: kept(means.w), gamma: kept(means.gamma), u: kept(means.u) });
  }

  gradients(parameter: Parameter, alpha: number): Players {
    const players = this.#players.get(parameter);
    if (!players) throw new Error(`${parameter.name} is not in the minimax game: make the game with all parameters of the network.`);
    return minimaxGradients(players, alpha, this.settings.uFactor, this.#means.get(parameter));
  }

  /** Steps after which the players enter their means do more than others. */
  captureKey(): string {
    return `minimax ${identity(this)}${this.#entersNext ? ' enters' : ''}`;
  }

  get #entersNext(): boolean {
    const { fictitious } = this.settings;
    return fictitious !== undefined && (this.#repetition + 1) % fictitious.repetitions === 0;
  }

  advance(alpha: number): Partial<TermNumbers> {
    return { game: { alpha, uFactor: this.settings.uFactor, share: this.advanceMeans() } };
  }

  /** Counts an optimiser step. @returns what the players weigh as they enter the means after it, 1 / (c + 1); 0 where they do not */
  advanceMeans(): number {
    const { fictitious } = this.settings;
    if (!fictitious) return 0;
    this.#repetition = (this.#repetition + 1) % fictitious.repetitions;
    if (this.#repetition !== 0) return 0;
    const share = 1 / (this.#counter + 1);
    if (fictitious.decay === 0 || this.#counter < 1 / fictitious.decay - 1) this.#counter++;
    return share;
  }

  extend(parameter: Parameter, [theta, ...others]: readonly Entry[], alpha: number, step: TermStep): readonly Entry[] {
    const players = this.#players.get(parameter);
    if (!players) return [theta, ...others];
    const game = this.#playerGradients(parameter, theta.gradient, players, alpha, step);
    const player = (own: 'w' | 'gamma' | 'u', changes: Partial<Entry>): Entry => ({
      variable: players[own],
      gradient: game[own],
      mask: null,
      slots: step.slotsOf(players[own]),
      penaltyFactor: 0,
      rhoFactor: 0,
      decayFactor: 0,
      clipped: false,
      unitInterval: false,
      ...changes,
    });
    return [
      game.theta ? { ...theta, gradient: game.theta } : { ...theta, players: { ...players, u: (this.#means.get(parameter) ?? players).u } },
      player('w', { decayFactor: theta.decayFactor }),
      player('gamma', { mask: theta.mask, unitInterval: true }),
      player('u', {}),
      ...others,
    ];
  }

  #playerGradients(
    parameter: Parameter,
    gradient: tf.Tensor,
    players: Players,
    alpha: number,
    { updater, numbers }: TermStep,
  ): PlayerGradients {
    const own = updater.playerGradients?.(gradient, players, this.#means.get(parameter), numbers);
    if (own) return own;
    const added = this.gradients(parameter, alpha);
    return { ...added, theta: tf.add(gradient, added.theta) };
  }

  afterStep({ updater, numbers }: TermStep): void {
    this.remember(updater, numbers.game?.share ?? 0);
  }

  /** After an optimiser step: takes the players into the means of fictitious play, A += share · (new − A). @param share from `advanceMeans` */
  remember(updater: Updater, share: number): void {
    if (share === 0) return;
    for (const [parameter, means] of this.#means) {
      const players = this.#players.get(parameter) as Players<tf.Variable>;
      if (updater.remember) updater.remember(means, players);
      else for (const name of names) updater.average(means[name], players[name], share);
    }
  }

  value(parameter: Parameter, alpha: number): tf.Tensor | null {
    const players = this.#players.get(parameter);
    return players ? tf.mul(tf.sum(players.gamma), alpha) : null;
  }

  trained(parameter: Parameter): TermVariables {
    const players = this.#players.get(parameter);
    return players ? { w: players.w, gamma: players.gamma, u: players.u } : {};
  }

  kept(parameter: Parameter): TermVariables {
    return Object.fromEntries(Object.entries(this.#means.get(parameter) ?? {}).map(([player, mean]) => [`mean ${player}`, mean]));
  }

  /** w and γ: where the game has decided, w∘γ is the network. */
  beside(parameter: Parameter): { readonly values: tf.Variable; readonly gates: tf.Variable } | undefined {
    const players = this.#players.get(parameter);
    return players && { values: players.w, gates: players.gamma };
  }

  dispose(): void {
    for (const { w, gamma, u } of this.#players.values()) tf.dispose([w, gamma, u]);
    for (const means of this.#means.values()) tf.dispose(means);
    this.#players.clear();
    this.#means.clear();
  }
}

/** Memory of its own: `clone` would share it, and in-place updates of the one would change the other. */
const copy = (tensor: tf.Tensor): tf.Tensor => tf.mul(tensor, 1);

const owned = (make: () => tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(make(), false));
