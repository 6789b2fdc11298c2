/** A lab without a screen that stores its runs, with jobs of some milliseconds: what a test does with it in two tabs is about storing alone. */
import { deleteOwnDataset, keepOwnDataset, listOwnDatasets, openOwnDataset } from '../../../src/data/own/store.ts';
import { createLab } from '../../../src/lab/create-lab.ts';
import { parseResult, resultText } from '../../../src/lab/result-file.ts';
import { jobKey } from '../../../src/study/schema.ts';

const dataUrl = new URL('/data/', location.href).href;
const spawn = (): Worker => new Worker(new URL('./toy-job.ts', import.meta.url), { type: 'module' });
const lab = createLab<Worker>({
  spawn,
  // Networks are kept where some can be opened; none is.
  spawnNetwork: spawn,
  cores: 2,
  storage: localStorage,
  session: sessionStorage,
  keepRuns: true,
  dataUrl: () => dataUrl,
  pageUrl: () => location.href,
  now: () => Date.now(),
});
const { actions, store } = lab;
const ready = actions.openStored(true);

/** Images of one's own that differ by a number, as they are read from files. */
const images = (variant: number, count = 4) => {
  const split = { count, images: new Uint8Array(count * 4).fill(variant), labels: Uint8Array.from({ length: count }, (_, i) => i % 2) };
  return { shape: [2, 2, 1], classes: ['0', '1'], train: split, test: split, testGiven: true } as const;
};

const page = {
  store,
  actions,
  ready,
  /** Puts a study on the form whose jobs differ by their seeds. @param width decides how many steps they have */
  choose(seeds: readonly number[], width = 32): void {
    actions.setSetting('model.hidden', [width]);
    actions.setSetting('compression.share', 0.3);
    actions.setAxis('compression.method', ['random']);
    actions.setAxis('seed', seeds);
  },
  /** What a stored run leaves as a file, read back as an import reads it. @throws where it is refused */
  async exported(id: string): Promise<unknown> {
    const result = await actions.storedResult(id);
    return result && parseResult(resultText(result), 'a.json');
  },
  async file(id: string): Promise<File> {
    return new File([resultText((await actions.storedResult(id))!)], 'a.json');
  },
  keyOf: jobKey,
  own: {
    keep: (name: string, variant: number, count?: number) => keepOwnDataset(dataUrl, name, images(variant, count)),
    list: listOwnDatasets,
    delete: (sha: string) => deleteOwnDataset(dataUrl, sha, new Date().toISOString()),
    /** Bytes of the first shard of images. @throws if it is not there */
    async read(name: string): Promise<number> {
      const entry = (await listOwnDatasets()).find((one) => one.name === name)!;
      const { baseUrl, manifest, cache } = await openOwnDataset(dataUrl, entry);
      const { file, sha256 } = manifest.splits.train.images[0];
      return (await cache.get(`${baseUrl}${manifest.name}/${file}`, sha256))?.length ?? 0;
    },
  },
};
export type StoredRunsPage = typeof page;
Object.assign(window, { page });
