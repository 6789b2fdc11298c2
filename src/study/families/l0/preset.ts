/** What the presets of ℓ0 regularisation share. */
import type { PresetInput } from '../../family.ts';

export const preset = (about: Omit<PresetInput, 'study'>, study: PresetInput['study']): PresetInput => ({ ...about, study });

export const PLAIN = 'At α = 0 it is plain training, pruned as far as that goes without harm.';
