// @ts-check
/**
 * The folder of a plan. Any number of machines may work in it at once: every file is written whole under a name of its own, and nothing is
 * ever changed that another machine could be reading.
 *
 *     plan.json               the study, its jobs, and the shards that they are cut into
 *     jobs/ID.json            a job that has finished; ID-2.json where another machine came to something else
 *     failed/ID.json          one that has failed, until it finishes
 *     checkpoints/ID.bin      where a job goes on that was stopped
 *     shards/I-of-N.json      what a shard was doing last, and where
 */
import { mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { codeOf, probe, reasonOf, refusal, removeDrafts, writeNew, writeWhole } from '../whole-file.mjs';

/** @typedef {import('../../../src/lab/plan/plan.ts').Plan} Plan */
/** @typedef {import('../../../src/lab/plan/job-file.ts').JobFile} JobFile */
/** @typedef {import('../../../src/lab/plan/job-file.ts').Origin} Origin */
/** @typedef {import('../../../src/lab/plan/job-file.ts').StoppedJob} StoppedJob */
/** @typedef {import('../../../src/study/schema.ts').Job} Job */
/** @typedef {import('../../../src/study/records.ts').JobRecord} JobRecord */
/** @typedef {import('../../../src/lab/plan/shard-note.ts').ShardNote} ShardNote */
/** @typedef {import('../study-in-node.mjs').NodeLab} NodeLab */

/** See `planParts`. */
const parts = ['jobs', 'failed', 'checkpoints', 'shards'];

/** Reads a file that need not be there. @param {string} path @returns {Promise<Buffer | null>} */
const readIfThere = (path) =>
  readFile(path).catch((error) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw refusal(`${path} cannot be read: ${reasonOf(error)}.`, error);
  });

export class PlanFolder {
  #lab;
  /** Absolute. */
  path;
  plan;
  /** The jobs of the plan's study, by their place in it. */
  jobs;

  /**
   * @param {NodeLab} lab
   * @param {string} path
   * @param {Plan} plan
   */
  constructor(lab, path, plan) {
    this.#lab = lab;
    this.path = path;
    this.plan = plan;
    this.jobs = lab.jobsOf(plan.study);
  }

  /**
   * Makes the folder of a plan. One that holds the same plan is left as it is.
   * @param {NodeLab} lab
   * @param {string} path
   * @param {Plan} plan
   * @returns {Promise<{ folder: PlanFolder, isNew: boolean }>}
   */
  static async create(lab, path, plan) {
    const file = join(path, 'plan.json');
    const text = `${JSON.stringify(plan)}\n`;
    try {
      const there = await readIfThere(file);
      if (there !== null && there.toString() !== text)
        throw refusal(`${path} holds another plan already. Name another folder with --out, or delete this one.`);
      for (const part of parts) await mkdir(join(path, part), { recursive: true });
      if (there === null) await writeWhole(file, text);
      return { folder: new PlanFolder(lab, path, plan), isNew: there === null };
    } catch (error) {
      if (error instanceof Error && error.name === 'Failure') throw error;
      throw refusal(`The plan cannot be written to ${path}: ${reasonOf(error)}. Name another folder with --out.`, error);
    }
  }

  /**
   * @param {NodeLab} lab
   * @param {string} given
   * @returns {Promise<PlanFolder>}
   */
  static async open(lab, given) {
    const path = resolve(given);
    const file = join(path, 'plan.json');
    const entry = await stat(path).catch(() => null);
    if (!entry?.isDirectory()) throw refusal(`There is no folder ${path}. Make one with: npm run study -- plan …`);
    const text = await readIfThere(file);
    if (text === null) throw refusal(`${path} holds no plan.json. Make a plan with: npm run study -- plan …`);
    try {
      return new PlanFolder(lab, path, await lab.parsePlan(text.toString(), file));
    } catch (error) {
      throw refusal(error instanceof Error ? error.message : String(error), error);
    }
  }

  /** Fails as a job's file would fail, before anything is computed. */
  async probe() {
    try {
      for (const part of parts) await mkdir(join(this.path, part), { recursive: true });
      await probe(join(this.path, 'jobs', 'probe.json'));
      for (const part of parts) await removeDrafts(join(this.path, part));
    } catch (error) {
      throw refusal(`Jobs cannot be written to ${this.path}: ${reasonOf(error)}.`, error);
    }
  }

  /**
   * What there is of every job that has ended, by its id; files that are torn or of no job of this plan are told and left out.
   * @param {(line: string) => void} tell
   * @returns {Promise<Map<string, JobFile[]>>}
   */
  async files(tell) {
    /** @type {Map<string, JobFile[]>} */
    const found = new Map();
    const places = new Map(this.plan.jobs.map(({ id }, place) => [id, place]));
    for (const part of ['jobs', 'failed']) {
      const names = (await readdir(join(this.path, part)).catch(() => [])).filter((name) => name.endsWith('.json'));
      // The one that was first has no number.
      for (const name of names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))) {
        const id = name.slice(0, 32);
        const place = places.get(id);
        if (place === undefined) continue;
        const file = await this.#read(join(this.path, part, name), id, place).catch((error) => {
          tell(error.message);
          return null;
        });
        if (file) found.set(id, [...(found.get(id) ?? []), file]);
      }
    }
    return found;
  }

  /** @param {string} path @param {string} id @param {number} place */
  async #read(path, id, place) {
    const text = await readIfThere(path);
    return text && (await this.#lab.parseJobFile(text.toString(), path, id, this.jobs[place]));
  }

  /**
   * Whether a job has finished, here or on another machine; a damaged file counts as none.
   * @param {number} place
   */
  async isFinished(place) {
    const { id } = this.plan.jobs[place];
    return Boolean(await this.#read(join(this.path, 'jobs', `${id}.json`), id, place).catch(() => null));
  }

  /**
   * Keeps a job that has ended. Where another machine has kept it meanwhile, the same is kept once, and something else beside it.
   * @param {number} place
   * @param {JobRecord} record
   * @param {Origin} origin
   * @returns {Promise<'kept' | 'the same' | 'another'>} what was there
   */
  async keep(place, record, origin) {
    const { id } = this.plan.jobs[place];
    const text = await this.#lab.jobFileText(id, record, origin);
    if (record.status !== 'finished') {
      await writeWhole(join(this.path, 'failed', `${id}.json`), text);
      return 'kept';
    }
    const path = join(this.path, 'jobs', `${id}.json`);
    // What is damaged is nobody's result.
    if ((await this.#read(path, id, place).catch(() => null)) === null) await unlink(path).catch(() => undefined);
    const target = await writeNew(path, text);
    const there = target === path ? null : await this.#read(path, id, place).catch(() => null);
    const isSame = there !== null && this.#lab.outcomeText(there.record) === this.#lab.outcomeText(record);
    if (isSame) await unlink(target);
    await this.forget(place);
    await unlink(join(this.path, 'failed', `${id}.json`)).catch(() => undefined);
    return target === path ? 'kept' : isSame ? 'the same' : 'another';
  }

  /** @param {number} place */
  #checkpoint(place) {
    return join(this.path, 'checkpoints', `${this.plan.jobs[place].id}.bin`);
  }

  /**
   * @param {number} place
   * @param {StoppedJob} stopped
   */
  async keepCheckpoint(place, { record, checkpoint, attempt }) {
    await writeWhole(this.#checkpoint(place), serialize({ engine: this.plan.engine, attempt, record, checkpoint }));
  }

  /**
   * Where a job goes on.
   * @param {number} place
   * @returns {Promise<StoppedJob | null>} null where it begins anew
   */
  async stopped(place) {
    const bytes = await readIfThere(this.#checkpoint(place));
    if (bytes === null) return null;
    try {
      return this.#lab.stoppedJob(deserialize(bytes), this.jobs[place]);
    } catch {
      // Of another version of Node, or damaged on the disk.
      return null;
    }
  }

  /** Forgets where a job would go on. @param {number} place */
  async forget(place) {
    await unlink(this.#checkpoint(place)).catch(() => undefined);
  }

  /**
   * @param {string} shard as in “3-of-32”
   * @param {ShardNote} note
   */
  async noteShard(shard, note) {
    await writeWhole(join(this.path, 'shards', `${shard}.json`), `${JSON.stringify(note)}\n`);
  }

  /**
   * What shards were doing last.
   * @returns {Promise<{ shard: string, note: ShardNote }[]>}
   */
  async shardNotes() {
    const names = (await readdir(join(this.path, 'shards')).catch(() => [])).filter((name) => name.endsWith('.json')).sort();
    const notes = await Promise.all(
      names.map(async (name) => {
        const text = await readFile(join(this.path, 'shards', name), 'utf8').catch(() => '');
        const note = this.#lab.parseShardNote(text);
        return note ? [{ shard: name.replace(/\.json$/u, ''), note }] : [];
      }),
    );
    return notes.flat();
  }
}
