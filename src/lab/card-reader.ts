/** How the tables and figures of the papers stand: it reads the recorded runs that their cards rest on, and asks each card. */
import type { Assessment } from '../study/card.ts';
import type { Environment, JobRecord, Result } from '../study/records.ts';
import { families } from '../study/schema.ts';
import { readRecorded } from './recorded.ts';

export interface AssessedCard extends Assessment {
  /** That of its card. */
  readonly id: string;
}

/** What a recorded run was, but for its records. */
export interface RecordedFacts {
  readonly id: string;
  readonly name: string;
  readonly jobs: number;
  readonly seeds: readonly number[];
  /** ISO 8601 time at which its first job began; null where no record says. */
  readonly startedAt: string | null;
  readonly environment: Pick<Environment, 'engine' | 'backend' | 'device'> | null;
}

export interface ReadCards {
  readonly cards: readonly AssessedCard[];
  /** Those that there are, of all that cards rest on. */
  readonly recorded: readonly RecordedFacts[];
}

/** How far that is known in a lab. */
export interface CardsState {
  /** Null until they are read. */
  readonly read: ReadCards | null;
  readonly isReading: boolean;
  /** Why they could not be read. */
  readonly error: string | null;
}

/** Names of the recorded runs that any card rests on. */
export async function recordedOfCards(): Promise<readonly string[]> {
  const papers = await Promise.all(families.all.map(async ({ published }) => published?.paper?.()));
  return [...new Set(papers.flatMap((paper) => paper?.cards.flatMap(({ recorded }) => recorded) ?? []))];
}

export class CardReader {
  /**
   * Reads recorded runs and asks all cards.
   * @param addresses by the names of recorded runs, those that there are
   * @throws ResultFileError, or Error where one cannot be fetched
   */
  async read(addresses: Readonly<Record<string, string>>): Promise<ReadCards> {
    const results = new Map<string, Result>();
    // One after the other: what they unpack to need not lie in memory at once.
    for (const [id, address] of Object.entries(addresses)) results.set(id, await readRecorded(id, address));
    const recordsOf = (id: string): readonly JobRecord[] | null => results.get(id)?.records ?? null;
    const cards: AssessedCard[] = [];
    for (const { published } of families.all) {
      if (!published?.paper) continue;
      const [paper, values] = await Promise.all([published.paper(), published.load()]);
      cards.push(...paper.cards.map((card) => ({ id: card.id, ...card.assess(recordsOf, values) })));
    }
    return { cards, recorded: [...results].map(([id, result]) => factsOf(id, result)) };
  }
}

function factsOf(id: string, { study, records, environment }: Result): RecordedFacts {
  const began = records.flatMap(({ startedAt }) => startedAt ?? []).toSorted();
  return {
    id,
    name: study.name,
    jobs: records.length,
    seeds: [...new Set(records.map(({ job }) => job.seed))],
    startedAt: began[0] ?? null,
    environment,
  };
}
