/** A job's record in a few lines that still hold its every bit, for comparing it with what it was elsewhere or earlier. */
import { createHash } from 'node:crypto';
import type { JobRecord, Step } from '../../../src/study/records.ts';
import { canonicalJson } from '../../../src/study/schema.ts';

/** Longer arrays of numbers are told by their ends and a hash. */
const LONGEST = 12;

/** 96 bits of SHA-256 over the shortest decimals that give the same float64 back. */
export const hashOf = (value: unknown): string => createHash('sha256').update(canonicalJson(value)).digest('base64url').slice(0, 16);

/**
 * Settings, steps, summary and losses without times. Numbers stand as they are, so that a difference is found where it lies; of long arrays
 * the number of entries, the first, the last and a hash.
 */
export function outlineOf({
  job,
  status,
  steps,
  summary: whole,
  losses,
}: Omit<JobRecord, 'error' | 'environment' | 'startedAt' | 'seconds'>) {
  // What is counted of the same network besides, since December 2026, is left out.
  const summary = whole && { ...whole, effective: undefined };
  return {
    job,
    status,
    steps: steps.map((step) => shortened(timeless(step))),
    summary: shortened(summary),
    losses: shortened(losses),
    // Of what was computed, in full.
    hash: hashOf({ status, steps: steps.map(timeless), summary, losses }),
  };
}

/** Without times, and without the drawing of the whole network, which records have since November 2026. */
const timeless = (step: Step): object =>
  Object.fromEntries(
    Object.entries(step).flatMap(([key, value]) => {
      if (key === 'seconds') return [];
      return [[key, key === 'connections' ? { ...value, dense: undefined } : value]];
    }),
  );

function shortened(value: unknown): unknown {
  if (Array.isArray(value)) {
    const isLong = value.length > LONGEST && value.every((entry) => typeof entry === 'number');
    return isLong ? `${value.length} from ${value[0]} to ${value.at(-1)}, ${hashOf(value)}` : value.map(shortened);
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shortened(part)]));
}
