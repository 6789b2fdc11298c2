/** The command's end of a thread in which kernels are compared with their references. */
import * as Comlink from 'comlink';
import type { JobThreadData } from './job-environment.ts';
import type { KernelComparer, Started } from './kernel-comparer.ts';
import { WorkerThread } from './worker-thread.ts';

export interface ComparerThread extends Pick<KernelComparer, 'start' | 'compare'> {
  end(): void;
}

/**
 * Starts a thread; its calls reject if it ends by itself.
 *
 * @param root folder of the project
 * @param program path of the bundled worker
 */
export function comparerThread(root: string, program: string): ComparerThread {
  const data: JobThreadData = { root };
  const thread = new WorkerThread(program, data);
  const remote = Comlink.wrap<KernelComparer>(thread);
  const died = new Promise<never>((_resolve, reject) => {
    thread.addEventListener('error', (event) => {
      const { message } = event as ErrorEvent;
      reject(new Error(`The thread in which kernels are compared ended: ${message}`));
    });
  });
  // It matters only to calls that are under way.
  died.catch(() => undefined);
  return {
    start: (backend) => Promise.race<Started>([remote.start(backend), died]),
    compare: (...given) => Promise.race([remote.compare(...given), died]),
    end: () => thread.terminate(),
  };
}
