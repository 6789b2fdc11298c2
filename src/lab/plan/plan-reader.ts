/** The worker's part in reading the folder of a plan: files are parsed and checked here, and the page gets what it shows of each. */
import { hexOf, sha256 } from '../../data/sha256.ts';
import { digestJobOf, fingerprintOfRecord } from '../../study/digest-of.ts';
import type { DigestJob } from '../../study/digest.ts';
import type { Environment, JobRecord } from '../../study/records.ts';
import { jobsOf, type Job } from '../../study/schema.ts';
import { machineOf, outcomeText, parseJobFile, type JobFile, type Origin } from './job-file.ts';
import { parsePlan, PlanError, type Plan } from './plan.ts';

/** What is shown of a file of a job, and what others of the same job are compared by. */
export interface ReadJob {
  readonly status: JobRecord['status'];
  readonly origin: Origin;
  readonly seconds: number;
  readonly error: string | null;
  readonly environment: Environment | null;
  /** Stands for `outcomeText`. */
  readonly outcome: string;
  /** See `machineOf`. */
  readonly machine: string;
  readonly digest: DigestJob;
}

/** It reads the folder of one plan. */
export class PlanReader {
  #jobs: ReadonlyMap<string, Job> = new Map();

  /** @param name for messages @throws PlanError, see `parsePlan` */
  async open(file: Blob, name: string): Promise<Plan> {
    const plan = await parsePlan(await file.text(), name);
    const jobs = jobsOf(plan.study);
    this.#jobs = new Map(plan.jobs.map(({ id }, place) => [id, jobs[place]]));
    return plan;
  }

  /** @param path of the file, for messages @param id of its job @throws PlanError, see `parseJobFile` */
  async job(file: Blob, path: string, id: string): Promise<ReadJob> {
    const { record, origin } = await this.#file(file, path, id);
    const outcome = hexOf(await sha256(new TextEncoder().encode(outcomeText(record)), () => new PlanError('There is no SHA-256 here.')));
    return {
      status: record.status,
      origin,
      seconds: record.seconds,
      error: record.error?.message ?? null,
      environment: record.environment,
      outcome,
      machine: machineOf(record),
      digest: digestJobOf(record, await fingerprintOfRecord(record)),
    };
  }

  /** All of what a job came to. @throws PlanError, see `parseJobFile` */
  async record(file: Blob, path: string, id: string): Promise<JobRecord> {
    return (await this.#file(file, path, id)).record;
  }

  async #file(file: Blob, path: string, id: string): Promise<JobFile> {
    const job = this.#jobs.get(id);
    if (!job) throw new PlanError(`${path} is of no job of this plan.`);
    return parseJobFile(await file.text(), path, id, job);
  }
}
