/** Reads and keeps data sets of one's own, in a worker of its own, since thousands of images take seconds. */
import { readOwnImages } from './images.ts';
import { keepOwnDataset, type OwnDataset } from './store.ts';

export interface OwnFileMessage {
  readonly path: string;
  readonly blob: Blob;
}

export class OwnImageImporter {
  /**
   * @param onProgress files read, of how many; called some twenty times
   * @throws {DatasetError} naming the file and what to do
   */
  async add(
    baseUrl: string,
    name: string,
    files: readonly OwnFileMessage[],
    onProgress: (read: number, all: number) => void,
  ): Promise<OwnDataset> {
    let told = 0;
    const images = await readOwnImages(files, (read, all) => {
      if (read < all && read - told < all / 20) return;
      told = read;
      onProgress(read, all);
    });
    return await keepOwnDataset(baseUrl, name, images);
  }
}
