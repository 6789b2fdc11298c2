/** The settings of ℓ0 regularisation, and whether a job is one of its methods. */
import { l0DataSettings, l0ModelSettings } from '../../../compression/l0/job-settings.ts';
import { l0TrainingSettings } from '../../../compression/l0/training-settings.ts';
import type { L0Job } from '../../../compression/l0/job.ts';
import { l0Settings } from '../../../compression/l0/settings.ts';
import { l0Methods } from '../../../compression/l0/methods/index.ts';
import { MAX_SEED, type NumberSetting, type Setting } from '../../../data/setting.ts';
import { lazily } from '../../../data/registry.ts';
import { PUBLISHED_SEED, type Job } from '../../job.ts';
import { isOf, type WithSettings } from '../../settings.ts';

export const l0Seed: NumberSetting = {
  kind: 'number',
  title: 'Seed',
  help: 'Sets the initial weights, generated data, dropout and random pruning. Several seeds, separated by commas, repeat the study and give bands.',
  differs: 'The authors’ default is 42; how many seeds the published numbers are over is not said.',
  default: PUBLISHED_SEED,
  min: 0,
  max: MAX_SEED,
  integer: true,
};

/** Each for the methods that it has an effect on. */
const trainingSettings = (): typeof l0TrainingSettings =>
  Object.fromEntries(
    Object.entries<Setting>(l0TrainingSettings).map(([name, setting]) => {
      const others = l0Methods.all.filter(({ idle }) => !idle?.includes(name)).map(({ id }) => id);
      if (others.length === l0Methods.all.length) return [name, setting];
      const conditions = [setting.appliesTo ?? {}].flat();
      return [name, { ...setting, appliesTo: conditions.map((condition) => ({ ...condition, 'compression.method': others })) }];
    }),
  ) as unknown as typeof l0TrainingSettings;

export const l0Described: WithSettings = {
  sections: lazily(() => ({ compression: l0Settings(), model: l0ModelSettings, training: trainingSettings(), data: l0DataSettings() })),
  seed: l0Seed,
};

export const isL0Job = (job: Job): job is L0Job => isOf(l0Described, job);
