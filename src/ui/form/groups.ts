/** Which settings the form shows at once, and how it gathers the sections of a job. A setting that is not named here is an advanced one. */
import { jobSections } from '../../study/schema.ts';
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
]);

function group(title: string, sections: readonly (keyof typeof jobSections)[], further: readonly string[] = []): Group {
  const paths = [
    ...sections.flatMap((section) => Object.keys(jobSections[section]).map((name) => `${section}.${name}`)),
    ...further,
  ].filter((path) => path !== METHOD_PATH);
  return {
    title,
    shown: paths.filter((path) => shownAtOnce.has(path)),
    advanced: paths.filter((path) => !shownAtOnce.has(path)),
  };
}

/** Every setting but the method, which has a place of its own. */
export const groups: readonly Group[] = [
  group('Method', ['compression']),
  group('Network and training', ['model', 'training'], [SEED_PATH]),
  group('Data', ['data']),
];
