/** Networks that are kept in the tab, where nothing is stored. What is stored is tested in a browser, in test/e2e/network.spec.ts. */
import { expect, it } from 'vitest';
import { Archive } from '../../../src/lab/archive/archive.ts';
import { Connection } from '../../../src/lab/archive/connection.ts';
import { RunKeeper } from '../../../src/lab/archive/keeper.ts';
import { StoredNetworks } from '../../../src/lab/archive/stored-networks.ts';
import { Tabs } from '../../../src/lab/archive/tabs.ts';
import { NetworkShelf } from '../../../src/lab/network-shelf.ts';

const nothing = (): void => undefined;

// Node has no IndexedDB, as a private window may have none.
const connection = new Connection({ onBlocked: nothing, onSuperseded: nothing, onGone: nothing });
const networks = new StoredNetworks(connection);
const keeper = new RunKeeper(new Archive(connection), networks, new Tabs(nothing), {
  onTrouble: nothing,
  onChange: nothing,
  onStored: nothing,
  onWhole: nothing,
  onParted: nothing,
  now: () => 0,
});
const file = (first: number, length = 4): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(first, 0, 1);

it.each([
  ['a page that stores no runs', null],
  ['a browser that stores nothing', { keeper, networks }],
])('in %s networks are kept in the tab, the newest of each place', async (_name, store) => {
  const told: string[] = [];
  const shelf = new NetworkShelf(store, (message) => told.push(message));
  const place = { run: 'a', job: 0, stage: 'final' } as const;
  await shelf.put(place, file(1));
  await shelf.put({ ...place, stage: 'unpruned' }, file(2));
  await shelf.put({ ...place, run: 'b' }, file(3));
  await shelf.put(place, file(4));
  expect(await shelf.take(place)).toEqual(file(4));
  expect(await shelf.take({ ...place, run: 'b' })).toEqual(file(3));
  if (store === null) expect(await shelf.take({ ...place, job: 1 })).toBeNull();
  expect(await shelf.list('a')).toEqual([
    { job: 0, stage: 'unpruned' },
    { job: 0, stage: 'final' },
  ]);
  await expect(shelf.keepStart('0'.repeat(64), file(1))).rejects.toThrow(/stores nothing|keeps nothing/);
  // That nothing is stored at all is said elsewhere.
  expect(told).toEqual([]);
});

it('keeps no more in the tab than it may, drops the oldest, and says so once until there is room again', async () => {
  const told: string[] = [];
  const shelf = new NetworkShelf(null, (message) => told.push(message));
  const put = (job: number, length: number) => shelf.put({ run: 'a', job, stage: 'final' }, file(job, length));
  const left = async () => (await shelf.list('a')).map(({ job }) => job);
  // As much as it may.
  await put(0, 64e6);
  await put(1, 64e6);
  expect([await left(), told]).toEqual([[0, 1], []]);
  // One byte more, and then more of it.
  await put(2, 1);
  expect(await left()).toEqual([1, 2]);
  await put(3, 128e6);
  expect(await left()).toEqual([3]);
  expect(told).toEqual([expect.stringMatching(/^This tab keeps at most 128 MB of trained networks .* the oldest of them was given up/u)]);
  await shelf.storeAgain();
  await put(4, 1);
  expect(told).toHaveLength(2);
});
