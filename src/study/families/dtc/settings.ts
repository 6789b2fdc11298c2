/** The settings of Dual Tomographic Compression, and whether a job is one of its methods. */
import { dtcDataSettings, dtcModelSettings, dtcTrainingSettings } from '../../../compression/dtc/job-settings.ts';
import type { DtcJob } from '../../../compression/dtc/job.ts';
import { dtcSettings } from '../../../compression/dtc/settings.ts';
import { MAX_SEED, type NumberSetting } from '../../../data/setting.ts';
import { lazily } from '../../../data/registry.ts';
import { PUBLISHED_SEED, type Job } from '../../job.ts';
import { isOf, type WithSettings } from '../../settings.ts';

export const dtcSeed: NumberSetting = {
  kind: 'number',
  title: 'Seed',
  help: 'Sets the initial weights, the measurement matrix, random choices and ties. Several seeds, separated by commas, repeat the study and give bands.',
  differs: 'The published runs have one seed, 42424242, for everything; its streams are reproduced here exactly.',
  default: PUBLISHED_SEED,
  min: 0,
  max: MAX_SEED,
  integer: true,
};

export const dtcDescribed: WithSettings = {
  sections: lazily(() => ({ compression: dtcSettings, model: dtcModelSettings, training: dtcTrainingSettings, data: dtcDataSettings })),
  seed: dtcSeed,
};

export const isDtcJob = (job: Job): job is DtcJob => isOf(dtcDescribed, job);
