/** The worker in which a kernel is compared with its reference, in Node: it exposes a KernelComparer and holds no logic. */
import { parentPort } from 'node:worker_threads';
import * as Comlink from 'comlink';
import { KernelComparer } from '../src/node/kernel-comparer.ts';
import { nodeEnvironment } from '../src/node/job-environment.ts';
import { offerWebGpu } from '../src/node/web-gpu.ts';

offerWebGpu();
Comlink.expose(new KernelComparer(nodeEnvironment().assets), parentPort as unknown as Comlink.Endpoint);
