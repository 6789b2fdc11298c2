/** What the first page finds in a browser's window. */
import { readBuildFile } from '../data/build-file.ts';
import { FrontSession } from '../lab/front/session.ts';
import networkUrl from '../ui/front/network/lenet-300-100.parsimony-net?url';
import { dataUrl, spawnNetworkWorker } from './workers.ts';

/** The network of the first page and what is done to it, for as long as the tab is open. */
export const frontSession = (): FrontSession =>
  new FrontSession({
    networkFile: async () => new Uint8Array(await readBuildFile(networkUrl, { what: 'The network of this page' })),
    spawnNetwork: spawnNetworkWorker,
    dataUrl,
  });
