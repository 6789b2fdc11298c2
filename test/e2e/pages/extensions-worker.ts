/** The worker in which a job runs, with the same extensions. */
import '../../unit/extensions/family/register.ts';
import '../../unit/extensions/data-kind/register.ts';
import '../../unit/extensions/method/register.ts';
import * as Comlink from 'comlink';
import { browserAssets } from '../../../src/nn/browser-assets.ts';
import { JobRunner } from '../../../src/study/job-runner.ts';
import { toConsole } from '../../../src/study/unforeseen.ts';

Comlink.expose(new JobRunner({ assets: browserAssets, browser: navigator.userAgent, cores: 1, onUnforeseen: toConsole }));
