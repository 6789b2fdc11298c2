/** Follows the folder of a plan: what is new in it is read, what was read before stays. */
import type * as Comlink from 'comlink';
import { messageOf } from '../../data/message-of.ts';
import { digestFrom, digestJobOf } from '../../study/digest-of.ts';
import type { Digest } from '../../study/digest.ts';
import { newRecord, type JobRecord, type Result } from '../../study/records.ts';
import { jobsOf, type Job } from '../../study/schema.ts';
import { resultOf } from '../result-file.ts';
import { differencesOf, firstFirst, type Filed } from './merge.ts';
import { PLAN_NAME, planParts, type PlanFiles, type PlanPart } from './plan-files.ts';
import { planSecondsLeft } from './plan-pace.ts';
import type { PlanReader, ReadJob } from './plan-reader.ts';
import type { PlannedJob, PlanState } from './plan-state.ts';
import { PlanError, type Plan } from './plan.ts';
import { parseShardNote, type ShardNote } from './shard-note.ts';

/** Asks the reader of its files, wherever that is. @throws PlanError for what is wrong with a file, WorkerDied */
export type AskReader = <T>(call: (reader: Comlink.Remote<PlanReader>) => Promise<T>) => Promise<T>;

/** A file of a job, as it was when it was read. */
interface Known {
  readonly id: string;
  /** By which it is seen that it was written anew. */
  readonly stamp: string;
  /** What is in it, or what is wrong with it. */
  readonly content: ReadJob | string;
}

/** What was read of a job. */
interface ReadFile {
  readonly path: string;
  readonly content: ReadJob;
}

type View = Pick<PlanState, 'jobs' | 'shards' | 'differences' | 'complaints' | 'secondsLeft'>;

const stampOf = ({ size, lastModified }: File): string => `${size} ${lastModified}`;

const idOf = (name: string): string => name.slice(0, 32);

export class PlanWatch {
  readonly plan: Plan;
  readonly #files: PlanFiles;
  readonly #ask: AskReader;
  readonly #jobs: readonly Job[];
  readonly #ids: ReadonlySet<string>;
  /** By their paths. */
  readonly #known = new Map<string, Known>();
  /** Of jobs that could go on from somewhere. */
  #begun: ReadonlySet<string> = new Set();
  #shards: readonly { readonly shard: string; readonly note: ShardNote }[] = [];

  private constructor(files: PlanFiles, ask: AskReader, plan: Plan) {
    this.#files = files;
    this.#ask = ask;
    this.plan = plan;
    this.#jobs = jobsOf(plan.study);
    this.#ids = new Set(plan.jobs.map(({ id }) => id));
  }

  /** @throws PlanError for a folder that holds no plan, or one that cannot be taken; see `parsePlan` */
  static async open(files: PlanFiles, ask: AskReader): Promise<PlanWatch> {
    const file = await files.file(PLAN_NAME);
    if (!file)
      throw new PlanError(
        `The folder ${files.name} holds no ${PLAN_NAME}. Choose the folder that “npm run study -- plan … --out” has made.`,
      );
    return new PlanWatch(files, ask, await ask((reader) => reader.open(file, `${files.name}/${PLAN_NAME}`)));
  }

  /**
   * Reads what is new.
   * @param onRead told after each file
   * @returns whether anything of a job was
   * @throws Error where the folder can no longer be read, WorkerDied
   */
  async look(onRead: (done: number, all: number) => void): Promise<boolean> {
    // Of a folder that was moved away every part is missing, as of one that nothing has come to.
    if (!(await this.#files.file(PLAN_NAME)))
      throw new PlanError(`The folder ${this.#files.name} is gone, or has no ${PLAN_NAME} any more. Open it again.`);
    const [jobs, failed, checkpoints, shards] = await Promise.all(planParts.map((part) => this.#files.names(part)));
    this.#begun = new Set(checkpoints.map(idOf));
    this.#shards = await this.#notesIn(shards);
    const there = [...this.#paths('jobs', jobs), ...this.#paths('failed', failed)];
    const paths = new Set(there);
    let isNew = false;
    for (const path of this.#known.keys()) if (!paths.has(path)) isNew = this.#known.delete(path);
    const open = there.filter((path) => path.startsWith('failed/') || typeof this.#known.get(path)?.content !== 'object');
    for (const [index, path] of open.entries()) {
      if (await this.#read(path)) isNew = true;
      onRead(index + 1, open.length);
    }
    return isNew;
  }

  /** What there is to show. */
  view(): View {
    const files = this.#byJob();
    const jobs = this.#planned(files);
    const complaints = [...this.#known.values()].flatMap(({ content }) => (typeof content === 'string' ? [content] : []));
    const differences = [...files].flatMap(([id, ofJob]) => differencesOf(id, ofJob.map(filed)));
    return { jobs, shards: this.#shards, differences, complaints, secondsLeft: planSecondsLeft(this.plan, jobs) };
  }

  /** What its jobs have come to. */
  digest(): Digest {
    const files = this.#byJob();
    const contents = this.plan.jobs.map(({ id }) => files.get(id)?.[0].content);
    const jobs = contents.map((content, place) => content?.digest ?? digestJobOf(newRecord(this.#jobs[place]), null));
    return digestFrom(this.plan.study, jobs, contents.find((content) => content?.environment)?.environment ?? null);
  }

  /** All of it, read anew. @throws PlanError for a file that has gone or was changed, WorkerDied */
  async result(): Promise<Result> {
    const files = this.#byJob();
    const records: JobRecord[] = [];
    for (const [place, { id }] of this.plan.jobs.entries()) {
      const path = files.get(id)?.[0].path;
      const file = path === undefined ? null : await this.#files.file(path);
      records.push(
        file ? await this.#ask((reader) => reader.record(file, `${this.#files.name}/${path}`, id)) : newRecord(this.#jobs[place]),
      );
    }
    const environment = records.find((record) => record.environment !== null)?.environment ?? null;
    return resultOf(this.plan.study, records, environment);
  }

  /** Of jobs of this plan; the one that was first has no number. */
  #paths(part: PlanPart, names: readonly string[]): string[] {
    return names
      .filter((name) => name.endsWith('.json') && this.#ids.has(idOf(name)))
      .toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))
      .map((name) => `${part}/${name}`);
  }

  /** @returns whether it is another than was known */
  async #read(path: string): Promise<boolean> {
    const file = await this.#files.file(path);
    if (!file || this.#known.get(path)?.stamp === stampOf(file)) return false;
    const id = idOf(path.slice(path.indexOf('/') + 1));
    const content = await this.#ask((reader) => reader.job(file, `${this.#files.name}/${path}`, id)).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'PlanError') return messageOf(error);
      throw error;
    });
    this.#known.set(path, { id, stamp: stampOf(file), content });
    return true;
  }

  async #notesIn(names: readonly string[]): Promise<{ shard: string; note: ShardNote }[]> {
    const found = await Promise.all(
      names
        .filter((name) => name.endsWith('.json'))
        .map(async (name) => {
          const file = await this.#files.file(`shards/${name}`);
          const note = file && parseShardNote(await file.text());
          return note ? [{ shard: name.replace(/\.json$/u, ''), note }] : [];
        }),
    );
    return found.flat();
  }

  /** What was read of each job, that first which counts. */
  #byJob(): ReadonlyMap<string, readonly ReadFile[]> {
    const found = new Map<string, ReadFile[]>();
    for (const [path, { id, content }] of this.#known)
      if (typeof content === 'object') found.set(id, [...(found.get(id) ?? []), { path, content }]);
    return new Map([...found].map(([id, files]) => [id, firstFirst(files, ({ content }) => content.status)]));
  }

  #planned(files: ReadonlyMap<string, readonly ReadFile[]>): PlannedJob[] {
    const working = this.#shards.flatMap(({ note }) => (note.state === 'working' ? note.jobs : []));
    const told = new Map(working.map(({ id, share }) => [id, share]));
    return this.plan.jobs.map(({ id }): PlannedJob => {
      const content = files.get(id)?.[0].content;
      // One that has failed is run again by its shard.
      const isBegun = this.#begun.has(id) || told.has(id);
      if (!content || (content.status !== 'finished' && isBegun))
        return { status: isBegun ? 'begun' : 'waiting', share: told.get(id) ?? null, origin: null, seconds: null, error: null };
      const { origin, seconds, error } = content;
      return { status: content.status === 'finished' ? 'finished' : 'failed', share: null, origin, seconds, error };
    });
  }
}

/** What a difference is told by. */
const filed = ({ content: { status, origin, outcome, machine } }: ReadFile): Filed => ({
  status,
  host: origin.host,
  outcome: () => outcome,
  machine,
});
