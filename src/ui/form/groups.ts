/** Which settings the form shows at once, and how it gathers the sections of a job. A setting that is not named here is an advanced one. */
import type { Family } from '../../study/family.ts';
import type { Section } from '../../study/job.ts';
import { METHOD_PATH, SEED_PATH } from '../text/labels.ts';

export interface Group {
  readonly title: string;
  readonly shown: readonly string[];
  /** Folded away under “More”. */
  readonly advanced: readonly string[];
}

const shownAtOnce: ReadonlySet<string> = new Set([
  'compression.prune',
  'compression.rayDomain',
  'compression.lambda',
  'compression.share',
  'compression.batchesPerCycle',
  'model.hidden',
  'training.loss',
  'training.batchSize',
  'training.learningRate',
  SEED_PATH,
  'data.name',
  'compression.alpha',
  'compression.beta',
  'compression.tolerance',
  'compression.targetSparsity',
  'model.name',
  'training.maxEpochs',
  'training.fineTuneMax',
  'data.train',
  'data.length',
]);

function group(family: Family, title: string, sections: readonly Section[], further: readonly string[] = []): Group {
  const all = family.sections();
  const paths = [...sections.flatMap((section) => Object.keys(all[section]).map((name) => `${section}.${name}`)), ...further].filter(
    (path) => path !== METHOD_PATH,
  );
  return {
    title,
    shown: paths.filter((path) => shownAtOnce.has(path)),
    advanced: paths.filter((path) => !shownAtOnce.has(path)),
  };
}

/** Every setting of a family but the method, which has a place of its own. */
export const groupsOf = (family: Family): readonly Group[] => [
  group(family, 'Method', ['compression']),
  group(family, 'Network and training', ['model', 'training'], [SEED_PATH]),
  group(family, 'Data', ['data']),
];
