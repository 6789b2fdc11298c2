/** The models of the benches as jobs build them. */
import { classification, regression, type Objective } from '../../src/nn/loss.ts';
import type { Network } from '../../src/nn/models/network.ts';
import { models } from '../../src/nn/models/registry.ts';
import { transformer } from '../../src/nn/models/transformer.ts';
import { vgg16 } from '../../src/nn/models/vgg-16.ts';
import { SEED, TRANSFORMER, VGG_WIDTH, type BenchModel } from './models.ts';

export const LEARNING_RATE = 1e-3;

export function networkOf({ name }: BenchModel): Network {
  if (name === 'vgg-16') return vgg16({ seed: SEED, width: VGG_WIDTH });
  if (name === 'transformer') return transformer({ seed: SEED, ...TRANSFORMER });
  return models[name].build({ seed: SEED });
}

export const objectiveOf = ({ task }: BenchModel): Objective => (task === 'classification' ? classification('classAxis') : regression());
