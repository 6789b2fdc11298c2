/** Presets of Dual Tomographic Compression (arXiv 2505.23869 and its notebook). */
import type { PresetInput } from '../../family.ts';
import { PUBLISHED_SEED, type StudyInput } from '../../job.ts';

const axes = [
  { path: 'compression.method', values: ['magnitude', 'random', 'dtc'] },
  { path: 'seed', values: [PUBLISHED_SEED] },
];

const preset = (name: string, title: string, help: string, job: StudyInput['job']): PresetInput => ({
  name,
  title,
  help,
  study: { job, axes },
});

export const dtcPresets: readonly PresetInput[] = [
  preset(
    'dtc-as-published',
    'DTC as published',
    'What the paper’s notebook does: it removes the largest scores and normalises the loss over the batch.',
    { training: { loss: 'batchAxis' }, compression: { prune: 'largest' } },
  ),
  preset(
    'dtc-as-described',
    'DTC as described',
    'What the paper’s text says: the smallest scores go, and the loss is the cross-entropy over classes.',
    { training: { loss: 'classAxis' }, compression: { prune: 'smallest' } },
  ),
  preset(
    'dtc-largest-class-axis',
    'DTC, largest removed, class loss',
    'A third combination that separates the two big differences: the largest scores go, with the loss over classes.',
    { training: { loss: 'classAxis' }, compression: { prune: 'largest' } },
  ),
  preset(
    'dtc-quick',
    'DTC, a quick look',
    'A small network on a tenth of the data: the whole course of a study in seconds. Not comparable with the published curves.',
    { data: { trainImages: 6144, testImages: 2048 }, model: { hidden: [64] }, compression: { batchesPerCycle: 24 } },
  ),
];
