/**
 * The families of compression methods. A family is one folder and one entry here: its settings (read by the page, without tfjs); what runs
 * it is loaded in the worker. A job belongs to the family that has its method.
 */
import { dtcSettings } from './dtc/settings.ts';
import { l0Settings } from './l0/settings.ts';
import type { Settings } from './setting.ts';

export interface CompressionFamily {
  /** Name of the family as records carry it in `step.kind`. */
  readonly name: 'dtc' | 'l0';
  readonly title: string;
  readonly summary: string;
  readonly settings: Settings;
}

export const dtcFamily = {
  name: 'dtc',
  title: 'Dual tomographic compression',
  summary: 'Prune hidden layers while they train, by compressed sensing of their weights.',
  settings: dtcSettings,
} as const satisfies CompressionFamily;

export const l0Family = {
  name: 'l0',
  title: 'ℓ0 regularisation',
  summary: 'Train towards few weights, prune at a threshold, fine-tune, and count what network and data take in bytes.',
  settings: l0Settings,
} as const satisfies CompressionFamily;

export type FamilyName = CompressionFamily['name'];

export const compressionFamilies = [dtcFamily, l0Family] as const satisfies readonly CompressionFamily[];

const names = new Map<string, FamilyName>(
  compressionFamilies.flatMap(({ name, settings }) => settings.method.options.map(({ value }) => [value, name] as const)),
);

/** The family that has a method; that of an unknown one, or of none, is the first, whose schema then says what is wrong. */
export const familyOfMethod = (method: unknown): FamilyName => (typeof method === 'string' && names.get(method)) || dtcFamily.name;

/** Titles of all methods. */
export const methodTitles: ReadonlyMap<string, string> = new Map(
  compressionFamilies.flatMap(({ settings }) => settings.method.options.map(({ value, title }) => [value, title] as const)),
);
