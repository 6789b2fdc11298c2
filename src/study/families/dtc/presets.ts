/** Presets of Dual Tomographic Compression (arXiv 2505.23869 and its notebook). */
import type { PresetInput } from '../../family.ts';
import { PUBLISHED_SEED, type StudyInput } from '../../job.ts';

const axes = [
  { path: 'compression.method', values: ['magnitude', 'random', 'dtc'] },
  { path: 'seed', values: [PUBLISHED_SEED] },
];

/** Beside the paper's three methods the same network trained as long without a prune. */
const axesWithControl = [{ ...axes[0], values: [...axes[0].values, 'no-pruning'] }, axes[1]];

const preset = (about: Omit<PresetInput, 'study'>, job: StudyInput['job'], along: StudyInput['axes'] = axes): PresetInput => ({
  ...about,
  study: { job, axes: along },
});

export const dtcPresets: readonly PresetInput[] = [
  preset(
    {
      name: 'dtc-as-published',
      title: 'DTC as published',
      kind: 'paper',
      line: 'A layer of 512 neurons loses a tenth at a time: by score, by size, at random.',
      from: 'Table 1, figures 1 to 5',
      help: 'What the paper’s notebook does: it removes the largest scores and normalises the loss over the batch.',
    },
    { training: { loss: 'batchAxis' }, compression: { prune: 'largest' } },
  ),
  preset(
    {
      name: 'dtc-as-described',
      title: 'DTC as described',
      kind: 'paper',
      line: 'The same, as the paper’s text has it: the smallest scores go.',
      from: 'The method as its text has it',
      help: 'What the paper’s text says: the smallest scores go, and the loss is the cross-entropy over classes.',
    },
    { training: { loss: 'classAxis' }, compression: { prune: 'smallest' } },
  ),
  preset(
    {
      name: 'dtc-largest-class-axis',
      title: 'DTC, largest removed, class loss',
      kind: 'control',
      line: 'Tells two differences of text and notebook apart: scores of one, loss of the other.',
      help: 'A third combination that separates the two big differences: the largest scores go, with the loss over classes.',
    },
    { training: { loss: 'classAxis' }, compression: { prune: 'largest' } },
  ),
  preset(
    {
      name: 'dtc-quick',
      title: 'DTC, a quick look',
      kind: 'quick',
      line: 'A layer of 64 neurons shrinks in seconds: does it matter which neurons go?',
      help: 'A small network on a tenth of the data: the whole course of a study in seconds. Not comparable with the published curves.',
    },
    { data: { trainImages: 6144, testImages: 2048 }, model: { hidden: [64] }, compression: { batchesPerCycle: 24 } },
    axesWithControl,
  ),
];
