/** What verdicts are, and the words that they share. */
import { tellingPaths } from './beside.ts';
import { isPortable } from '../nn/backend-choice.ts';
import type { DigestEnvironment } from './digest.ts';
import { valueAt, type Job, type Study } from './job.ts';
import { METHOD_PATH, methodsOf, settingsOf, type WithSettings } from './settings.ts';

/** How a reproduced result compares with the one it was shared as. */
export interface Verdict {
  /** `none`: there is nothing to compare. */
  readonly kind: 'identical' | 'rounding' | 'consistent' | 'different' | 'none';
  /** In words that a reader of the page understands, with the measure. */
  readonly text: string;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
export const rms = (values: readonly number[]): number => Math.sqrt(mean(values.map((value) => value * value)));

export const percentagePoints = (share: number): string => `${(100 * share).toFixed(2)} percentage points`;
export const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
export const place = ({ backend, device, engine }: DigestEnvironment): string => `${backend} (${device}, Parsimony ${engine})`;

/** What the two sides differ in, where they differ by rounding alone. */
export function otherPlace(there: DigestEnvironment | null, here: DigestEnvironment | null): string {
  if (!there || !here || there.backend !== here.backend) return 'another backend';
  return there.engine === here.engine ? 'another machine or browser' : 'another version of Parsimony';
}

/** What digits that all agree say of other places, as a sentence; empty where the two sides say nothing of them. */
export const samePlaceWords = (there: DigestEnvironment | null, here: DigestEnvironment | null): string =>
  there && here && there.backend === here.backend && there.device === here.device && isPortable(here)
    ? ` Every browser and Node give these digits on ${here.device}.`
    : '';

/** Where the two sides were computed, as a sentence; empty where that is not known. */
export const whereWords = (there: DigestEnvironment | null, here: DigestEnvironment | null): string =>
  there && here ? ` Shared from ${place(there)}, reproduced on ${place(here)}.` : '';

/** A job of a family as a reader would call it: “Magnitude, seed 1”. */
export function jobName(family: WithSettings, study: Study, job: Job): string {
  const paths = tellingPaths(study, job);
  if (paths.length === 0) return 'the job';
  const parts = paths.map((path) => {
    const value = valueAt(job, path);
    const text = Array.isArray(value) ? value.join(' + ') : String(value ?? 'as the job’s');
    return path === METHOD_PATH
      ? (methodsOf(family).find((method) => method.value === text)?.title ?? text)
      : `${(settingsOf(family).get(path)?.title ?? path).toLowerCase()} ${text}`;
  });
  return parts.join(', ');
}
