/** Where toy waves come from: drawn in the worker, with a setting of their own. */
import { number } from '../../../../src/data/setting.ts';
import { vectorShape } from '../../../../src/data/shape.ts';
import { countSettings, type DataSource } from '../../../../src/data/sources/source.ts';
import { HEIGHTS, waves } from './kind.ts';
import { marking } from './task.ts';

export const drawnWaves: DataSource = {
  id: 'waves',
  title: 'Waves',
  help: 'Waves: eight heights in a row; what is asked is where they rise.',
  kind: waves,
  task: marking,
  origin: 'generated',
  settings: {
    roughness: number({ title: 'Roughness', help: 'Waves: how much of a height is noise.', default: 0.2, min: 0, max: 1, step: 0.1 }),
  },
  facts: () => ({ title: 'Waves', input: vectorShape(HEIGHTS), outputs: HEIGHTS, count: null }),
  shared: countSettings,
  describe: ({ data }) => `${String(data.train)} waves of roughness ${String(data.roughness)}`,
  told: ['data.train', 'data.roughness'],
  codesTest: false,
  network: { activation: 'relu', seedOffset: 42 },
};
