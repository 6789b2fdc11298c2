/** The worker that opens networks, measures and packs them: it exposes a NetworkRunner and holds no logic. */
import * as Comlink from 'comlink';
import { browserAssets } from '../src/nn/browser-assets.ts';
import { NetworkRunner } from '../src/study/network-runner.ts';

Comlink.expose(new NetworkRunner({ assets: browserAssets }));
