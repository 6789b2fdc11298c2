/** Reads and keeps data sets of one's own, in a worker of its own, since thousands of images, and large texts, take seconds. */
import { SeveralSets, type SetChoice } from './idx-sets.ts';
import { readOwnImages } from './images.ts';
import { keepOwnDataset, type OwnDataset } from './store.ts';
import { keepOwnText, readOwnText, type OwnText } from './texts.ts';

export interface OwnFileMessage {
  readonly path: string;
  readonly blob: Blob;
}

/** What came of files: images or a text, which are kept when that is asked for, or several data sets, of which one is to be chosen. */
export type OwnFound =
  | { readonly kind: 'whole'; readonly notes: readonly string[]; readonly warnings: readonly string[] }
  | { readonly kind: 'sets'; readonly choices: readonly SetChoice[] };

export class OwnDataImporter {
  private kept: ((baseUrl: string, name: string) => Promise<OwnDataset | OwnText>) | null = null;

  /**
   * @param set the name of one of the data sets that an earlier answer told of
   * @param onProgress files read, of how many; called some twenty times
   * @throws {DatasetError} naming the file and what to do
   */
  async read(files: readonly OwnFileMessage[], set: string | null, onProgress: (read: number, all: number) => void): Promise<OwnFound> {
    let told = 0;
    const tellSometimes = (read: number, all: number): void => {
      if (read < all && read - told < all / 20) return;
      told = read;
      onProgress(read, all);
    };
    try {
      const { images, notes, warnings } = await readOwnImages(files, { onProgress: tellSometimes, ...(set !== null && { set }) });
      this.kept = (baseUrl, name) => keepOwnDataset(baseUrl, name, images);
      return { kind: 'whole', notes, warnings };
    } catch (error) {
      if (error instanceof SeveralSets) return { kind: 'sets', choices: error.choices };
      throw error;
    }
  }

  /** As `read`, of a text. @throws {DatasetError} if it is empty or too large */
  async readText(file: OwnFileMessage): Promise<OwnFound> {
    const { text, warnings } = await readOwnText(file);
    this.kept = (baseUrl, name) => keepOwnText(baseUrl, name, text);
    return { kind: 'whole', notes: [], warnings };
  }

  /** Keeps what was read. @throws {DatasetError} where the browser keeps nothing or is full */
  async keep(baseUrl: string, name: string): Promise<OwnDataset | OwnText> {
    if (!this.kept) throw new RangeError('Nothing was read that could be kept: add it again.');
    return await this.kept(baseUrl, name);
  }
}
