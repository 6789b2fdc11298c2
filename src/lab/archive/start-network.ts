/** How a job's worker gets at the network that its job begins with: from the stored runs, so that no page has to hand it over. */
import { Connection } from './connection.ts';
import { StoredNetworks } from './stored-networks.ts';

const silent = (): void => undefined;
let networks: StoredNetworks | null = null;

/** The network file of a digest; null where there is none, or nothing is stored in this browser. */
export async function startNetwork(digest: string): Promise<Uint8Array | null> {
  if (!('indexedDB' in globalThis)) return null;
  networks ??= new StoredNetworks(new Connection({ onBlocked: silent, onSuperseded: silent, onGone: silent }));
  return networks.start(digest);
}
