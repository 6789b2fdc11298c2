/** Both sides of a comparison, started on the page. */
import { wrap, type Remote } from 'comlink';
import type { BackendName } from '../../src/nn/backend.ts';
import type { Side } from './side.ts';

export interface Sides {
  readonly ours: Remote<Side>;
  readonly stock: Remote<Side>;
  end(): void;
}

/** Starts a worker for each. @throws what a backend says that does not start, or that a worker could not be loaded */
export async function startSides(backend: BackendName): Promise<Sides> {
  const workers = [
    new Worker(new URL('./workers/ours.ts', import.meta.url), { type: 'module' }),
    new Worker(new URL('./workers/stock.ts', import.meta.url), { type: 'module' }),
  ];
  const [ours, stock] = workers.map((worker) => wrap<Side>(worker));
  const broken = workers.map(
    (worker) =>
      new Promise<never>((_resolve, reject) => {
        worker.addEventListener('error', ({ message }) =>
          reject(new Error(`A worker of the bench failed: ${message || 'it did not load'}.`)),
        );
      }),
  );
  await Promise.race([Promise.all([ours.start(backend), stock.start(backend)]), ...broken]);
  return { ours, stock, end: () => workers.forEach((worker) => worker.terminate()) };
}
