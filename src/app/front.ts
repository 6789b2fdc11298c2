/** What the first page finds in a browser's window. */
import { FrontSession } from '../lab/front/session.ts';
import networkUrl from '../ui/front/network/lenet-300-100.parsimony-net?url';
import { dataUrl, spawnNetworkWorker } from './workers.ts';

/** The network of the first page and what is done to it, for as long as the tab is open. */
export const frontSession = (): FrontSession =>
  new FrontSession({
    async networkFile() {
      const response = await fetch(networkUrl).catch(() => null);
      if (!response) throw new Error('The network of this page could not be fetched: there is no connection to the server.');
      if (!response.ok)
        throw new Error(`The network of this page could not be fetched: the server answers with status ${response.status}.`);
      return new Uint8Array(await response.arrayBuffer());
    },
    spawnNetwork: spawnNetworkWorker,
    dataUrl,
  });
