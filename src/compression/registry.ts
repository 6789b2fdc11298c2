/**
 * The families of compression methods. A family is one folder and one entry here: its settings (read by the page, without tfjs); what runs
 * it is loaded in the worker. A job belongs to the family that has its method.
 */
import { lazily } from '../data/registry.ts';
import { dtcMethods } from './dtc/methods.ts';
import { dtcSettings } from './dtc/settings.ts';
import { l0Methods } from './l0/methods/index.ts';
import { l0Settings } from './l0/settings.ts';
import type { NamedMethod } from './look.ts';
import type { Settings } from './setting.ts';

export interface CompressionFamily {
  /** Name of the family as records carry it in `step.kind`. */
  readonly name: 'dtc' | 'l0';
  readonly title: string;
  readonly summary: string;
  /** Read when they are asked for: methods bring settings of their own. */
  readonly settings: Settings;
  readonly methods: Iterable<NamedMethod>;
}

export const dtcFamily = {
  name: 'dtc',
  title: 'Dual tomographic compression',
  summary: 'Prune hidden layers while they train, by compressed sensing of their weights.',
  settings: dtcSettings,
  methods: dtcMethods,
} as const satisfies CompressionFamily;

export const l0Family = {
  name: 'l0',
  title: 'ℓ0 regularisation',
  summary: 'Train towards few weights, prune at a threshold, fine-tune, and count what network and data take in bytes.',
  get settings() {
    return l0Settings();
  },
  methods: l0Methods,
} as const satisfies CompressionFamily;

export type FamilyName = CompressionFamily['name'];

export const compressionFamilies = [dtcFamily, l0Family] as const satisfies readonly CompressionFamily[];

const methods = lazily(
  () =>
    new Map<string, { readonly family: FamilyName; readonly method: NamedMethod }>(
      compressionFamilies.flatMap((family) => [...family.methods].map((method) => [method.id, { family: family.name, method }] as const)),
    ),
);

/** The family that has a method; that of an unknown one, or of none, is the first, whose schema then says what is wrong. */
export const familyOfMethod = (id: unknown): FamilyName => (typeof id === 'string' && methods().get(id)?.family) || dtcFamily.name;

/** A method of any family; undefined where none has that id. */
export const methodNamed = (id: string): NamedMethod | undefined => methods().get(id)?.method;
