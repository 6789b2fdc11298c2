// @ts-check
/**
 * `npm run study -- submit DIR --slurm`: the shards of a plan as an array of Slurm jobs, and after them the merge. The scripts are written
 * beside the plan, to be read and changed, and a plan that is submitted again runs what is missing.
 */
import { execFile } from 'node:child_process';
import { access, constants, mkdir } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parseArguments, wholeNumber } from '../arguments.mjs';
import { Failure, usageFailure } from '../failure.mjs';
import { projectDir } from '../paths.mjs';
import { ensureInstalled, ensureKernels } from '../steps.mjs';
import { importLab } from '../study-in-node.mjs';
import { reasonOf, refusal, writeWhole } from '../whole-file.mjs';
import { PlanFolder } from './folder.mjs';

const usage = 'npm run study -- submit DIR --slurm [--at-once N] [--cores N] [--time MINUTES] [--out FILE] [--write-only]';

/** Seconds before the end of its time at which a task is told: Slurm looks at that only now and then, so that it comes up to a minute late. */
const WARNING_SECONDS = 120;

/** A word as the shell takes it. @param {string} word */
const quoted = (word) => `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * @param {{ folder: string, shards: number, atOnce: number, cores: number, minutes: number }} asked
 * @returns {string} the script of an array of tasks, one a shard
 */
export function shardScript({ folder, shards, atOnce, cores, minutes }) {
  return `#!/bin/bash
# One task a shard of the plan in the folder below. What is missing runs when it is submitted again.
#SBATCH --job-name=parsimony
#SBATCH --array=0-${shards - 1}%${atOnce}
#SBATCH --cpus-per-task=${cores}
#SBATCH --time=${minutes}
#SBATCH --signal=B:USR1@${WARNING_SECONDS}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=${join(folder, 'slurm', '%A_%a.log')}

cd ${quoted(projectDir)} || exit 1
${quoted(process.execPath)} scripts/study.mjs run ${quoted(folder)} --shard "$SLURM_ARRAY_TASK_ID/${shards}" --jobs "\${SLURM_CPUS_PER_TASK:-1}" &
run=$!

# Time is nearly up: the command keeps where each job is, and the task queues again for the rest.
is_over=
trap 'again=yes; is_over=yes; kill -USR1 "$run"' USR1
# Somebody else needs the node, or has cancelled the task: it keeps where each job is, and who has sent this decides on the rest.
trap 'again=yes; kill -TERM "$run" 2>/dev/null' TERM HUP

# A signal ends a wait, and only the next one tells how the command has ended; of one that was told already it is 127.
code=127 again=yes
while [ -n "$again" ]; do
  again=
  wait "$run"
  ended=$?
  [ "$ended" -eq 127 ] || code=$ended
done
if [ "$code" -eq 75 ] && [ -n "$is_over" ]; then
  # By the numbers of the array: $SLURM_JOB_ID is the whole array's in its last task.
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"
fi
exit "$code"
`;
}

/**
 * @param {{ folder: string, out: string }} asked
 * @returns {string} the script that merges
 */
export function mergeScript({ folder, out }) {
  return `#!/bin/bash
#SBATCH --job-name=parsimony-merge
#SBATCH --time=30
#SBATCH --open-mode=append
#SBATCH --output=${join(folder, 'slurm', 'merge-%j.log')}

cd ${quoted(projectDir)} || exit 1
exec ${quoted(process.execPath)} scripts/study.mjs merge ${quoted(folder)} --out ${quoted(out)}
`;
}

/** @param {string} program */
async function isThere(program) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/** @param {string[]} args */
export async function submitCommand(args) {
  const { values, positionals } = parseArguments(
    args,
    {
      slurm: { type: 'boolean' },
      'at-once': { type: 'string' },
      cores: { type: 'string' },
      time: { type: 'string' },
      out: { type: 'string' },
      'write-only': { type: 'boolean' },
    },
    { usage, positionals: 1 },
  );
  const [path] = positionals;
  if (path === undefined || !values.slurm)
    throw usageFailure(`Name the folder of a plan, and --slurm, the scheduler that is known here. Usage: ${usage}`);
  await ensureInstalled(console.error);
  const lab = await importLab(console.error);
  const { plan, path: folder } = await PlanFolder.open(lab, path);
  const { shards } = plan;
  const atOnce = wholeNumber(values['at-once'], 'at-once', { min: 1, max: 1000, fallback: Math.min(shards, 8) });
  const cores = wholeNumber(values.cores, 'cores', { min: 1, max: 64, fallback: 1 });
  const minutes = wholeNumber(values.time, 'time', { min: 1, max: 43_200, fallback: 240 });
  const out = resolve(values.out ?? join(folder, 'result.json'));
  if (/[\n%]/u.test(folder))
    throw usageFailure(`Slurm reads “%” in the names of logs: take a folder without it for the plan, not ${folder}.`);
  const [shard, merge] = [join(folder, 'slurm', 'shard.sbatch'), join(folder, 'slurm', 'merge.sbatch')];
  try {
    // A missing folder for logs fails every task without a word.
    await mkdir(join(folder, 'slurm'), { recursive: true });
    await writeWhole(shard, shardScript({ folder, shards, atOnce, cores, minutes }));
    await writeWhole(merge, mergeScript({ folder, out }));
  } catch (error) {
    throw refusal(`The scripts cannot be written to ${folder}: ${reasonOf(error)}.`, error);
  }
  const byHand = `sbatch ${shard}, and then sbatch --dependency=afterany:NUMBER ${merge}`;
  if (values['write-only']) {
    console.log(`Written, and not submitted: ${shard} and ${merge}. Submit them with: ${byHand}`);
    return 0;
  }
  if (!(await isThere('sbatch')))
    throw new Failure(`There is no sbatch here, by which jobs are submitted to Slurm. Where there is one: ${byHand}`);
  // Tasks that begin at once would all do that at once.
  await ensureKernels(console.error);
  const job = await sbatch([shard]);
  const last = await sbatch([`--dependency=afterany:${job}`, merge]);
  console.log(
    `Submitted: ${shards} tasks, ${atOnce} at once, as job ${job}; then ${last} merges them into ${out}. Look at them with squeue, at their logs in ${join(folder, 'slurm')}. What is missing then runs when this is given again.`,
  );
  return 0;
}

/** @param {string[]} args @returns {Promise<string>} the number of the job */
async function sbatch(args) {
  try {
    const { stdout } = await promisify(execFile)('sbatch', ['--parsable', ...args]);
    return stdout.trim().split(';')[0] ?? '';
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Failure(`Slurm has not taken it: ${said || (error instanceof Error ? error.message : String(error))}`, { cause: error });
  }
}
