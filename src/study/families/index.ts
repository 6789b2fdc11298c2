/** The families, one line each, and what follows from the list. A job belongs to the family that has its method. */
import { lazily, Registry } from '../../data/registry.ts';
import type { NamedMethod } from '../../compression/look.ts';
import type { Family } from '../family.ts';
import { methodsOf, settingsOf } from '../settings.ts';
import { dtc } from './dtc/family.ts';
import { l0 } from './l0/family.ts';

export type { Hue, Look, Shape } from '../../compression/look.ts';

export const families = new Registry<Family>('family').add(
  dtc, //
  l0,
);

const byMethod = lazily(
  () => new Map<unknown, Family>(families.all.flatMap((family) => methodsOf(family).map(({ value }) => [value, family] as const))),
);

/**
 * The family of a job, or of anything that says its method where a job does; that of an unknown method, or of none, is the first, whose
 * schema then says what is wrong.
 */
export function familyOf(job: unknown): Family {
  const { compression } = (typeof job === 'object' && job !== null ? job : {}) as { compression?: { method?: unknown } | null };
  const method = typeof compression === 'object' && compression !== null ? compression.method : undefined;
  return byMethod().get(method) ?? families.all[0];
}

const named = lazily(() => new Map(families.all.flatMap((family) => [...family.methods].map((method) => [method.id, method] as const))));

/** A method of any family; undefined where none has that id. */
export const methodNamed = (id: string): NamedMethod | undefined => named().get(id);

/** Every path that a setting has in any family. */
export const allPaths = lazily((): ReadonlySet<string> => new Set(families.all.flatMap((family) => [...settingsOf(family).keys()])));
