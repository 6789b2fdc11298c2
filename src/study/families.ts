/** The sections and settings of a job by the family of its method. */
import {
  compressionFamilies,
  dtcFamily,
  familyOfMethod,
  l0Family,
  type CompressionFamily,
  type FamilyName,
} from '../compression/registry.ts';
import { dtcDataSettings, dtcModelSettings, dtcTrainingSettings } from '../compression/dtc/job-settings.ts';
import { l0DataSettings, l0ModelSettings, l0TrainingSettings } from '../compression/l0/job-settings.ts';
import { MAX_SEED, type Setting, type Settings } from '../compression/setting.ts';

export type { Hue, Look, Shape } from '../compression/look.ts';
export { methodNamed, type FamilyName } from '../compression/registry.ts';

/** Seed of the paper's published runs. */
export const PUBLISHED_SEED = 42424242;

export type Section = 'data' | 'model' | 'training' | 'compression';

export interface JobFamily {
  readonly family: CompressionFamily;
  /** In the order in which the page shows them. */
  readonly sections: Readonly<Record<Section, Settings>>;
  /** Every setting that an axis, `--set` or the form may name, by its path, such as `compression.lambda` or `seed`. */
  readonly settings: ReadonlyMap<string, Setting>;
}

const dtcSeed: Setting = {
  kind: 'number',
  title: 'Seed',
  help: 'Sets the initial weights, the measurement matrix, random choices and ties. Several seeds, separated by commas, repeat the study and give bands.',
  differs: 'The published runs have one seed, 42424242, for everything; its streams are reproduced here exactly.',
  default: PUBLISHED_SEED,
  min: 0,
  max: MAX_SEED,
  integer: true,
};

const l0Seed: Setting = {
  ...dtcSeed,
  help: 'Sets the initial weights, generated data, dropout and random pruning. Several seeds, separated by commas, repeat the study and give bands.',
  differs: 'The authors’ default is 42; how many seeds the published numbers are over is not said.',
};

function jobFamily(family: CompressionFamily, sections: JobFamily['sections'], seed: Setting): JobFamily {
  const paths = Object.entries(sections).flatMap(([section, settings]) =>
    Object.entries(settings).map(([name, setting]) => [`${section}.${name}`, setting] as const),
  );
  return { family, sections, settings: new Map<string, Setting>([...paths, ['seed', seed]]) };
}

export const jobFamilies: Readonly<Record<FamilyName, JobFamily>> = {
  dtc: jobFamily(
    dtcFamily,
    { compression: dtcFamily.settings, model: dtcModelSettings, training: dtcTrainingSettings, data: dtcDataSettings },
    dtcSeed,
  ),
  l0: jobFamily(
    l0Family,
    { compression: l0Family.settings, model: l0ModelSettings, training: l0TrainingSettings, data: l0DataSettings() },
    l0Seed,
  ),
};

/** The family of a job, or of anything that says its method where a job does. */
export function familyOf(job: unknown): JobFamily {
  const { compression } = (typeof job === 'object' && job !== null ? job : {}) as { compression?: { method?: unknown } | null };
  return jobFamilies[familyOfMethod(typeof compression === 'object' && compression !== null ? compression.method : undefined)];
}

/** Every path that a setting has in any family. */
export const allPaths: readonly string[] = [...new Set(compressionFamilies.flatMap(({ name }) => [...jobFamilies[name].settings.keys()]))];
