/**
 * A digest: what of a study's records fits into a link. What of a job's run that is says its family; a fingerprint of the exact steps lets a
 * reproduction still be called identical.
 */
import type { Study } from './job.ts';
import type { Environment, Run, StoredStatus } from './job-record.ts';
import type { LinkLesson } from './lesson-view.ts';

export interface DigestJob<OfRun extends Run = Run> {
  /** What is known of the job; where it was never begun, or nothing of it was carried, a run without steps. */
  readonly run: OfRun & { readonly status: StoredStatus };
  /** Of its exact steps; null where it is not known. */
  readonly fingerprint: string | null;
}

export type DigestEnvironment = Pick<Environment, 'engine' | 'backend' | 'device'>;

export interface Digest<OfRun extends Run = Run> {
  readonly study: Study;
  /** One for each of the study's jobs, in their order. */
  readonly jobs: readonly DigestJob<OfRun>[];
  readonly environment: DigestEnvironment | null;
  /** What its link shows of it and asks, and what was answered. */
  readonly lesson?: LinkLesson | undefined;
}
