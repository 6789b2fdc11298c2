/** The optimiser as plain tfjs expressions: the reference, and what runs where a backend has nothing faster. */
import * as tf from '../tf.ts';
import type { Penalty } from './hyper.ts';
import { penaltyOf, type Entry, type StepNumbers, type Updater } from './updater.ts';

/** Added to the norm, so that a gradient of zeros divides nothing by zero; PyTorch's `clip_grad_norm_` has the same. */
export const CLIP_EPSILON = 1e-6;

export class ExpressionUpdater implements Updater {
  update(entries: readonly Entry[], numbers: StepNumbers): void {
    const gradients = entries.map((entry) => totalGradient(entry, numbers));
    const factor =
      numbers.clipNorm === null
        ? null
        : clipFactor(
            gradients.filter((_, i) => entries[i].clipped),
            numbers.clipNorm,
          );
    entries.forEach((entry, i) => {
      const gradient = factor && entry.clipped ? tf.mul(gradients[i], factor) : gradients[i];
      assignStep(entry, gradient, numbers);
    });
  }

  average(variable: tf.Variable, value: tf.Tensor, rate: number): void {
    variable.assign(tf.add(variable, tf.mul(tf.sub(value, variable), rate)));
  }

  dispose(): void {
    // Nothing is held.
  }
}

/** The gradient of a penalty, α included. @param theta of any shape */
export function penaltyGradient(theta: tf.Tensor, penalty: Penalty): tf.Tensor {
  if (penalty.kind === 'l1') return tf.mul(tf.sign(theta), penalty.alpha);
  const { alpha, beta } = penalty;
  switch (penalty.kind) {
    case 'exponential':
      return tf.mul(tf.mul(tf.sign(theta), tf.exp(tf.mul(tf.abs(theta), -beta))), alpha * beta);
    case 'gaussian':
      return tf.mul(tf.mul(theta, tf.exp(tf.mul(tf.square(theta), -1 / (2 * beta * beta)))), alpha / (beta * beta));
    case 'student-t': {
      const bell = tf.add(tf.mul(tf.square(theta), 1 / (3 * beta * beta)), 1);
      return tf.mul(tf.div(theta, tf.square(bell)), (2 * alpha) / (3 * beta * beta));
    }
  }
}

function totalGradient(entry: Entry, numbers: StepNumbers): tf.Tensor {
  const { variable, gradient, mask, rhoFactor } = entry;
  const [penalty, rho] = [penaltyOf(entry, numbers), numbers.rho * rhoFactor];
  let total = gradient;
  if (penalty) total = tf.add(total, penaltyGradient(variable, penalty));
  if (rho !== 0) total = tf.add(total, tf.mul(variable, 2 * rho));
  return mask ? kept(total, mask) : total;
}

function clipFactor(gradients: readonly tf.Tensor[], clipNorm: number): tf.Scalar {
  const square = tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient))));
  return tf.minimum(tf.div(clipNorm, tf.add(tf.sqrt(square), CLIP_EPSILON)), 1);
}

function assignStep({ variable, mask, slots, decayFactor, unitInterval }: Entry, gradient: tf.Tensor, numbers: StepNumbers): void {
  const { learningRate } = numbers;
  const decay = numbers.weightDecay * decayFactor;
  const decayed = decay === 0 ? variable : tf.mul(variable, 1 - learningRate * decay);
  let next = tf.sub(decayed, tf.mul(direction(slots, gradient, numbers), learningRate));
  if (unitInterval) next = tf.clipByValue(next, 0, 1);
  variable.assign(mask ? kept(next, mask) : next);
}

/** What the rule takes η times from θ. Advances the slots. */
function direction(slots: readonly tf.Variable[], gradient: tf.Tensor, { rule, correction1, correction2 }: StepNumbers): tf.Tensor {
  switch (rule.kind) {
    case 'sgd':
      return gradient;
    case 'momentum': {
      const [velocity] = slots;
      velocity.assign(tf.add(tf.mul(velocity, rule.momentum), gradient));
      return velocity;
    }
    case 'adam': {
      const [first, second] = slots;
      first.assign(tf.add(tf.mul(first, rule.beta1), tf.mul(gradient, 1 - rule.beta1)));
      second.assign(tf.add(tf.mul(second, rule.beta2), tf.mul(tf.square(gradient), 1 - rule.beta2)));
      return tf.div(tf.div(first, correction1), tf.add(tf.sqrt(tf.div(second, correction2)), rule.epsilon));
    }
  }
}

/** A choice and not a product: NaN and −0 must not survive a mask. */
const kept = (values: tf.Tensor, mask: tf.Tensor): tf.Tensor => tf.where(tf.cast(mask, 'bool'), values, tf.zerosLike(values));
