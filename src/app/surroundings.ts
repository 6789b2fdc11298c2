/** What a lab finds in a browser's window. */
import type { LabSurroundings } from '../lab/lab-type.ts';
import type { KeyValueStorage } from '../lab/storage.ts';
import { isAskedFor, wholeAddress } from '../ui/lesson/embed.ts';
import { recordedUrl } from './recorded.ts';
import {
  dataUrl,
  spawnCardReader,
  spawnJobWorker,
  spawnNetworkWorker,
  spawnOwnImagesWorker,
  spawnPlanReader,
  spawnResultReader,
  spawnTextArchive,
  spawnTextSizer,
} from './workers.ts';

/** What every lab needs; it keeps nothing between visits, and opens no networks. */
export const bareSurroundings = (): LabSurroundings<Worker> => ({
  spawn: spawnJobWorker,
  cores: navigator.hardwareConcurrency,
  storage: null,
  dataUrl,
  recordedUrl,
  pageUrl: () => wholeAddress(location.href),
  now: () => Date.now(),
});

/** What the lab of a page has: all of it. Where the address asks to keep nothing, as on machines that many share, it forgets with the tab. */
export const pageSurroundings = (): LabSurroundings<Worker> => {
  const keeps = !isAskedFor('memory', location) && !isAskedFor('kiosk', location);
  return {
    ...bareSurroundings(),
    spawnNetwork: spawnNetworkWorker,
    spawnOwnImages: spawnOwnImagesWorker,
    spawnCardReader,
    spawnPlanReader,
    spawnResultReader,
    spawnTextArchive,
    spawnTextSizer,
    storage: keeps ? browserStorage(() => localStorage) : null,
    session: keeps ? browserStorage(() => sessionStorage) : null,
    keepRuns: keeps,
  };
};

/** What the browser keeps for the page, or null where even asking for it is refused. */
function browserStorage(ask: () => Storage): KeyValueStorage | null {
  try {
    return ask();
  } catch {
    // Reading the property throws where storage is blocked; the lab then keeps nothing, as its user asked.
    return null;
  }
}
