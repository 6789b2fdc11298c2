/** Studies that can be run with one click, or by name from the command line. */
import { lazily } from '../data/registry.ts';
import { families } from './families/index.ts';
import type { PresetInput } from './family.ts';
import { studySchema, type Study } from './schema.ts';

export interface Preset extends Omit<PresetInput, 'study'> {
  readonly study: Study;
}

/** The presets of all families, the first being the one that the page opens with. */
export const presets = lazily((): readonly Preset[] =>
  families.all.flatMap((family) =>
    family.presets.map((preset) => ({
      ...preset,
      study: studySchema.parse({ name: preset.title, preset: preset.name, ...preset.study }),
    })),
  ),
);

/** @throws if there is no preset of that name. */
export function presetByName(name: string): Preset {
  const found = presets().find((candidate) => candidate.name === name);
  if (!found)
    throw new RangeError(
      `There is no preset “${name}”. The presets are ${presets()
        .map((candidate) => candidate.name)
        .join(', ')}.`,
    );
  return found;
}
