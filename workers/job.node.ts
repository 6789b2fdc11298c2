/** The worker in which a job runs in Node: it exposes a JobRunner and holds no logic. */
import { parentPort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import { offerFiles } from '../src/node/file-fetch.ts';
import { nodeEnvironment } from '../src/node/job-environment.ts';
import { offerWebGpu } from '../src/node/web-gpu.ts';
import { JobRunner } from '../src/study/job-runner.ts';

offerFiles();
offerWebGpu();
Comlink.expose(new JobRunner(nodeEnvironment()), parentPort as unknown as Comlink.Endpoint);
