/** What a job with one of the ℓ0 methods has. Apart from its schema, which asks the methods: these name this type. */
import type { OwnChoice } from '../../data/sources/source.ts';
import { z } from '../../data/zod.ts';
import type { SettingValues } from '../../data/setting.ts';
import type { L0DataSettings, L0ModelSettings } from './job-settings.ts';
import type { L0TrainingSettings } from './training-settings.ts';
import type { methodSettings } from './method-settings.ts';
import type { pruningSettings } from './pruning-settings.ts';

/** A network that a job begins with, pruned already: it is fine-tuned and not trained before. */
export const startSchema = z.strictObject({
  /** SHA-256 of its network file, which is stored in the browser and travels with no link. */
  network: z.string().regex(/^[0-9a-f]{64}$/),
  /** Where it comes from, in words. */
  from: z.string().min(1).max(200),
});
export type JobStart = z.output<typeof startSchema>;

/** The settings that methods share. Each method's own are there as well: `own` of `methods/method.ts` reads them. */
export type L0Settings = SettingValues<typeof methodSettings> & SettingValues<typeof pruningSettings> & { method: string };

export interface L0Job extends OwnChoice {
  readonly data: L0DataSettings;
  readonly model: L0ModelSettings;
  readonly training: L0TrainingSettings;
  readonly compression: L0Settings;
  readonly seed: number;
  readonly start?: JobStart | undefined;
}
