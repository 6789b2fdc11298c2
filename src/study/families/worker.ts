/** What the families do in the worker, one line each. */
import { Registry } from '../../data/registry.ts';
import type { FamilyWorker } from '../family-worker.ts';
import type { Job } from '../job.ts';
import { dtcWorker } from './dtc/worker.ts';
import { familyOf } from './index.ts';
import { l0Worker } from './l0/worker.ts';

export const familyWorkers = new Registry<FamilyWorker>('family of the worker').add(
  dtcWorker, //
  l0Worker,
);

/** The side of the worker of a job's family. @throws RangeError for a family without one */
export const workerOf = (job: Job): FamilyWorker => familyWorkers.get(familyOf(job).id);
