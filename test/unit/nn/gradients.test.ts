/** Gradients of every parameter of every model against finite differences of the loss. */
import { describe, expect, test } from 'vitest';
import { stream } from '../../../src/math/random.ts';
import type { Pass } from '../../../src/nn/layers/layer.ts';
import type { Parameter } from '../../../src/nn/layers/parameter.ts';
import * as tf from '../../../src/nn/tf.ts';
import { startOn } from './start.ts';
import { tinyModels } from './tiny-models.ts';

/** Dropout draws the same at every call, batch normalisation uses the batch, running statistics rest. */
const pass: Pass = { training: true, step: 1, average: () => undefined };

/**
 * Share of the loss by which it is made to change, far above the rounding of float32; and what curvature and the kinks of ReLU and
 * max-pooling on the way may cost. In VGG-16 thirteen normalisations amplify both: at 0.0002 the largest deviation is 7.4 %, at 0.005 19 %.
 * The 53 of ResNet-50 do it more the fewer numbers each is over: its last ones here are over 32, and over 8 the slopes say nothing.
 */
const shallow = { change: 0.005, tolerance: 0.03 };
const deep = { change: 0.0002, tolerance: 0.1 };
const LONGEST = 0.1;
/** Rounding of a loss after a pass through a network, in units of its own last digit: 8 of 2⁻²³. */
const ROUNDING = 8 * 2 ** -23;

/** Moves small parameters off the points where models start: zeros and ones, at which many gradients vanish. */
async function disturb(parameters: readonly Parameter[]): Promise<void> {
  for (const parameter of parameters) {
    if (parameter.size > 5000 || parameter.kind === 'noise-scale') continue;
    const noise = stream(5, `test/${parameter.name}`).normals(parameter.size, 0.1);
    parameter.replace(
      (await parameter.values()).map((value, i) => value + noise[i]),
      parameter.shape,
    );
  }
}

describe.each(tinyModels)('$name', ({ name, build, objective, batch }) => {
  const { change, tolerance } = /^(VGG|ResNet)/u.test(name) ? deep : shallow;

  test('the gradient of every parameter is the slope of the loss', { timeout: 120_000 }, async () => {
    await startOn('wasm');
    const [network, goal, { inputs, targets }] = [build(), objective(), batch()];
    const parameters = [...network.parameters, ...goal.parameters];
    await disturb(parameters);
    const loss = (): tf.Scalar => goal.loss(network.forward(inputs, pass), targets);
    const { value, grads } = tf.variableGrads(
      loss,
      parameters.map(({ variable }) => variable),
    );
    const size = Math.max(1, Math.abs(value.dataSync()[0]));
    let steep = 0;
    for (const parameter of parameters) {
      const gradient = grads[parameter.variable.name].dataSync() as Float32Array;
      const values = Float32Array.from(await parameter.values());
      // Along the gradient every entry moves, and the slope is the gradient's norm: as far above rounding as can be.
      const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
      const at = (distance: number): number => {
        parameter.replace(
          values.map((start, i) => start + (distance * gradient[i]) / norm),
          parameter.shape,
        );
        return tf.tidy(() => loss().dataSync()[0]);
      };
      const distance = Math.min(LONGEST, (change * size) / norm);
      const slope = (at(distance) - at(-distance)) / (2 * distance);
      parameter.replace(values, parameter.shape);
      const rounding = (ROUNDING * size) / distance;
      expect(Math.abs(slope - norm), `${parameter.name}: slope ${slope}, gradient ${norm}`).toBeLessThan(tolerance * norm + rounding);
      if (norm > 10 * rounding) steep++;
    }
    // A bias before batch normalisation has no effect, and its gradient is 0; the others say something.
    const idle = parameters.filter(
      (each) => each.kind === 'bias' && parameters.some((other) => other.name === each.name.replace('/bias', '/norm/scale')),
    );
    expect(steep).toBe(parameters.length - idle.length);
    for (const owned of [network, goal]) owned.dispose();
  });
});
