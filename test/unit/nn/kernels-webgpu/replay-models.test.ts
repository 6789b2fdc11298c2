// Whole models, replayed: what a captured step computes is bit for bit what the same step computes eagerly.

import { beforeAll, expect } from 'vitest';
import type { DeviceStream } from '../../../../src/nn/kernels/webgpu/device-stream.ts';
import { ReplayedSteps } from '../../../../src/nn/kernels/webgpu/replay.ts';
import { StepBuffer, type StepValues } from '../../../../src/nn/kernels/webgpu/step-buffer.ts';
import { ADAM, Optimizer } from '../../../../src/nn/optimizer.ts';
import { WebGpuUpdater } from '../../../../src/nn/optimizer/webgpu-updater.ts';
import * as tf from '../../../../src/nn/tf.ts';
import { trainStep } from '../../../../src/nn/train.ts';
import { tinyModels } from '../tiny-models.ts';
import { bits, gpuTest, startWithKernels } from './setup.ts';

let stream: DeviceStream;
beforeAll(async () => {
  stream = await startWithKernels();
});

const STEPS = 3;
const valuesAt = (t: number): Partial<StepValues> => ({ step: t, learningRate: 0.003, scale1: 1 / (1 - 0.9 ** t), scale2: 1 / (1 - 0.999 ** t) });

// VGG has dropout, whose layer draws in JavaScript where a step is not captured.
const models = tinyModels.filter(({ name }) => /LeNet-5|transformer, |Gaussian/u.test(name));

gpuTest.each(models)('$name', { timeout: 120_000 }, async ({ build, objective: makeObjective, batch: makeBatch }) => {
  const train = async (
    take: (step: (values: StepBuffer) => tf.Scalar) => Promise<number[]>,
  ): Promise<{ losses: number[]; weights: Uint32Array[] }> => {
    const [network, objective, batch] = [build(), makeObjective(), makeBatch()];
    let optimizer: Optimizer | undefined;
    const losses = await take((own) => {
      optimizer ??= new Optimizer(ADAM, { learningRate: 0.003 }, new WebGpuUpdater(stream, own));
      return trainStep({ network, optimizer, objective }, batch);
    });
    const weights = await Promise.all(network.parameters.map(async (parameter) => bits(await parameter.values())));
    tf.dispose([batch.inputs, batch.targets]);
    optimizer?.dispose();
    network.dispose();
    objective.dispose();
    return { losses, weights };
  };

  const own = new StepBuffer(stream);
  const eager = await train(async (step) => {
    const losses: number[] = [];
    for (let t = 1; t <= STEPS; t++) {
      own.write(valuesAt(t));
      const loss = step(own);
      losses.push((await loss.data())[0]);
      loss.dispose();
    }
    return losses;
  });
  own.dispose();

  const replayed = await train(async (step) => {
    const steps = new ReplayedSteps({ stream, build: (values) => ({ loss: step(values) }) });
    await steps.prepare(1);
    for (let t = 1; t <= STEPS; t++) steps.submit({ batchSize: 1, ...valuesAt(t) });
    const { losses } = await steps.read();
    steps.dispose();
    return Array.from(losses);
  });

  expect(eager.losses.every(Number.isFinite)).toBe(true);
  expect(new Set(eager.losses).size).toBe(STEPS);
  expect(bits(replayed.losses)).toEqual(bits(eager.losses));
  expect(replayed.weights).toEqual(eager.weights);
});
