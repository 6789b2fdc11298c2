import { looksLikeNetworkFile, NETWORK_FILE_ENDING } from '../../coding/network-signature.ts';
import type { LabActions } from '../../lab/contract.ts';
import { goTo } from '../route.ts';

/** Opens a file that a person has chosen or dropped: a network by how it begins or is called, a result otherwise. */
export async function openFile(actions: LabActions, file: File): Promise<void> {
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  if (!looksLikeNetworkFile(start) && !file.name.endsWith(`.${NETWORK_FILE_ENDING}`)) return actions.openFile(file);
  goTo('lab');
  return actions.openNetworkFile(file);
}
