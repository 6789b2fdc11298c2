// @ts-check
/**
 * All benches. Each is given the rows that are wanted of it. Most run in Chromium, as a module bundled as the lab is whose default export
 * gives the measurements; the others run in Node, and open what pages they need.
 */
import { measureInNode } from '../../scripts/lib/bench-node.mjs';
import { measureInBrowser } from '../../scripts/lib/bench-page.mjs';
import { frontPage } from './front.mjs';
import { longestTask } from './longest-task.mjs';
import { pauseAndCancel } from './pause-and-cancel.mjs';
import { twoWorkers } from './two-workers.mjs';
import { wholeStudy } from './whole-study.mjs';

/**
 * @typedef {import('./bench.ts').Measurement} Measurement
 * @typedef {(line: string) => void} Log
 *
 * @typedef {object} Bench
 * @property {string[]} names of the rows it gives
 * @property {boolean} [slow] takes minutes, so that it runs only when it is asked for
 * @property {(log: Log, names: readonly string[]) => Promise<Measurement[]>} run
 */

/** Each with its best window beside it. @param {string} row */
const withBest = (row) => [row, `${row}/best`];

const models = ['784-512-10', 'lenet-300-100', 'lenet-5', 'cifar-mlp', 'vgg-16', 'transformer', 'teacher-student'];
/** What `LayersModel.fit` can train on WebAssembly. */
const fitted = ['784-512-10', 'lenet-300-100', 'cifar-mlp', 'teacher-student'];

const stepRows = models.flatMap((model) => [
  ...withBest(`step/${model}/wasm`),
  ...(fitted.includes(model) ? withBest(`step/${model}/wasm/fit`) : []),
  // Only where there is a GPU; a software adapter says nothing about time.
  ...withBest(`step/${model}/webgpu`),
]);

const gemmRows = ['nn', 'tn', 'nt'].flatMap((form) => [`gemm/${form}/512x784x512`, `gemm/${form}/512x784x512/limit`]);

const webGpuRows = models.flatMap((model) =>
  ['dispatches', 'submits', 'createBuffer', 'readbacks', 'js-ms'].map((what) => `webgpu/${model}/${what}`),
);

/** Steps under a method of ℓ0 regularisation, at two sizes of batch. */
const overheadRows = [500, 128].flatMap((batch) =>
  ['rl1', 'drr', 'pmmp', 'hard-concrete'].flatMap((method) => withBest(`l0/lenet-300-100/${batch}/${method}`)),
);

/** Steps on a text, by the width of the transformer. */
const textRows = [16, 32, 64, 96].flatMap((width) => withBest(`text-step/${width}`));

/** @type {Bench[]} */
export const benches = [
  { names: stepRows, run: (log, names) => measureInBrowser('test/bench/step.ts', log, names) },
  { names: gemmRows, run: (log, names) => measureInBrowser('test/bench/gemm.ts', log, names) },
  { names: overheadRows, run: (log, names) => measureInBrowser('test/bench/l0-overhead.ts', log, names) },
  { names: textRows, run: (_log, names) => measureInNode('test/bench/text-step.ts', [names]) },
  {
    names: webGpuRows,
    // A process for each model: Dawn's null device has 512 MiB.
    run: (_log, names) =>
      measureInNode(
        'test/bench/webgpu.ts',
        models.map((model) => names.filter((name) => name.startsWith(`webgpu/${model}/`))).filter((group) => group.length > 0),
      ),
  },
  {
    names: ['lasso/512x51', 'lasso/512x51/default'],
    // The glue of scs-solver makes functions from text, which the policy of the lab forbids.
    run: (log, names) => measureInBrowser('test/bench/lasso.ts', log, names, { withoutPolicy: true }),
  },
  {
    names: ['math/alpha-hull/10000', 'math/adaptive-bins/10000', 'math/isolines/10000'],
    run: (log, names) => measureInBrowser('test/bench/figure-math.ts', log, names),
  },
  {
    names: ['figures/frontier/10000', 'figures/frontier/10000/slider', 'figures/loss-against-size/10000'],
    run: (_log, names) => measureInNode('test/bench/figure-make.ts', [names]),
  },
  { names: ['data/decode'], run: (log, names) => measureInBrowser('test/bench/data-decode.ts', log, names) },
  { names: ['page/longest-task', 'page/longest-task/cpu'], run: longestTask },
  { names: ['front/frame', 'front/accuracy', 'front/digit'], run: frontPage },
  { names: ['page/pause', 'page/cancel'], run: pauseAndCancel },
  { names: ['study/two-workers'], run: twoWorkers },
  { names: ['study/dtc-as-described'], slow: true, run: wholeStudy },
];

/**
 * The benches to run, each with the rows that are wanted of it.
 *
 * @param {readonly Bench[]} all
 * @param {string | undefined} only names or beginnings of paths, separated by commas
 * @param {boolean} full slow ones too
 * @returns {{ bench: Bench, wanted: string[] }[]}
 */
export function chosenBenches(all, only, full) {
  return all
    .filter((bench) => only !== undefined || full || !bench.slow)
    .map((bench) => ({ bench, wanted: bench.names.filter((name) => only === undefined || isNamed(name, only)) }))
    .filter(({ wanted }) => wanted.length > 0);
}

/**
 * @param {string} name
 * @param {string} only
 */
export const isNamed = (name, only) => only.split(',').some((wanted) => name === wanted || name.startsWith(`${wanted}/`));
