/** A trained network as a file: one job, of which the command line otherwise keeps no networks. */
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { JobClient } from '../lab/job-client.ts';
import type { MethodProgress } from '../compression/method.ts';
import type { BackendChoice, JobEvent, NetworkStage } from '../study/events.ts';
import { jobSchema } from '../study/schema.ts';
import type { JobThreadData } from './job-environment.ts';
import type { TextFile } from './own-text.ts';
import { WorkerThread } from './worker-thread.ts';

interface TrainedOptions {
  /** Folder of the project. */
  readonly root: string;
  /** Path of the bundled job worker. */
  readonly program: string;
  /** Checked by the schema. */
  readonly job: unknown;
  readonly backend: BackendChoice;
  readonly stage: NetworkStage;
  /** Told each measured step. */
  readonly report?: (line: string) => void;
  readonly onProgress?: (progress: MethodProgress) => void;
  /** A text of a person's own that the job is about. */
  readonly textFile?: TextFile | null;
  /** Ends it, whatever it is doing. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a job in a thread of this process, and gives the network file that it hands over at that stage.
 * @throws Error if the job fails, is ended, or hands over none
 */
export async function trainedNetwork(options: TrainedOptions): Promise<Uint8Array> {
  const { root, program, job, backend, stage, report, onProgress, textFile = null, signal } = options;
  const data: JobThreadData = { root, textFile };
  let file: Uint8Array | null = null;
  let failure: string | null = null;
  let onEnd: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    onEnd = resolve;
  });
  const take = (event: JobEvent): void => {
    if (event.type === 'network' && event.stage === stage) ({ file } = event);
    if (event.type === 'failed') failure = event.error.message;
    if (event.type === 'step') report?.(JSON.stringify(event.step));
    if (event.type === 'progress') onProgress?.(event);
    if (event.type === 'finished' || event.type === 'failed') onEnd();
  };
  const client = new JobClient(new WorkerThread(program, data), () => undefined);
  signal?.addEventListener('abort', () => client.terminate('It was stopped.'));
  try {
    const dataUrl = pathToFileURL(join(root, 'public', 'data') + sep).href;
    await client.run(jobSchema.parse(job), { backend, dataUrl }, (events) => events.forEach(take));
    // Events come by a way of their own: the last of them may be behind the word that all is over.
    await ended;
  } finally {
    client.terminate('The job has ended.');
  }
  if (failure !== null) throw new Error(failure);
  if (!file) throw new Error(`The job has handed over no network of the stage “${stage}”.`);
  return file;
}
