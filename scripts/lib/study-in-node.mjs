// @ts-check
/** A lab without a screen in this process, its jobs in worker threads, for commands. */
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { ensureNodeBundle } from './node-bundle.mjs';
import { projectDir } from './paths.mjs';

/**
 * What runs a study. Each call rejects if what runs it dies.
 *
 * @typedef {object} Runner
 * @property {(
 *   study: import('../../src/study/schema.ts').Study,
 *   options: import('../../src/lab/headless-lab.ts').HeadlessOptions,
 *   report: (progress: import('../../src/lab/headless-lab.ts').Progress) => void,
 *   earlier: import('../../src/study/records.ts').Result | null,
 * ) => Promise<string | null>} run as `HeadlessLab.run`
 * @property {() => Promise<void>} cancel
 * @property {() => Promise<import('../../src/study/records.ts').Result>} result
 * @property {() => Promise<void>} close
 */

/** @typedef {typeof import('../../src/node/lab.ts') & { folder: string }} NodeLab the lab's own functions, and the folder of their bundle */

/** @type {Promise<NodeLab> | null} */
let lab = null;

/**
 * The lab's own functions, bundled for Node.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<NodeLab>}
 */
export function importLab(log) {
  return (lab ??= load(log));
}

/**
 * @param {(line: string) => void} log
 * @returns {Promise<NodeLab>}
 */
async function load(log) {
  // Failures then name the sources and not the bundle.
  process.setSourceMapsEnabled(true);
  const folder = await ensureNodeBundle(log);
  /** @type {typeof import('../../src/node/lab.ts')} */
  const own = await import(pathToFileURL(join(folder, 'lab.mjs')).href);
  own.speakTo('command');
  return { ...own, folder };
}

/**
 * @param {(line: string) => void} log
 * @param {import('../../src/node/own-text.ts').TextFile | null} [textFile] a text of one's own that jobs may be about
 * @returns {Promise<Runner>}
 */
export async function studyInNode(log, textFile = null) {
  const { nodeLab, folder } = await importLab(log);
  const headless = nodeLab(projectDir, join(folder, 'job.mjs'), textFile);
  return {
    run: (study, options, report, earlier) => headless.run(study, options, report, earlier),
    cancel: async () => headless.cancel(),
    result: async () => headless.result(),
    close: async () => headless.dispose(),
  };
}
