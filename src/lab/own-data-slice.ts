/** Images and texts of one's own: which there are, adding, deleting (which can be undone) and using them. */
import { freeHalfWritten } from '../data/own/half-written.ts';
import { deleteOwnDataset, listOwnDatasets, purgeOwnDatasets, restoreOwnDataset } from '../data/own/store.ts';
import type { Study } from '../study/schema.ts';
import type { LabActions } from './contract.ts';
import { listOwnTexts } from '../data/own/texts.ts';
import type { OwnFound } from '../data/own/importer.ts';
import { ownOf, type OwnChoice } from '../data/sources/source.ts';
import type { OwnDataQuestion, OwnDataState } from './own-data-state.ts';
import { OwnImagesClient } from './own-images-client.ts';
import { WorkerDied } from './worker-life.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { withOwnData } from './study-edit.ts';
import { UNDO_MS } from './undo.ts';
import { messageOf } from '../data/message-of.ts';

export function ownDataSlice(
  { get, set }: Access,
  { dataUrl, spawnOwnImages, now }: Pick<LabSurroundings, 'dataUrl' | 'spawnOwnImages' | 'now'>,
  replaceStudy: (study: Study) => void,
  onStored: () => void,
): Slice<
  'ownData',
  'listOwnData' | 'addOwnData' | 'answerOwnData' | 'cancelOwnData' | 'deleteOwnData' | 'restoreOwnData' | 'chooseOwnData'
> {
  const change = (part: Partial<OwnDataState>): void => set({ ownData: { ...get().ownData, ...part } });

  const isoTime = (before = 0): string => new Date(now() - before).toISOString();
  const withoutDeleted = (sha256: string): OwnDataState['deleted'] => get().ownData.deleted.filter(({ entry }) => entry.sha256 !== sha256);
  const found = (sha256: string): OwnChoice => ({
    images: get().ownData.entries.find((entry) => entry.sha256 === sha256),
    text: get().ownData.texts.find((entry) => entry.sha256 === sha256),
  });

  async function list(): Promise<void> {
    try {
      await purgeOwnDatasets(dataUrl(), isoTime(UNDO_MS));
      const [entries, texts] = [await listOwnDatasets(), await listOwnTexts()];
      const there = new Set([...entries, ...texts].map(({ sha256 }) => sha256));
      change({ entries, texts, deleted: get().ownData.deleted.filter(({ entry }) => !there.has(entry.sha256)) });
    } catch (error) {
      change({ error: `The data sets in this browser could not be listed: ${messageOf(error)}` });
    }
  }

  return {
    state: { ownData: { entries: [], texts: [], deleted: [], adding: null, question: null, added: null, error: null } },
    actions: {
      listOwnData: list,
      ...adding(get, change, { dataUrl, spawnOwnImages }, list, onStored),
      async deleteOwnData(sha256) {
        const entry = ownOf(found(sha256));
        if (!entry) return;
        try {
          const at = isoTime();
          if ((await deleteOwnDataset(dataUrl(), sha256, at)) === 'removed') {
            change({ error: `“${entry.name}” was deleted for good: this browser has no room left to keep it for an undo.` });
            await list();
            return;
          }
          change({ error: null, deleted: [...withoutDeleted(sha256), { entry, at }] });
          setTimeout(() => {
            // Restored and deleted anew, it has its time anew.
            change({ deleted: get().ownData.deleted.filter((one) => one.at > at) });
            purgeOwnDatasets(dataUrl(), at).catch((error: unknown) =>
              change({ error: `The room of deleted data sets could not be given back: ${messageOf(error)}` }),
            );
          }, UNDO_MS);
        } catch (error) {
          change({ error: `The data set could not be deleted: ${messageOf(error)}` });
        }
        await list();
      },
      async restoreOwnData(sha256) {
        try {
          await restoreOwnDataset(dataUrl(), sha256);
          change({ error: null });
        } catch (error) {
          change({ error: `The data set could not be restored: ${messageOf(error)}`, deleted: withoutDeleted(sha256) });
        }
        await list();
      },
      chooseOwnData(sha256) {
        const own = found(sha256);
        if (!ownOf(own)) throw new RangeError('This data set is not in this browser any more: add it again.');
        replaceStudy(withOwnData(get().study, own));
      },
    },
  };
}

/** Adding data, and what is asked in between. */
function adding(
  get: Access['get'],
  change: (part: Partial<OwnDataState>) => void,
  { dataUrl, spawnOwnImages }: Pick<LabSurroundings, 'dataUrl' | 'spawnOwnImages'>,
  list: () => Promise<void>,
  onStored: () => void,
): Pick<LabActions, 'addOwnData' | 'answerOwnData' | 'cancelOwnData'> {
  let answer: (given: string | null) => void = () => undefined;
  let cancel: () => void = () => undefined;
  const ask = (question: OwnDataQuestion): Promise<string | null> => {
    change({ question });
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
  return {
    async addOwnData(name, files, as) {
      if (!spawnOwnImages || get().ownData.adding) return false;
      const images = new OwnImagesClient(spawnOwnImages());
      cancel = () => images.end();
      change({ adding: { name, read: 0, all: files.length }, added: null, error: null });
      try {
        const onRead = (read: number, all: number): void => change({ adding: { name, read, all } });
        const read = (set: string | null): Promise<OwnFound> =>
          as === 'text' ? images.readText(files[0]) : images.read(files, set, onRead);
        const added = await imported(images, dataUrl(), name, read, ask);
        if (!added) return false;
        onStored();
        await list();
        change({ added });
        return true;
      } catch (error) {
        if (!(error instanceof WorkerDied && error.reason === 'ended')) change({ error: `“${name}” was not added. ${messageOf(error)}` });
        return false;
      } finally {
        images.end();
        change({ adding: null, question: null });
        // A worker that was ended in the middle of its writing leaves what it had written. What it still holds is found at the next start.
        await freeHalfWritten(dataUrl()).catch(() => undefined);
      }
    },
    cancelOwnData: () => cancel(),
    answerOwnData(given) {
      change({ question: null });
      answer(given);
    },
  };
}

/** Most letters in the name of a data set. */
const MAX_NAME = 100;

/**
 * Has a worker read and keep data, and asks in between what has to be decided.
 * @returns null where the answer was to add none
 * @throws Error from the worker, or because it has stopped
 */
async function imported(
  images: OwnImagesClient,
  dataUrl: string,
  name: string,
  read: (set: string | null) => Promise<OwnFound>,
  ask: (question: OwnDataQuestion) => Promise<string | null>,
): Promise<OwnDataState['added']> {
  let set: string | null = null;
  let found = await read(null);
  while (found.kind === 'sets') {
    set = await images.meanwhile(ask({ kind: 'sets', name, choices: found.choices }));
    if (set === null) return null;
    found = await read(set);
  }
  const { warnings, notes } = found;
  const title = set === null ? name : `${name.slice(0, MAX_NAME - 2 - set.length)}, ${set}`;
  const isAdded = warnings.length === 0 || (await images.meanwhile(ask({ kind: 'warnings', name: title, warnings, notes }))) !== null;
  if (isAdded) await images.keep(dataUrl, title);
  return isAdded ? { name: title, notes } : null;
}
