/** What commands take from the lab, as one program that is bundled once. */
import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HeadlessLab } from '../lab/headless-lab.ts';
import { placesOf, type JobThreadData } from './job-environment.ts';
import { ShardRun, type ShardReport } from '../lab/plan/shard-run.ts';
import type { BackendChoice } from '../study/events.ts';
import type { TextFile } from './own-text.ts';
import { WorkerThread } from './worker-thread.ts';

export { speakTo } from '../data/reader.ts';
export { jobFileText, outcomeText, parseJobFile, stoppedJob } from '../lab/plan/job-file.ts';
export { differenceWords, merged } from '../lab/plan/merge.ts';
export { MAX_SHARDS, parsePlan, planOf, shardOf } from '../lab/plan/plan.ts';
export { parseShardNote, shardWords } from '../lab/plan/shard-note.ts';
export { resolveStudy } from '../lab/read-study.ts';
export { checkSize } from '../lab/result-file.ts';
export { overlapOf } from '../lab/reuse.ts';
export { rowTitle } from '../study/beside.ts';
export { backendChoices } from '../study/events.ts';
export { applyOverrides } from '../study/overrides.ts';
export { presets } from '../study/presets.ts';
export { familyOf, jobsOf } from '../study/schema.ts';
export { comparerThread } from './comparer-thread.ts';
export { frontDigits } from './front-digits.ts';
export { readTextFile, studyOnText } from './own-text.ts';
export { compressText, expandText } from './text-archive.ts';
export { trainedNetwork } from './trained-network.ts';

/** Where jobs run in worker threads of this process. */
function nodeSurroundings(root: string, program: string, textFile: TextFile | null) {
  const data: JobThreadData = { root, textFile };
  return {
    spawn: () => new WorkerThread(program, data),
    cores: availableParallelism(),
    places: placesOf(root),
    // A thread that ends says so. Dawn compiles shaders within the thread, which took over 10 s on a busy machine.
    leastPatience: 300,
    dataUrl: () => pathToFileURL(join(root, 'public', 'data') + sep).href,
    now: () => Date.now(),
  };
}

/**
 * A lab whose jobs run in worker threads of this process.
 *
 * @param root folder of the project
 * @param program path of the bundled job worker
 * @param textFile a text of a person's own that jobs may be about
 */
export function nodeLab(root: string, program: string, textFile: TextFile | null = null): HeadlessLab<WorkerThread> {
  return new HeadlessLab({
    ...nodeSurroundings(root, program, textFile),
    storage: null,
    // Links lead nowhere from here: no page is served.
    pageUrl: () => pathToFileURL(root + sep).href,
  });
}

/**
 * As `nodeLab`, for some jobs of a plan.
 *
 * @param jobs that run side by side; 0 for one a core
 */
export function nodeShard({ root, program, textFile, jobs, backend }: NodeShard, report: ShardReport): ShardRun<WorkerThread> {
  const surroundings = nodeSurroundings(root, program, textFile);
  const options = { backend, dataUrl: surroundings.dataUrl(), reader: 'command' } as const;
  return new ShardRun({ ...surroundings, cores: jobs || surroundings.cores }, options, report);
}

export interface NodeShard {
  readonly root: string;
  readonly program: string;
  readonly textFile: TextFile | null;
  readonly jobs: number;
  readonly backend: BackendChoice;
}
