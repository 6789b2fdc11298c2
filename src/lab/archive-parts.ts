/** The archive and what speaks for it; it is opened when it is first asked for something. */
import { Archive } from './archive/archive.ts';
import { Connection } from './archive/connection.ts';
import type { ArchiveError } from './archive/database.ts';
import { RunKeeper, type KeeperWatch } from './archive/keeper.ts';
import { Leftovers } from './archive/leftovers.ts';
import { askToLast } from './archive/persistence.ts';
import { StoredNetworks } from './archive/stored-networks.ts';
import { Tabs } from './archive/tabs.ts';
import type { LabSurroundings } from './lab-type.ts';
import type { ArchiveParts, StoredList } from './stored-list.ts';

/** @param list told of what happens to it @param watch what else is told @returns null where runs are not stored */
export function archiveParts(
  { keepRuns, now }: Pick<LabSurroundings, 'keepRuns' | 'now'>,
  list: () => StoredList,
  watch: Pick<KeeperWatch, 'onWhole' | 'onParted'>,
): ArchiveParts | null {
  if (!keepRuns) return null;
  const onStored = askToLast();
  const onTrouble = (error: ArchiveError): void => list().onTrouble(error);
  const onChange = (): void => void list().refresh();
  const tabs = new Tabs(onChange);
  const connection = new Connection({ onBlocked: () => list().onBlocked(), onSuperseded: onTrouble, onGone: () => list().onGone() });
  const archive = new Archive(connection);
  const networks = new StoredNetworks(connection);
  const keeper = new RunKeeper(archive, networks, tabs, { ...watch, onTrouble, onChange, onStored, now });
  return { archive, networks, leftovers: new Leftovers(connection), tabs, keeper, onStored };
}
