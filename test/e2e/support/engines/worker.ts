/** Computes in a worker of a browser, and tells its page. */
import { loadInBrowser } from '../../../../src/data/text-archive/browser-engine.ts';
import { browserAssets } from '../../../../src/nn/browser-assets.ts';
import { compute } from './computed.ts';

postMessage(await compute(browserAssets, loadInBrowser));
