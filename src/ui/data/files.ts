/** Files of a data set as a person gives them: chosen, or dropped with their folders. */
import type { OwnDataFile } from '../../lab/own-data-state.ts';
import { filesOfPlan, type PlanFiles } from '../../lab/plan/plan-files.ts';
import { droppedPlan } from '../plan/folder.ts';

/** Of a file field; with `webkitdirectory` the paths begin with the folder. */
export const chosenFiles = (list: FileList | null): OwnDataFile[] =>
  Array.from(list ?? [], (file) => ({ path: file.webkitRelativePath || file.name, blob: file }));

/** What was dropped on the page: images of one's own, with their folders, a text, or a file to open. */
export type Dropped =
  | {
      readonly kind: 'data';
      readonly files: Promise<OwnDataFile[]>;
      /** The plan whose folder it is; null where it is none. */
      readonly plan: Promise<PlanFiles | null>;
      readonly as?: 'text';
    }
  | { readonly kind: 'file'; readonly file: File };

const TEXT_NAME = /\.(txt|text|md|tex|csv|tsv|log|html?|xml)$/iu;

/** To be called while the drop is handled: afterwards it is empty. @returns null where nothing was in it */
export function readDropped(dropped: DataTransfer): Dropped | null {
  const data = () => {
    const files = droppedFiles(dropped);
    return { kind: 'data', files, plan: planIn(dropped, files) } as const;
  };
  if (isDroppedData(dropped)) return data();
  const [file] = dropped.files;
  if (file && TEXT_NAME.test(file.name)) return { ...data(), as: 'text' };
  return file ? { kind: 'file', file } : null;
}

/** Whether what is dropped is meant as images: a folder, several files, or one that is no result. */
function isDroppedData({ items, files }: DataTransfer): boolean {
  const folder = Array.from(items).some((item) => item.webkitGetAsEntry()?.isDirectory);
  return folder || files.length > 1 || /(\.png|\.jpe?g|\.jfif|\.webp|\.zip|\.gz|\.idx|-ubyte)$/iu.test(files[0]?.name ?? '');
}

/** A plan that is dropped as its folder: to be followed where the browser gives a handle. */
async function planIn({ items }: DataTransfer, files: Promise<OwnDataFile[]>): Promise<PlanFiles | null> {
  const followed = await droppedPlan([...items]);
  return followed ?? filesOfPlan(await files.catch(() => []));
}

/** Every file that is dropped, those in folders with their paths. */
async function droppedFiles({ items }: DataTransfer): Promise<OwnDataFile[]> {
  const entries = Array.from(items).flatMap((item) => item.webkitGetAsEntry() ?? []);
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function filesIn(entry: FileSystemEntry): Promise<OwnDataFile[]> {
  if (entry.isFile) {
    const blob = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//u, ''), blob }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: OwnDataFile[] = [];
  // A reader gives a hundred at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...(await Promise.all(some.map(filesIn))).flat());
  }
}

/** What a data set is called whose files these are: their folder, or the name of the first file up to what says images or labels. */
export function nameOf(files: readonly OwnDataFile[]): string {
  const [first] = files;
  if (!first) return 'Images';
  const [top, ...rest] = first.path.split('/');
  const name =
    rest.length > 0
      ? top
      : top.replace(/\.zip$|\.gz$|\.idx$|-ubyte$/giu, '').replace(/[-_.]?(train|t10k|test)?[-_.]?(images|labels).*$/iu, '');
  return (name || 'Images').slice(0, 100);
}

/** What a text is called: its file, without the folders and the ending. */
export const textName = ([first]: readonly OwnDataFile[]): string =>
  ((first?.path.split('/').at(-1) ?? '').replace(TEXT_NAME, '') || 'Text').slice(0, 100);
