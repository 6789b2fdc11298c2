/** Folders of plans, as browsers give them: as handles that can be read again, in some, and as a list of files in all. */
import { filesOfPlan, PLAN_NAME, type PlanFiles } from '../../lab/plan/plan-files.ts';
import { messageOf } from '../../data/message-of.ts';

type Handle = FileSystemDirectoryHandle;
type PickerWindow = Window & { readonly showDirectoryPicker?: () => Promise<Handle> };

/** Whether folders that are chosen here can be followed. */
export const canFollow = (): boolean => (window as PickerWindow).showDirectoryPicker !== undefined;

/** Asks for a folder that can be followed. @returns null where none was chosen */
export async function chooseFollowed(): Promise<PlanFiles | null> {
  try {
    const handle = await (window as PickerWindow).showDirectoryPicker?.();
    return handle ? followed(handle) : null;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return null;
    throw error;
  }
}

/** The folder of a plan that was dropped, as far as its first thing is a folder; to be called while the drop is handled. @returns null where it is none */
export async function droppedPlan([item]: readonly DataTransferItem[]): Promise<PlanFiles | null> {
  const asking = (item as DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }).getAsFileSystemHandle?.();
  const handle = await asking?.catch(() => null);
  if (handle?.kind !== 'directory') return null;
  const files = followed(handle as Handle);
  return (await files.file(PLAN_NAME)) ? files : null;
}

/** Files of a field for folders, or that were dropped without a handle. @throws Error where there is no plan among them */
export function planAmong(files: Parameters<typeof filesOfPlan>[0]): PlanFiles {
  const plan = filesOfPlan(files);
  if (!plan) throw new Error(`There is no ${PLAN_NAME} in it. Choose the folder that “npm run study -- plan … --out” has made.`);
  return plan;
}

/** A folder that is read anew each time. */
function followed(folder: Handle): PlanFiles {
  /** @returns what it gives, `missing` where there is no such thing @throws Error in words */
  const reading = async <T>(read: () => Promise<T>, missing: T): Promise<T> => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotFoundError') return missing;
      throw new Error(`The folder ${folder.name} cannot be read any more (${messageOf(error)}). Open it again.`, { cause: error });
    }
  };
  return {
    name: folder.name,
    isLive: true,
    names: (part) =>
      reading(async () => {
        const names: string[] = [];
        for await (const name of (await folder.getDirectoryHandle(part)).keys()) names.push(name);
        return names;
      }, []),
    file: (path) =>
      reading(async () => {
        const [name, part] = path.split('/').toReversed();
        const place = part === undefined ? folder : await folder.getDirectoryHandle(part);
        return (await place.getFileHandle(name)).getFile();
      }, null),
  };
}
