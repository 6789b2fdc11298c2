/** What commands take from the lab, as one program that is bundled once. */
import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HeadlessLab } from '../lab/headless-lab.ts';
import { placesOf, type JobThreadData } from './job-environment.ts';
import type { TextFile } from './own-text.ts';
import { WorkerThread } from './worker-thread.ts';

export { speakTo } from '../data/reader.ts';
export { resolveStudy } from '../lab/read-study.ts';
export { checkSize } from '../lab/result-file.ts';
export { overlapOf } from '../lab/reuse.ts';
export { applyOverrides } from '../study/overrides.ts';
export { presets } from '../study/presets.ts';
export { familyOf } from '../study/schema.ts';
export { comparerThread } from './comparer-thread.ts';
export { frontDigits } from './front-digits.ts';
export { readTextFile, studyOnText } from './own-text.ts';
export { compressText, expandText } from './text-archive.ts';
export { trainedNetwork } from './trained-network.ts';

/**
 * A lab whose jobs run in worker threads of this process.
 *
 * @param root folder of the project
 * @param program path of the bundled job worker
 * @param textFile a text of a person's own that jobs may be about
 */
export function nodeLab(root: string, program: string, textFile: TextFile | null = null): HeadlessLab<WorkerThread> {
  const data: JobThreadData = { root, textFile };
  return new HeadlessLab({
    spawn: () => new WorkerThread(program, data),
    cores: availableParallelism(),
    places: placesOf(root),
    // A thread that ends says so. Dawn compiles shaders within the thread, which took over 10 s on a busy machine.
    leastPatience: 300,
    storage: null,
    dataUrl: () => pathToFileURL(join(root, 'public', 'data') + sep).href,
    // Links lead nowhere from here: no page is served.
    pageUrl: () => pathToFileURL(root + sep).href,
    now: () => Date.now(),
  });
}
