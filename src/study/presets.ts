/** Studies that can be run with one click, or by name from the command line. */
import { l0Presets } from './families/l0/presets.ts';
import type { Preset } from './preset.ts';
import { PUBLISHED_SEED, studySchema, type StudyInput } from './schema.ts';

export type { Preset } from './preset.ts';

const methods = { path: 'compression.method', values: ['magnitude', 'random', 'dtc'] };
const seeds = { path: 'seed', values: [PUBLISHED_SEED] };

const preset = (name: string, title: string, help: string, study: Omit<StudyInput, 'name' | 'preset'>): Preset => ({
  name,
  title,
  help,
  study: studySchema.parse({ name: title, preset: name, axes: [methods, seeds], ...study }),
});

/** The presets, the first being the one that the page opens with. */
export const presets: readonly Preset[] = [
  preset(
    'dtc-as-published',
    'DTC as published',
    'What the paper’s notebook does: it removes the largest scores and normalises the loss over the batch.',
    { job: { training: { loss: 'batchAxis' }, compression: { prune: 'largest' } } },
  ),
  preset(
    'dtc-as-described',
    'DTC as described',
    'What the paper’s text says: the smallest scores go, and the loss is the cross-entropy over classes.',
    { job: { training: { loss: 'classAxis' }, compression: { prune: 'smallest' } } },
  ),
  preset(
    'dtc-largest-class-axis',
    'DTC, largest removed, class loss',
    'A third combination that separates the two big differences: the largest scores go, with the loss over classes.',
    { job: { training: { loss: 'classAxis' }, compression: { prune: 'largest' } } },
  ),
  preset(
    'dtc-quick',
    'DTC, a quick look',
    'A small network on a tenth of the data: the whole course of a study in seconds. Not comparable with the published curves.',
    {
      job: {
        data: { trainImages: 6144, testImages: 2048 },
        model: { hidden: [64] },
        compression: { batchesPerCycle: 24 },
      },
    },
  ),
  ...l0Presets,
];

/** @throws if there is no preset of that name. */
export function presetByName(name: string): Preset {
  const found = presets.find((candidate) => candidate.name === name);
  if (!found)
    throw new RangeError(`There is no preset “${name}”. The presets are ${presets.map((candidate) => candidate.name).join(', ')}.`);
  return found;
}
