// @ts-check
/** Sweeps on many machines: `npm run study -- plan …`, `… run …` and `… merge …`. */
import { execFileSync } from 'node:child_process';
import { cpus, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArguments, wholeNumber } from '../arguments.mjs';
import { EXIT_FAILED, EXIT_USAGE, Failure, usageFailure } from '../failure.mjs';
import { onInterrupt } from '../interrupt.mjs';
import { OutputFile } from '../output-file.mjs';
import { withTextOf } from '../own-text.mjs';
import { projectDir } from '../paths.mjs';
import { datasetsOf, ensureDataset, ensureInstalled, ensureKernels } from '../steps.mjs';
import { importLab } from '../study-in-node.mjs';
import { duration } from '../table.mjs';
import { reasonOf } from '../whole-file.mjs';
import { PlanFolder } from './folder.mjs';
import { schedulerOf, shardNumber } from './shard-number.mjs';

/** @typedef {import('../../../src/study/schema.ts').Study} Study */
/** @typedef {import('../../../src/study/records.ts').JobRecord} JobRecord */
/** @typedef {import('../../../src/lab/plan/job-file.ts').StoppedJob} StoppedJob */
/** @typedef {import('../../../src/lab/plan/shard-note.ts').ShardNote} ShardNote */

/** Stopped on the way, and can go on: EX_TEMPFAIL of sysexits.h. */
export const EXIT_STOPPED = 75;
/** A merge that lacks jobs. */
export const EXIT_MISSING = 3;

const planUsage =
  'npm run study -- plan <preset | study.json | result link> [--set path=value …] [--text FILE] [--backend NAME] --shards N --out DIR';
const runUsage = 'npm run study -- run DIR [--shard I/N | --shard auto] [--jobs N] [--text FILE] [--quiet]';
const mergeUsage = 'npm run study -- merge DIR [--out FILE]';

/** Seconds between two writings of one job's checkpoint: a machine that dies loses no more. */
const KEEP_EVERY = 15;
/** And between two notes of what a shard is doing, which a page shows that has opened the folder. */
const NOTE_EVERY = 10;

/**
 * @param {string[]} args
 * @param {(spec: string, changes: string[], log: (line: string) => void) => Promise<{ study: Study }>} resolveStudy
 */
export async function planCommand(args, resolveStudy) {
  const { values, positionals } = parseArguments(
    args,
    {
      set: { type: 'string', multiple: true },
      text: { type: 'string' },
      backend: { type: 'string' },
      shards: { type: 'string' },
      out: { type: 'string' },
    },
    { usage: planUsage, positionals: 1 },
  );
  const [spec] = positionals;
  if (spec === undefined || values.out === undefined || values.shards === undefined)
    throw usageFailure(`Name a study, --shards and --out. Usage: ${planUsage}`);
  await ensureInstalled(console.error);
  const lab = await importLab(console.error);
  const shards = wholeNumber(values.shards, 'shards', { min: 1, max: lab.MAX_SHARDS, fallback: 1 });
  const backend = lab.backendChoices.find((choice) => choice === (values.backend ?? 'wasm'));
  if (!backend) throw usageFailure(`There is no backend “${values.backend}”. The backends are ${lab.backendChoices.join(', ')}.`);
  const { study: asked } = await resolveStudy(spec, values.set ?? [], console.error);
  const { study } = await withTextOf(lab, asked, values.text, console.error);
  const plan = await orRefused(lab.planOf(study, shards, backend));
  const { folder, isNew } = await PlanFolder.create(lab, resolve(values.out), plan);
  const seconds = plan.jobs.reduce((sum, job) => sum + job.seconds, 0);
  const longest = Math.max(
    ...Array.from({ length: shards }, (_, index) =>
      lab.shardOf(plan, index, shards).reduce((sum, place) => sum + plan.jobs[place].seconds, 0),
    ),
  );
  console.log(
    `${isNew ? 'Planned' : 'This plan is there already'}: ${plan.jobs.length} jobs in ${shards} shards, about ${duration(seconds)} of one core in all and ${duration(longest)} in the longest shard, on the computer of reference. ` +
      `Run each, wherever ${folder.path} can be reached, with: npm run study -- run ${folder.path} --shard I/${shards} (I from 0 to ${shards - 1}), then: npm run study -- merge ${folder.path} --out result.json`,
  );
  return 0;
}

/** @template T @param {Promise<T>} made @returns {Promise<T>} */
const orRefused = (made) =>
  made.catch((error) => {
    throw error?.name === 'PlanError' ? new Failure(error.message, { exitCode: EXIT_USAGE, cause: error }) : error;
  });

/** @param {string[]} args */
export async function runCommand(args) {
  const { values, positionals } = parseArguments(
    args,
    { shard: { type: 'string' }, jobs: { type: 'string' }, text: { type: 'string' }, quiet: { type: 'boolean' } },
    { usage: runUsage, positionals: 1 },
  );
  const [path] = positionals;
  if (path === undefined) throw usageFailure(`Name the folder of a plan. Usage: ${runUsage}`);
  const jobs = wholeNumber(values.jobs, 'jobs', { min: 1, max: 64, fallback: 0 });
  const log = values.quiet ? () => undefined : (/** @type {string} */ line) => console.error(line);
  await ensureInstalled(log);
  const lab = await importLab(log);
  const folder = await PlanFolder.open(lab, path);
  const { plan } = folder;
  const { index, count } = shardNumber(values.shard, plan.shards, process.env);
  const { study, textFile } = await withTextOf(lab, plan.study, values.text, log);
  if (JSON.stringify(study) !== JSON.stringify(plan.study))
    throw usageFailure(`--text ${values.text}: this is not the text that the plan is about.`);
  await folder.probe();

  const own = lab.shardOf(plan, index, count);
  const isFinished = await Promise.all(own.map((place) => folder.isFinished(place)));
  const open = own.filter((_, rank) => !isFinished[rank]);
  const which = `Shard ${index}/${count}`;
  log(`${which}: ${own.length} jobs, ${own.length - open.length} finished already.`);
  if (open.length === 0) return 0;
  await ensureKernels(log);
  for (const name of await datasetsOf(plan.study)) await ensureDataset(name, log);

  const shard = new Shard(folder, `${index}-of-${count}`, open, log);
  const ended = await shard.run({ program: join(lab.folder, 'job.mjs'), textFile, jobs });
  const finished = ended.records.filter(({ status }) => status === 'finished').length;
  log(`${which}: ${finished} of ${open.length} jobs finished${ended.code === 0 ? '' : '; the others go on when the shard is run again'}.`);
  if (ended.code > 0) return ended.code;
  return finished === open.length ? 0 : EXIT_FAILED;
}

/** Jobs that are run, and what of them is kept. */
class Shard {
  #folder;
  #name;
  /** Places of its jobs in the plan. */
  #open;
  #log;
  /** Of each job: where it could go on, and when that was written. */
  #latest = /** @type {Map<number, { stopped: StoppedJob, isWritten: boolean, at: number }>} */ (new Map());
  /** How often each was begun, by its place in the plan. */
  #attempts = /** @type {Map<number, number>} */ (new Map());
  #doing = /** @type {Map<number, Omit<ShardNote['jobs'][number], 'id'>>} */ (new Map());
  /** Everything is written one after another. */
  #writing = Promise.resolve();
  #trouble = /** @type {string | null} */ (null);
  #scheduler = schedulerOf(process.env);

  /** @param {PlanFolder} folder @param {string} name @param {readonly number[]} open @param {(line: string) => void} log */
  constructor(folder, name, open, log) {
    this.#folder = folder;
    this.#name = name;
    this.#open = open;
    this.#log = log;
  }

  /**
   * @param {{ program: string, textFile: import('../../../src/node/own-text.ts').TextFile | null, jobs: number }} how
   * @returns {Promise<{ records: readonly JobRecord[], code: number }>} the exit code of what has stopped it, 0 if nothing has
   */
  async run({ program, textFile, jobs }) {
    const folder = this.#folder;
    let code = 0;
    let stop = () => {};
    const release = onInterrupt(
      (given) => {
        code = given;
        this.#log('Stopping, and keeping where each job is …');
        stop();
      },
      { SIGINT: 130, SIGTERM: EXIT_STOPPED, SIGHUP: EXIT_STOPPED, SIGUSR1: EXIT_STOPPED },
    );
    const lab = await importLab(this.#log);
    const from = await Promise.all(
      this.#open.map(async (place) => {
        const stopped = await folder.stopped(place);
        this.#attempts.set(place, (stopped?.attempt ?? 0) + 1);
        if (stopped) this.#log(`Job ${folder.plan.jobs[place].id} goes on where it was stopped.`);
        return { job: folder.jobs[place], saved: stopped };
      }),
    );
    const run = lab.nodeShard({ root: projectDir, program, textFile, jobs, backend: folder.plan.backend }, this.#report());
    const noting = setInterval(() => this.#note(), NOTE_EVERY * 1000);
    this.#note();
    try {
      stop = () => run.stop();
      const running = run.run(from);
      // It may have been told to before there was anything to stop.
      if (code > 0) stop();
      const records = await running;
      for (const index of this.#latest.keys()) this.#keepCheckpoint(index);
      this.#note(code === 0 ? 'ended' : 'stopped');
      await this.#writing;
      if (this.#trouble !== null) throw new Failure(this.#trouble);
      return { records, code };
    } finally {
      clearInterval(noting);
      run.dispose();
      release();
    }
  }

  /** @returns {import('../../../src/lab/plan/shard-run.ts').ShardReport} */
  #report() {
    return {
      state: (index, { record, phase, progress }) => {
        if (record.status === 'running' || record.status === 'loading')
          this.#doing.set(index, { share: progress && progress.total > 0 ? progress.done / progress.total : null, phase });
        else this.#doing.delete(index);
      },
      checkpoint: (index, record, checkpoint) => {
        const attempt = this.#attempts.get(this.#open[index]) ?? 1;
        const at = this.#latest.get(index)?.at ?? 0;
        this.#latest.set(index, { stopped: { record, checkpoint, attempt }, isWritten: false, at });
        if (Date.now() - at > KEEP_EVERY * 1000) this.#keepCheckpoint(index);
      },
      ended: (index, record) => {
        this.#latest.delete(index);
        this.#keep(index, record);
      },
    };
  }

  /** @param {() => Promise<void>} work */
  #write(work) {
    this.#writing = this.#writing.then(work).catch((error) => {
      this.#trouble ??= `What was computed could not be written to ${this.#folder.path}: ${reasonOf(error)}. Make room there, and run the shard again.`;
      this.#log(this.#trouble);
    });
  }

  /** @param {number} index */
  #keepCheckpoint(index) {
    const latest = this.#latest.get(index);
    if (!latest || latest.isWritten) return;
    latest.isWritten = true;
    latest.at = Date.now();
    // A job that ends meanwhile has forgotten it.
    this.#write(async () => {
      if (this.#latest.get(index) === latest) await this.#folder.keepCheckpoint(this.#open[index], latest.stopped);
    });
  }

  /** @param {number} index @param {JobRecord} record */
  #keep(index, record) {
    const place = this.#open[index];
    const { id } = this.#folder.plan.jobs[place];
    this.#write(async () => {
      const origin = {
        host: hostname(),
        processor: cpus()[0]?.model.trim() ?? '',
        commit: commitOf(),
        scheduler: this.#scheduler,
        attempt: this.#attempts.get(place) ?? 1,
        endedAt: new Date().toISOString(),
      };
      const there = await this.#folder.keep(place, record, origin);
      const what = record.status === 'finished' ? 'finished' : `failed: ${record.error?.message}`;
      this.#log(
        `Job ${id} ${what} (${duration(record.seconds)})${there === 'the same' ? '; another machine had come to the same' : there === 'another' ? '; ANOTHER MACHINE HAD COME TO SOMETHING ELSE: see merge' : ''}.`,
      );
    });
  }

  /** Says what the shard does, for whoever looks for it later. */
  #note(state = /** @type {ShardNote['state']} */ ('working')) {
    const jobs = [...this.#doing].map(([index, far]) => ({ id: this.#folder.plan.jobs[this.#open[index]].id, ...far }));
    const note = { host: hostname(), process: process.pid, scheduler: this.#scheduler, at: new Date().toISOString(), state, jobs };
    // A word on the side: what it is about is lost by no failure of it.
    this.#writing = this.#writing.then(() => this.#folder.noteShard(this.#name, note)).catch(() => undefined);
  }
}

/** @type {string | null | undefined} */
let commit;

/** Of the program that computes; null where it is not in a repository. */
function commitOf() {
  if (commit === undefined) {
    try {
      commit = execFileSync('git', ['rev-parse', 'HEAD'], {
        cwd: projectDir,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
    } catch {
      commit = null;
    }
  }
  return commit;
}

/** @param {string[]} args */
export async function mergeCommand(args) {
  const { values, positionals } = parseArguments(args, { out: { type: 'string' } }, { usage: mergeUsage, positionals: 1 });
  const [path] = positionals;
  if (path === undefined) throw usageFailure(`Name the folder of a plan. Usage: ${mergeUsage}`);
  await ensureInstalled(console.error);
  const lab = await importLab(console.error);
  const folder = await PlanFolder.open(lab, path);
  const out = values.out === undefined ? null : await OutputFile.open(resolve(values.out));
  try {
    const files = await folder.files((line) => console.error(line));
    const { result, missing, failed, differences } = lab.merged(folder.plan, (id) => files.get(id) ?? []);
    const finished = result.records.length - missing.length - failed.length;
    const written = await out?.write(result);
    console.log(`${finished} of ${result.records.length} jobs have finished${written ? `; the result is in ${written}` : ''}.`);
    for (const difference of differences) console.error(`Job ${difference.id} ${lab.differenceWords(difference)}`);
    await tellUnfinished(folder, missing, failed, result.records);
    if (differences.some(({ isContradiction }) => isContradiction)) return EXIT_USAGE;
    return missing.length + failed.length > 0 ? EXIT_MISSING : 0;
  } finally {
    out?.close();
  }
}

/** Most jobs that are named one by one. */
const MOST_NAMED = 20;

/**
 * @param {PlanFolder} folder
 * @param {readonly number[]} missing
 * @param {readonly number[]} failed
 * @param {readonly JobRecord[]} records
 */
async function tellUnfinished(folder, missing, failed, records) {
  if (missing.length + failed.length === 0) return;
  const lab = await importLab(() => undefined);
  const { plan } = folder;
  const shardOfPlace = new Map(
    Array.from({ length: plan.shards }, (_, index) => index).flatMap((index) =>
      lab.shardOf(plan, index, plan.shards).map((place) => /** @type {const} */ ([place, index])),
    ),
  );
  const named = (/** @type {number} */ place) =>
    `${plan.jobs[place].id} (${lab.rowTitle(plan.study, folder.jobs[place])}, seed ${folder.jobs[place].seed})`;
  for (const place of missing.slice(0, MOST_NAMED))
    console.error(
      `Missing: job ${named(place)} of shard ${shardOfPlace.get(place)}/${plan.shards}${(await folder.stopped(place)) ? ', which was stopped on its way' : ''}.`,
    );
  if (missing.length > MOST_NAMED) console.error(`And ${missing.length - MOST_NAMED} more are missing.`);
  for (const place of failed.slice(0, MOST_NAMED)) console.error(`Failed: job ${named(place)}: ${records[place].error?.message}`);
  if (missing.length === 0) return;
  for (const { shard, note } of await folder.shardNotes())
    if (note.state !== 'ended') console.error(`Shard ${shard} was last heard of at ${note.at} on ${note.host}: ${lab.shardWords(note)}.`);
}
