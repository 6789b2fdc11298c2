/** Images of one's own: which there are, adding, deleting and using them. */
import * as Comlink from 'comlink';
import type { OwnImageImporter } from '../data/own/importer.ts';
import { listOwnDatasets, removeOwnDataset } from '../data/own/store.ts';
import type { Study } from '../study/schema.ts';
import type { OwnDataState } from './contract.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { withOwnImages } from './study-edit.ts';

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export function ownDataSlice(
  { get, set }: Access,
  { dataUrl, spawnOwnImages }: Pick<LabSurroundings, 'dataUrl' | 'spawnOwnImages'>,
  replaceStudy: (study: Study) => void,
): Slice<'ownData', 'listOwnData' | 'addOwnData' | 'deleteOwnData' | 'chooseOwnData'> {
  const change = (part: Partial<OwnDataState>): void => set({ ownData: { ...get().ownData, ...part } });

  async function list(): Promise<void> {
    try {
      change({ entries: await listOwnDatasets() });
    } catch (error) {
      change({ error: `The images in this browser could not be listed: ${messageOf(error)}` });
    }
  }

  return {
    state: { ownData: { entries: [], adding: null, error: null } },
    actions: {
      listOwnData: list,
      async addOwnData(name, files) {
        if (!spawnOwnImages || get().ownData.adding) return false;
        const worker = spawnOwnImages();
        change({ adding: { name, read: 0, all: files.length }, error: null });
        try {
          const importer = Comlink.wrap<OwnImageImporter>(worker);
          const died = new Promise<never>((_resolve, reject) => {
            const end = (): void => reject(new Error('The worker that reads images stopped, perhaps for want of memory. Take fewer or smaller images.'));
            worker.addEventListener('error', end);
            worker.addEventListener('messageerror', end);
          });
          const told = Comlink.proxy((read: number, all: number) => change({ adding: { name, read, all } }));
          await Promise.race([importer.add(dataUrl(), name, files.map(({ path, blob }) => ({ path, blob })), told), died]);
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
        try {
          await removeOwnDataset(dataUrl(), sha256);
          change({ error: null });
        } catch (error) {
          change({ error: `The images could not be deleted: ${messageOf(error)}` });
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
