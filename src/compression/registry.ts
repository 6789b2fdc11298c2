/**
 * The compression methods of the lab. A method is one folder and one entry here: its settings (read by the page, without tfjs) and how to
 * load what runs it (in the worker).
 */
import type { z } from '../data/zod.ts';
import { dtcSchema, dtcSettings } from './dtc/settings.ts';
import type { Settings } from './setting.ts';

export interface CompressionFamily {
  /** Name of the family as records carry it in `step.kind`. */
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly settings: Settings;
  readonly schema: z.ZodType;
}

export const dtcFamily = {
  name: 'dtc',
  title: 'Dual tomographic compression',
  summary: 'Prune hidden layers while they train, by compressed sensing of their weights.',
  settings: dtcSettings,
  schema: dtcSchema,
} as const satisfies CompressionFamily;

export const compressionFamilies: readonly CompressionFamily[] = [dtcFamily];
