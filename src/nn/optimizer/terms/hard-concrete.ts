/**
 * Hard-concrete gates (Louizos, Welling and Kingma, arXiv 1712.01312): every weight is θ·z with a random gate z in [0, 1] that is exactly 0
 * or 1 with some probability, so that the expected number of open gates has a gradient.
 * s = σ((log u − log(1 − u) + log α)/β) with u uniform, z = min(1, max(0, s (ζ − γ) + γ)).
 */
import { log } from '../../../math/elementary.ts';
import { streamGenerator } from '../../../math/random.ts';
import type { GatedTensors } from '../../kernels/gates.ts';
import { drawGates, gateGradients } from '../../kernels/wasm/hard-concrete.ts';
import { findKernels } from '../../kernels/wasm/module.ts';
import { findDispatcher } from '../../kernels/webgpu/dispatcher.ts';
import * as device from '../../kernels/webgpu/hard-concrete.ts';
import type { StepBuffer } from '../../kernels/webgpu/step-buffer.ts';
import type { Parameter } from '../../layers/parameter.ts';
import type { PhiloxKey } from '../../philox.ts';
import { identity } from '../identity.ts';
import type { Term, TermStep, TermVariables } from '../term.ts';
import type { Entry, TermNumbers } from '../updater.ts';
import * as tf from '../../tf.ts';
import { uniformNoise } from '../../uniform-noise.ts';

/** β, and γ and ζ between which s is stretched, as in the experiments of the paper. */
export const TEMPERATURE = 2 / 3;
export const LOW = -0.1;
export const HIGH = 1.1;
const STRETCH = HIGH - LOW;
const SHIFT = TEMPERATURE * log(-LOW / HIGH);

/** P(z ≠ 0) = σ(log α − β log(−γ/ζ)): summed over all gates, the expected ℓ0 norm. */
export const openProbability = (logAlpha: tf.Tensor): tf.Tensor => tf.sigmoid(tf.sub(logAlpha, SHIFT));

/** The gate without noise, for tests: min(1, max(0, σ(log α)(ζ − γ) + γ)). */
export const testGate = (logAlpha: tf.Tensor): tf.Tensor => tf.clipByValue(tf.add(tf.mul(tf.sigmoid(logAlpha), STRETCH), LOW), 0, 1);

/** The gate for uniform numbers u, and its derivative by log α. */
export function noisyGate(logAlpha: tf.Tensor, u: tf.Tensor): { readonly gate: tf.Tensor; readonly slope: tf.Tensor } {
  const noise = tf.sub(tf.log(u), tf.log(tf.sub(1, u)));
  const s = tf.sigmoid(tf.div(tf.add(noise, logAlpha), TEMPERATURE));
  const stretched = tf.add(tf.mul(s, STRETCH), LOW);
  const gate = tf.clipByValue(stretched, 0, 1);
  const within = tf.cast(tf.equal(gate, stretched), 'float32');
  return { gate, slope: tf.mul(tf.mul(tf.mul(s, tf.sub(1, s)), within), STRETCH / TEMPERATURE) };
}

export interface GateSettings {
  /** Seed of the noise, which each parameter draws from a stream of its own. */
  readonly seed: number;
  /** p at the start: log α = log(1 − p) − log p. */
  readonly dropout: number;
  /** Factor on the learning rate of log α. */
  readonly rate: number;
}

/** θ and log α of one parameter. What is trained is log α over the factor on its rate, so that Adam's steps of log α are larger by it. */
export interface Gated {
  readonly theta: tf.Variable;
  readonly scaled: tf.Variable;
  /** What its noise is drawn with. */
  readonly key: PhiloxKey;
}

interface Own extends Gated {
  /** The gate under the noise of the step that is due, and its derivative by log α. */
  readonly gate: tf.Variable;
  readonly slope: tf.Variable;
}

/**
 * The gates of a network. While they work, the network's own variables hold θ∘z: with the noise of a step after `draw`, without noise after
 * `settle`. Gradients by θ∘z become those by θ and log α here. Weights and biases have gates, normalisation has none.
 */
export class HardConcreteGates implements Term {
  readonly id = 'gates';
  readonly takesAlpha = false;
  /** The network is θ∘z at every weight of the expected number of gates. */
  readonly restsAtZero = false;
  readonly holdsNetwork = true;
  readonly settings: GateSettings;
  readonly #own = new Map<Parameter, Own>();

  constructor(parameters: readonly Parameter[], settings: GateSettings) {
    this.settings = settings;
    const start = (log(1 - settings.dropout) - log(settings.dropout)) / settings.rate;
    for (const parameter of parameters) {
      if (parameter.kind !== 'weight' && parameter.kind !== 'bias' && parameter.kind !== 'embedding') continue;
      const { variable, shape, name } = parameter;
      const generator = streamGenerator(settings.seed, `hard-concrete/${name}`);
      const filled = (value: number): tf.Variable => owned(() => tf.mul(tf.ones([...shape]), value));
      this.#own.set(parameter, {
        key: [generator.uint32(), generator.uint32()],
        theta: owned(() => tf.mul(variable, 1)),
        scaled: filled(start),
        gate: filled(1),
        slope: filled(0),
      });
    }
  }

  /** θ and log α of a parameter; undefined where it has no gates. */
  gated(parameter: Parameter): Gated | undefined {
    return this.#own.get(parameter);
  }

  /** Σ P(z ≠ 0) of a parameter; undefined where it has no gates. */
  expectedOpen(parameter: Parameter): tf.Tensor | undefined {
    const own = this.#own.get(parameter);
    return own && tf.tidy(() => tf.sum(openProbability(this.#logAlpha(own.scaled))));
  }

  /** Takes θ from the network as it is, for gates that begin later than it. */
  adopt(): void {
    for (const [{ variable }, { theta }] of this.#own) tf.tidy(() => theta.assign(tf.mul(variable, 1)));
  }

  /**
   * Puts θ∘z into the network, with the noise of a training step.
   * @param step from 1 @param before where a device has the number of the step before, so that a captured draw takes it from there
   */
  draw(step: number, before?: StepBuffer): void {
    const dispatcher = findDispatcher();
    tf.tidy(() => {
      for (const [parameter, own] of this.#own) {
        const { key, theta, scaled, gate, slope } = own;
        if (dispatcher) {
          device.drawGates(dispatcher, { ...own, ...gatedOf(parameter) }, this.#shape, key, before ?? step);
          continue;
        }
        if (findKernels()) {
          drawGates({ ...own, ...gatedOf(parameter) }, this.settings.rate, key, step);
          continue;
        }
        const drawn = noisyGate(this.#logAlpha(scaled), uniformNoise(parameter.shape, key, step));
        gate.assign(drawn.gate);
        slope.assign(drawn.slope);
        parameter.variable.assign(masked(tf.mul(theta, drawn.gate), parameter));
      }
    });
  }

  /** Puts θ∘z without noise into the network: what is tested, and what is left in the end. */
  settle(): void {
    const dispatcher = findDispatcher();
    tf.tidy(() => {
      for (const [parameter, { theta, scaled }] of this.#own) {
        // In place: what was captured of a step goes on with the same memory.
        if (dispatcher) device.settleGates(dispatcher, { theta, scaled, ...gatedOf(parameter) }, this.#shape);
        else parameter.variable.assign(masked(tf.mul(theta, testGate(this.#logAlpha(scaled))), parameter));
      }
    });
  }

  /**
   * The gradients by θ and by what is trained of log α.
   * @param gradient of the loss by θ∘z, as it was drawn
   * @param alpha weight of the expected number of open gates @param now where a device has it, so that a captured step takes it from there
   */
  gradients(
    parameter: Parameter,
    gradient: tf.Tensor,
    alpha: number,
    now?: StepBuffer,
  ): { readonly theta: tf.Tensor; readonly scaled: tf.Tensor } {
    const own = this.#own.get(parameter);
    if (!own) throw new Error(`${parameter.name} has no gates: ask for those that have.`);
    const dispatcher = findDispatcher();
    if (dispatcher) return device.gateGradients(dispatcher, gradient, own, { rate: this.settings.rate, shift: SHIFT }, now ?? alpha);
    if (findKernels()) return gateGradients(gradient, own, { rate: this.settings.rate, shift: SHIFT, alpha });
    const open = openProbability(this.#logAlpha(own.scaled));
    const byLogAlpha = tf.add(tf.mul(tf.mul(gradient, own.theta), own.slope), tf.mul(tf.mul(open, tf.sub(1, open)), alpha));
    return { theta: tf.mul(gradient, own.gate), scaled: tf.mul(byLogAlpha, this.settings.rate) };
  }

  captureKey(): string {
    return `hard-concrete ${identity(this)}`;
  }

  advance(gateAlpha: number): Partial<TermNumbers> {
    return { gateAlpha };
  }

  extend(parameter: Parameter, [theta, ...others]: readonly Entry[], alpha: number, { updater, slotsOf }: TermStep): readonly Entry[] {
    const own = this.#own.get(parameter);
    if (!own) return [theta, ...others];
    const gradients = this.gradients(parameter, theta.gradient, alpha, updater.step);
    // The memory of θ stays with the network's variable, which holds θ∘z now and θ again afterwards.
    return [
      { ...theta, variable: own.theta, gradient: gradients.theta },
      {
        ...theta,
        variable: own.scaled,
        gradient: gradients.scaled,
        mask: null,
        slots: slotsOf(own.scaled),
        penaltyFactor: 0,
        rhoFactor: 0,
        decayFactor: 0,
      },
      ...others,
    ];
  }

  afterStep({ updater, numbers }: TermStep): void {
    this.draw(numbers.step + 1, updater.step);
  }

  value(parameter: Parameter, alpha: number): tf.Tensor | null {
    const open = this.expectedOpen(parameter);
    return open ? tf.mul(open, alpha) : null;
  }

  trained(parameter: Parameter): TermVariables {
    const own = this.#own.get(parameter);
    return own ? { gated: own.theta, gate: own.scaled } : {};
  }

  /** An epoch begins with random gates, and ends without noise, so that what is tested and kept is what will be left. */
  beginEpoch(first: boolean, step: number): void {
    if (first) this.adopt();
    this.draw(step);
  }

  endEpoch(): void {
    this.settle();
  }

  dispose(): void {
    for (const { theta, scaled, gate, slope } of this.#own.values()) tf.dispose([theta, scaled, gate, slope]);
    this.#own.clear();
  }

  get #shape(): device.GateShape {
    return { rate: this.settings.rate, coldness: 1 / TEMPERATURE, low: LOW, stretch: STRETCH };
  }

  #logAlpha(scaled: tf.Variable): tf.Tensor {
    return tf.mul(scaled, this.settings.rate);
  }
}

const gatedOf = ({ variable, mask }: Parameter): GatedTensors => ({ gated: variable, mask });

const owned = (make: () => tf.Tensor): tf.Variable => tf.tidy(() => tf.variable(make(), false));

/** A choice and not a product: −0 must not survive, since a pruned weight is +0 everywhere else. */
function masked(values: tf.Tensor, { mask }: Parameter): tf.Tensor {
  const clean = tf.where(tf.equal(values, 0), tf.zerosLike(values), values);
  return mask ? tf.where(tf.cast(mask, 'bool'), clean, tf.zerosLike(values)) : clean;
}
