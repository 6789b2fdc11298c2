/** Controls of a pruned network: as many numbers of each layer, chosen by lot or by their size alone. */
import { l0Methods } from '../../../compression/l0/methods/index.ts';
import { spreadSettings } from '../../../compression/l0/methods/spread-settings.ts';
import { variedPaths } from '../../beside.ts';
import { SEED_PATH, valueAt, type Beside, type Study } from '../../job.ts';
import { METHOD_PATH } from '../../settings.ts';
import { l0MethodOf } from './methods.ts';
import type { L0Run } from './run.ts';

/** Methods that can be given how many numbers stay of each layer. */
const givenSizes = () => l0Methods.all.filter(({ settings }) => settings.prunedOver === spreadSettings.prunedOver);

/**
 * Jobs to stand beside the product of a study: each method that takes sizes, with those that a job has left, and otherwise as that job.
 * None of a job that has pruned nothing, or is such a control itself.
 */
export function controlsOf(study: Study, { job, summary }: Pick<L0Run, 'job' | 'summary'>): Beside[] {
  const { traits } = l0MethodOf(job);
  const isControl = givenSizes().some(({ id }) => id === job.compression.method) && valueAt(job, 'compression.prunedOver') === 'given';
  if (!summary || traits.unpruned || isControl || summary.nonzero === 0 || summary.layers.length === 0) return [];
  const sections = variedPaths(study).filter((path) => path !== SEED_PATH && !path.startsWith('compression.'));
  const others = sections.filter((path) => valueAt(job, path) !== valueAt(study.job, path)).map((path) => [path, valueAt(job, path)]);
  return givenSizes().map(({ id }) => ({
    ...Object.fromEntries(others),
    [METHOD_PATH]: id,
    'compression.prunedOver': 'given',
    'compression.layerSizes': summary.layers.map(({ nonzero }) => nonzero),
  }));
}
