/** How a job's worker gets at the network that its job begins with: from the stored runs, so that no page has to hand it over. */
import { Archive } from './archive.ts';

const silent = (): void => undefined;
let archive: Archive | null = null;

/** The network file of a digest; null where there is none, or nothing is stored in this browser. */
export async function startNetwork(digest: string): Promise<Uint8Array | null> {
  if (!('indexedDB' in globalThis)) return null;
  archive ??= new Archive(silent, silent);
  return archive.start(digest);
}
