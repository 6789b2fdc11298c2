/** What a family adds to the lists of the lab: a line for the page, and one for the worker. */
import { families } from '../../../../src/study/families/index.ts';
import { familyWorkers } from '../../../../src/study/families/worker.ts';
import { coin } from './family.ts';
import { coinWorker } from './worker.ts';

families.add(coin);
familyWorkers.add(coinWorker);
