/** Presets of ℓ0 regularisation (arXiv 2505.17469, section 4 and code). */
import type { PresetInput } from '../../family.ts';
import { imagePresets } from './image-presets.ts';
import { studentPresets } from './student-presets.ts';
import { textPresets } from './text-presets.ts';

export const l0Presets: readonly PresetInput[] = [...imagePresets, ...studentPresets, ...textPresets];
