/** The worker in which a job runs: it exposes a JobRunner and holds no logic. */
import * as Comlink from 'comlink';
import { browserAssets } from '../src/nn/browser-assets.ts';
import { startNetwork } from '../src/lab/archive/start-network.ts';
import { JobRunner } from '../src/study/job-runner.ts';
import { toConsole } from '../src/study/unforeseen.ts';

Comlink.expose(
  new JobRunner({
    assets: browserAssets,
    browser: navigator.userAgent,
    cores: navigator.hardwareConcurrency,
    startNetwork,
    onUnforeseen: toConsole,
  }),
);
