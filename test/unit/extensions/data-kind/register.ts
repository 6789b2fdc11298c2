/** All that a fork would add to the two lists of data sources. */
import { dataSources } from '../../../../src/data/sources/index.ts';
import { sourceWorkers } from '../../../../src/nn/data/index.ts';
import { drawnWaves } from './source.ts';
import { waveWorker } from './worker.ts';

dataSources.add(drawnWaves);
sourceWorkers.add(waveWorker);
