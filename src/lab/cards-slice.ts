/** How the tables and figures of the papers stand: read once, in a worker, when somebody asks. */
import * as Comlink from 'comlink';
import { messageOf } from '../data/message-of.ts';
import { CardReader, recordedOfCards, type ReadCards } from './card-reader.ts';
import type { Access, LabSurroundings, Slice } from './lab-type.ts';
import { WorkerLife } from './worker-life.ts';

/** Questions in a row that may stay without an answer, a minute: noise is drawn in one piece of work. */
const PATIENCE = 30;

export function cardsSlice(
  { get, set }: Pick<Access, 'get' | 'set'>,
  { spawnCardReader, recordedUrl, pageUrl }: Pick<LabSurroundings, 'spawnCardReader' | 'recordedUrl' | 'pageUrl'>,
): Slice<'cards', 'readCards'> {
  /** By the names of the recorded runs that come with the page. */
  const addressesOf = (names: readonly string[]): Record<string, string> =>
    Object.fromEntries(
      names.flatMap((name) => {
        const address = recordedUrl?.(name) ?? null;
        return address === null ? [] : [[name, new URL(address, pageUrl()).href]];
      }),
    );
  const readNow = async (): Promise<ReadCards> => {
    const addresses = addressesOf(await recordedOfCards());
    if (!spawnCardReader) return new CardReader().read(addresses);
    const worker = spawnCardReader();
    const remote = Comlink.wrap<CardReader>(worker);
    const life = new WorkerLife(worker, remote, {
      who: 'The worker that reads recorded runs',
      again: 'Try it again',
      patience: PATIENCE,
      // Whoever waits is told; there is nothing else to do.
      onDeath: () => undefined,
    });
    try {
      return await life.race(() => remote.read(addresses));
    } finally {
      life.end('The recorded runs were read.');
    }
  };
  return {
    state: { cards: { read: null, isReading: false, error: null } },
    actions: {
      async readCards() {
        const { read, isReading } = get().cards;
        if (read || isReading) return;
        set({ cards: { read: null, isReading: true, error: null } });
        try {
          set({ cards: { read: await readNow(), isReading: false, error: null } });
        } catch (error) {
          set({ cards: { read: null, isReading: false, error: messageOf(error) } });
        }
      },
    },
  };
}
