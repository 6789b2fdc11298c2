import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { sizeOf } from '../../../src/data/shape.ts';
import * as tf from '../../../src/nn/tf.ts';
import { parameterCount } from '../../../src/nn/models/network.ts';
import { models } from '../../../src/nn/models/registry.ts';
import { benchModel, benchModels, UNMEASURED } from '../../bench/models.ts';
import { builtModel } from '../../bench/our-models.ts';
import { peakWindow } from '../../bench/peak.ts';
import { stockModel } from '../../bench/stock-models.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

test('every model of the lab is measured, or said not to be', () => {
  expect([...benchModels.map(({ name }) => name), ...UNMEASURED].sort()).toEqual(Object.keys(models).sort());
  expect(() => benchModel('lenet')).toThrow('There is no bench of a model “lenet”');
});

describe.each(benchModels.map((model) => [model.name, model] as const))('%s', (name, model) => {
  test('both sides of the comparison train networks of the same size', () => {
    const network = builtModel(model);
    const { variables } = stockModel(name);
    expect(variables.reduce((sum, { size }) => sum + size, 0)).toBe(parameterCount(network.parameters));
    network.dispose();
    tf.dispose([...variables]);
  });

  test('the data is whole batches of what the model takes', () => {
    const { inputs, targets, width, targetWidth } = model.data();
    expect(width).toBe(sizeOf(models[name].input));
    expect((inputs.length / width) % model.batch).toBe(0);
    expect(targets.length / targetWidth).toBe(inputs.length / width);
    expect(model.outputs).toBe(models[name].outputs);
  });
});

test('the loop that measures the limit of the machine computes what it should', async () => {
  expect((await peakWindow())()).toBeGreaterThan(0);
});
