/** What a job finds in a worker thread of Node. */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { workerData } from 'node:worker_threads';
import { speakTo } from '../data/reader.ts';
import type { JobEnvironment } from '../study/run-job.ts';
import { textOfFile, type TextFile } from './own-text.ts';

/** What the thread is told when it is started. */
export interface JobThreadData {
  /** Folder of the project, below which its packages, kernels and data sets lie. */
  readonly root: string;
  /** A text of a person's own that its job may be about. */
  readonly textFile?: TextFile | null | undefined;
}

/** What runs the job, as records say it. */
export const nodeName = `Node ${process.versions.node} (V8 ${process.versions.v8})`;

/** How addresses below a folder begin. */
export const placesOf = (root: string): string[] => [pathToFileURL(root + sep).href, root + sep];

export function nodeEnvironment(): JobEnvironment {
  speakTo('command');
  const { root, textFile = null } = workerData as JobThreadData;
  const tfjs = join(root, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist');
  const kernels = join(root, 'src', 'nn', 'kernels', 'wasm', 'build');
  return {
    assets: {
      tfjsWasm: {
        'tfjs-backend-wasm.wasm': join(tfjs, 'tfjs-backend-wasm.wasm'),
        'tfjs-backend-wasm-simd.wasm': join(tfjs, 'tfjs-backend-wasm-simd.wasm'),
      },
      kernels: () => readFile(join(kernels, 'kernels.wasm')),
      relaxedKernels: () => readFile(join(kernels, 'kernels-relaxed.wasm')),
    },
    browser: nodeName,
    cores: availableParallelism(),
    places: placesOf(root),
    ownText: textOfFile(textFile),
  };
}
