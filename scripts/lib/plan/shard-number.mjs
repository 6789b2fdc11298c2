// @ts-check
/** Which shard a command is to run: as it was told, or as the scheduler that has started it numbers its tasks. */
import { usageFailure } from '../failure.mjs';

/** @typedef {Readonly<Record<string, string | undefined>>} Variables */

/**
 * How schedulers number what they start at once.
 * @type {readonly { name: string, variable: string, first: (variables: Variables) => number, job?: string }[]}
 */
const schedulers = [
  {
    name: 'Slurm',
    variable: 'SLURM_ARRAY_TASK_ID',
    // Arrays begin where they are told to; a single task of one that is submitted again still has its own number.
    first: ({ SLURM_ARRAY_TASK_MIN: first, SLURM_ARRAY_TASK_MAX: last, PARSIMONY_SHARDS: shards }) =>
      first === '1' && last !== undefined && last === shards ? 1 : 0,
    job: 'SLURM_ARRAY_JOB_ID',
  },
  { name: 'Kubernetes', variable: 'JOB_COMPLETION_INDEX', first: () => 0 },
  { name: 'PBS', variable: 'PBS_ARRAY_INDEX', first: () => 0, job: 'PBS_JOBID' },
  { name: 'Torque', variable: 'PBS_ARRAYID', first: () => 0, job: 'PBS_JOBID' },
  { name: 'LSF', variable: 'LSB_JOBINDEX', first: () => 1, job: 'LSB_JOBID' },
  { name: 'GNU parallel', variable: 'PARALLEL_SEQ', first: () => 1 },
  { name: 'CI', variable: 'CI_NODE_INDEX', first: () => 1 },
];

/** Those that have numbered this process. LSF says 0, and others nothing, where a job is in no array. @param {Variables} variables */
const numbering = (variables) =>
  schedulers.filter(({ name, variable }) => /^\d+$/u.test(variables[variable] ?? '') && !(name === 'LSF' && variables[variable] === '0'));

/**
 * @param {string | undefined} text “3/32”, where shards are counted from 0, or “auto”
 * @param {number} planned how many shards the plan is cut into
 * @param {Variables} variables of the process
 * @returns {{ index: number, count: number }}
 */
export function shardNumber(text, planned, variables) {
  const told = /^(?<index>\d{1,5})\/(?<count>\d{1,5})$/u.exec(text ?? '')?.groups;
  if (told) {
    const [index, count] = [Number(told.index), Number(told.count)];
    if (count < 1 || index >= count)
      throw usageFailure(`--shard ${text}: shards are counted from 0, so that the last of ${count} is ${Math.max(0, count - 1)}/${count}.`);
    return { index, count };
  }
  if (text !== undefined && text !== 'auto')
    throw usageFailure(`--shard takes the number of a shard and how many there are, such as 0/${planned}, or auto; “${text}” is neither.`);
  const found = numbering(variables);
  const [scheduler] = found;
  if (!scheduler) {
    if (text === 'auto')
      throw usageFailure(
        `--shard auto: no scheduler has numbered this command (none of ${schedulers.map(({ variable }) => variable).join(', ')} is set). Name the shard, such as --shard 0/${planned}.`,
      );
    return { index: 0, count: 1 };
  }
  // In an array each task would run everything.
  if (text === undefined)
    throw usageFailure(
      `${scheduler.name} has numbered this command (${scheduler.variable}): give --shard auto for its part, or --shard 0/1 for all jobs.`,
    );
  if (found.length > 1)
    throw usageFailure(
      `--shard auto: ${found.map(({ name, variable }) => `${name} (${variable})`).join(' and ')} both number this command. Name the shard, such as --shard 0/${planned}.`,
    );
  const count =
    scheduler.variable === 'CI_NODE_INDEX' && /^\d+$/u.test(variables.CI_NODE_TOTAL ?? '') ? Number(variables.CI_NODE_TOTAL) : planned;
  const first = scheduler.first({ ...variables, PARSIMONY_SHARDS: String(planned) });
  const index = Number(variables[scheduler.variable]) - first;
  if (index < 0 || index >= count)
    throw usageFailure(
      `--shard auto: ${scheduler.variable} is ${variables[scheduler.variable]}, and the plan has ${count} shards, which are counted from ${first}. Start that many, or name the shard, such as --shard 0/${count}.`,
    );
  return { index, count };
}

/** By which scheduler this process was started, with its number there; null where it was by hand. @param {Variables} variables */
export function schedulerOf(variables) {
  const [scheduler] = numbering(variables);
  if (!scheduler) return variables.SLURM_JOB_ID ? `Slurm ${variables.SLURM_JOB_ID}` : null;
  const job = scheduler.job && variables[scheduler.job];
  return `${scheduler.name} ${job ? `${job}_` : ''}${variables[scheduler.variable]}`;
}
