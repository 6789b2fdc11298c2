import { number } from '../../../data/setting.ts';
import { keptNumbers } from '../kept.ts';
import { own, type L0Method, type Strength } from './method.ts';

/** Of methods that prune to a sparsity. */
export const sparsitySettings = {
  targetSparsity: number({
    title: 'Target sparsity',
    help: 'Of methods that prune to it: share of the numbers that are zero in the end.',
    default: 0.95,
    min: 0,
    max: 0.9999,
    step: 0.01,
  }),
} as const;

/** How many numbers it leaves. */
export const leavesShare: L0Method['leaves'] = (job, numbers) => keptNumbers(numbers, own(job, sparsitySettings).targetSparsity);

export const bySparsity: Strength = { setting: 'targetSparsity', words: (value) => `target sparsity ${value}`, along: true };
