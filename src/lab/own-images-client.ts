/** The page's end of the worker that reads data of one's own, and the only place that holds its Comlink proxy. */
import * as Comlink from 'comlink';
import type { OwnFound, OwnDataImporter } from '../data/own/importer.ts';
import type { OwnDataset } from '../data/own/store.ts';
import type { OwnText } from '../data/own/texts.ts';
import type { OwnDataFile } from './own-data-state.ts';
import { WorkerLife, type WorkerLike } from './worker-life.ts';

/** Questions in a row that may stay without an answer: a minute, since unpacking a large file is one piece of work. */
const PATIENCE = 30;

export class OwnImagesClient {
  private readonly remote: Comlink.Remote<OwnDataImporter>;
  private readonly life: WorkerLife;

  constructor(worker: WorkerLike, askEveryMs?: number) {
    this.remote = Comlink.wrap<OwnDataImporter>(worker);
    this.life = new WorkerLife(worker, this.remote, {
      who: 'The worker that reads data sets',
      again: 'Add them again, or fewer and smaller files',
      patience: PATIENCE,
      // Whoever waits is told; there is nothing else to do.
      onDeath: () => undefined,
      askEveryMs,
    });
  }

  /** @throws what the importer throws, or WorkerDied */
  read(files: readonly OwnDataFile[], set: string | null, onRead: (read: number, all: number) => void): Promise<OwnFound> {
    const given = files.map(({ path, blob }) => ({ path, blob }));
    return this.life.race<OwnFound>(async (onTheWay) => this.remote.read(given, set, onTheWay(onRead)));
  }

  /** @throws what the importer throws, or WorkerDied */
  readText({ path, blob }: OwnDataFile): Promise<OwnFound> {
    return this.life.race<OwnFound>(async () => this.remote.readText({ path, blob }));
  }

  /** @throws what the importer throws, or WorkerDied */
  keep(dataUrl: string, name: string): Promise<OwnDataset | OwnText> {
    return this.life.race<OwnDataset | OwnText>(() => this.remote.keep(dataUrl, name));
  }

  /** Waits for something else while the worker lives. @throws WorkerDied */
  meanwhile<T>(wait: Promise<T>): Promise<T> {
    return this.life.race(() => wait);
  }

  /** Ends the worker; whatever waits for it is told. */
  end(): void {
    this.life.end('Adding the data set was cancelled.');
  }
}
