/**
 * Settings of ℓ0 regularisation, its relatives and its baselines (arXiv 2505.17469 and its code).
 * This file and those it joins are data: they are read by the page and must not import tfjs.
 */
import type { SettingValues } from '../setting.ts';
import { methodSettings } from './method-settings.ts';
import { pruningSettings } from './pruning-settings.ts';

export const l0Settings = { ...methodSettings, ...pruningSettings } as const;
export type L0Settings = SettingValues<typeof l0Settings>;
