/** Which data sets the server has; one that is still being prepared is asked for until it is there. */
import { availableDatasets } from '../data/catalogue.ts';
import { reloadFirst } from '../data/reader.ts';
import { servedSources } from '../data/sources/index.ts';
import type { LabState } from './contract.ts';
import type { Access, LabSurroundings } from './lab-type.ts';
import { messageOf } from '../data/message-of.ts';

const ASK_EVERY_MS = 3000;

export const noDatasets = (): LabState['datasets'] => servedSources().map(({ id }) => ({ name: id, ready: false, credit: null }));

/** Follows the data sets until all are ready. @returns a function that stops it */
export function watchDatasets({ set, notify }: Access, { dataUrl }: Pick<LabSurroundings, 'dataUrl'>): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const stop = new AbortController();
  const told = new Map<string, string>();

  const ask = async (): Promise<void> => {
    const datasets = await availableDatasets(dataUrl(), stop.signal);
    set({
      datasets: datasets.map(({ name, manifest }) => ({ name, ready: manifest !== undefined, credit: manifest?.credit ?? null })),
    });
    for (const { name, error } of datasets) {
      const trouble = error && error.kind !== 'missing' ? error.message : '';
      if (trouble !== '' && told.get(name) !== trouble) notify({ kind: 'error', message: trouble });
      told.set(name, trouble);
    }
    if (datasets.some(({ manifest }) => !manifest)) timer = setTimeout(follow, ASK_EVERY_MS);
  };
  const follow = (): void => {
    ask().catch((error: unknown) => {
      if (!stop.signal.aborted)
        notify({
          kind: 'error',
          message: `The data sets could not be listed: ${messageOf(error)}. ${reloadFirst()}.`,
        });
    });
  };
  follow();
  return () => {
    stop.abort();
    if (timer !== null) clearTimeout(timer);
  };
}
