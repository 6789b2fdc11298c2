/** What the penalties add to the objective, against the vectors of the specification. */
import { describe, expect, test } from 'vitest';
import { Parameter, type ParameterKind } from '../../../src/nn/layers/parameter.ts';
import type { Penalty } from '../../../src/nn/optimizer/hyper.ts';
import { MinimaxGame } from '../../../src/nn/optimizer/terms/minimax.ts';
import { penaltyValue } from '../../../src/nn/optimizer/penalty-value.ts';
import * as tf from '../../../src/nn/tf.ts';
import vectors from '../../reference/l0-test-vectors.json';
import { penalties } from '../support/terms.ts';
import { startOn } from './start.ts';

const kindOf: Readonly<Record<string, Penalty['kind']>> = { drr: 'exponential', gaussian: 'gaussian', student_t: 'student-t', l1: 'l1' };

async function valueOf(theta: readonly number[], terms: Parameters<typeof penalties>[0], kind: ParameterKind = 'weight'): Promise<number> {
  const parameter = new Parameter('layer/weight', kind, Float32Array.from(theta), [theta.length]);
  try {
    return await penaltyValue([parameter], penalties(terms));
  } finally {
    parameter.dispose();
  }
}

describe.each(['cpu', 'wasm'] as const)('%s', (backend) => {
  test.each(vectors.smooth_penalties.cases)('$kind with $params has the total of the vector', async ({ kind, params, theta, total }) => {
    await startOn(backend);
    const { alpha, beta, rho } = params as { alpha: number; beta: number; rho?: number };
    const terms = kind === 'l2' ? { rho } : { penalty: { kind: kindOf[kind], alpha, beta } };
    // Sums of float32, which has 24 bits.
    expect(Math.abs((await valueOf(theta, terms)) / total - 1)).toBeLessThan(1e-6);
  });

  test('strengths scale it, and what is exempt adds nothing', async () => {
    await startOn(backend);
    const penalty: Penalty = { kind: 'l1', alpha: 0.5 };
    expect(await valueOf([1, -2], { penalty })).toBe(1.5);
    expect(await valueOf([1, -2], { penalty, strength: new Map([['layer/weight', 2]]) })).toBe(3);
    expect(await valueOf([1, -2], { penalty, rho: 1, exempt: ['batch-norm-scale'] }, 'batch-norm-scale')).toBe(0);
    expect(await valueOf([1, -2], {})).toBe(0);
  });

  test('PMMP adds α Σγ', async () => {
    await startOn(backend);
    const parameter = new Parameter('layer/weight', 'weight', new Float32Array(4), [4]);
    const game = new MinimaxGame([parameter], { gamma: 0.5, u: 3, uFactor: 1 });
    const before = tf.memory().numTensors;
    expect(await penaltyValue([parameter], [{ term: game, weight: 0.25 }])).toBe(0.5);
    expect(tf.memory().numTensors).toBe(before);
    game.dispose();
    parameter.dispose();
  });
});
