/** The settings of a family by their paths, such as `compression.lambda` or `seed`. */
import type { ChoiceSetting, Setting, Settings } from '../data/setting.ts';
import type { Section } from './job.ts';

export { lazily } from '../data/registry.ts';

/** The part of a family that has settings. */
export interface WithSettings {
  /** By section, in the order in which the page shows them. The choice `compression.method` has its methods. */
  sections(): Readonly<Record<Section, Settings>>;
  readonly seed: Setting;
}

export const METHOD_PATH = 'compression.method';

const known = new WeakMap<WithSettings, ReadonlyMap<string, Setting>>();

/** Every setting that an axis, `--set` or the form may name, in the order in which the page shows them. */
export function settingsOf(family: WithSettings): ReadonlyMap<string, Setting> {
  const found = known.get(family);
  if (found) return found;
  const paths = Object.entries(family.sections()).flatMap(([section, settings]) =>
    Object.entries(settings).map(([name, setting]) => [`${section}.${name}`, setting] as const),
  );
  const made = new Map<string, Setting>([...paths, ['seed', family.seed]]);
  known.set(family, made);
  return made;
}

/** The methods of a family, in the order in which the form offers them. @throws TypeError for a family whose method is no choice */
export function methodsOf(family: WithSettings): ChoiceSetting['options'] {
  const setting = settingsOf(family).get(METHOD_PATH);
  if (setting?.kind !== 'choice') throw new TypeError(`A family needs a choice “${METHOD_PATH}”, which names its methods.`);
  return setting.options;
}

/** Whether a job, or anything that says its method where a job does, is of a family. */
export const isOf = (family: WithSettings, { compression }: { readonly compression: { readonly method: string } }): boolean =>
  methodsOf(family).some(({ value }) => value === compression.method);
