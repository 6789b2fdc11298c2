/** Images of one's own: which there are, adding, deleting (which can be undone) and using them. */
import * as Comlink from 'comlink';
import type { OwnImageImporter } from '../data/own/importer.ts';
import { deleteOwnDataset, listOwnDatasets, purgeOwnDatasets, restoreOwnDataset } from '../data/own/store.ts';
import type { Study } from '../study/schema.ts';
import type { OwnDataFile, OwnDataState } from './contract.ts';
import type { WorkerLike } from './job-client.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { withOwnImages } from './study-edit.ts';
import { UNDO_MS } from './undo.ts';
import { messageOf } from '../data/message-of.ts';

export function ownDataSlice(
  { get, set }: Access,
  { dataUrl, spawnOwnImages, now }: Pick<LabSurroundings, 'dataUrl' | 'spawnOwnImages' | 'now'>,
  replaceStudy: (study: Study) => void,
): Slice<'ownData', 'listOwnData' | 'addOwnData' | 'deleteOwnData' | 'restoreOwnData' | 'chooseOwnData'> {
  const change = (part: Partial<OwnDataState>): void => set({ ownData: { ...get().ownData, ...part } });

  const isoTime = (before = 0): string => new Date(now() - before).toISOString();
  const withoutDeleted = (sha256: string): OwnDataState['deleted'] =>
    get().ownData.deleted.filter(({ images }) => images.sha256 !== sha256);

  async function list(): Promise<void> {
    try {
      await purgeOwnDatasets(dataUrl(), isoTime(UNDO_MS));
      const entries = await listOwnDatasets();
      change({ entries, deleted: get().ownData.deleted.filter(({ images }) => !entries.some(({ sha256 }) => sha256 === images.sha256)) });
    } catch (error) {
      change({ error: `The images in this browser could not be listed: ${messageOf(error)}` });
    }
  }

  return {
    state: { ownData: { entries: [], deleted: [], adding: null, error: null } },
    actions: {
      listOwnData: list,
      async addOwnData(name, files) {
        if (!spawnOwnImages || get().ownData.adding) return false;
        const worker = spawnOwnImages();
        change({ adding: { name, read: 0, all: files.length }, error: null });
        try {
          await imported(worker, dataUrl(), name, files, (read, all) => change({ adding: { name, read, all } }));
          await list();
          return true;
        } catch (error) {
          change({ error: `“${name}” was not added. ${messageOf(error)}` });
          return false;
        } finally {
          worker.terminate();
          change({ adding: null });
        }
      },
      async deleteOwnData(sha256) {
        const images = get().ownData.entries.find((entry) => entry.sha256 === sha256);
        if (!images) return;
        try {
          const at = isoTime();
          await deleteOwnDataset(dataUrl(), sha256, at);
          change({ error: null, deleted: [...withoutDeleted(sha256), { images, at }] });
          setTimeout(() => {
            // Restored and deleted anew, it has its time anew.
            change({ deleted: get().ownData.deleted.filter((one) => one.at > at) });
            purgeOwnDatasets(dataUrl(), at).catch((error: unknown) =>
              change({ error: `The room of deleted images could not be given back: ${messageOf(error)}` }),
            );
          }, UNDO_MS);
        } catch (error) {
          change({ error: `The images could not be deleted: ${messageOf(error)}` });
        }
        await list();
      },
      async restoreOwnData(sha256) {
        try {
          await restoreOwnDataset(dataUrl(), sha256);
          change({ error: null });
        } catch (error) {
          change({ error: `The images could not be restored: ${messageOf(error)}`, deleted: withoutDeleted(sha256) });
        }
        await list();
      },
      chooseOwnData(sha256) {
        const { study, ownData } = get();
        const images = ownData.entries.find((entry) => entry.sha256 === sha256);
        if (!images) throw new RangeError('These images are not in this browser any more: add them again.');
        replaceStudy(withOwnImages(study, images));
      },
    },
  };
}

/** Has a worker read and keep images. @throws Error from the worker, or because it has stopped */
async function imported(
  worker: WorkerLike,
  dataUrl: string,
  name: string,
  files: readonly OwnDataFile[],
  onRead: (read: number, all: number) => void,
): Promise<void> {
  const importer = Comlink.wrap<OwnImageImporter>(worker);
  const died = new Promise<never>((_resolve, reject) => {
    const end = (): void =>
      reject(new Error('The worker that reads images stopped, perhaps for want of memory. Take fewer or smaller images.'));
    worker.addEventListener('error', end);
    worker.addEventListener('messageerror', end);
  });
  const given = files.map(({ path, blob }) => ({ path, blob }));
  await Promise.race([importer.add(dataUrl, name, given, Comlink.proxy(onRead)), died]);
}
