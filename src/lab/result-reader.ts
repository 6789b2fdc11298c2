/**
 * The worker's part in reading a result file. One of 200 MB takes many seconds to parse and check, and even its copy from the worker would
 * hold up the page for some of them: so it is handed over record by record.
 */
import { messageOf } from '../data/message-of.ts';
import { fingerprintOfRecord } from '../study/digest-of.ts';
import type { JobRecord, Result } from '../study/records.ts';
import { parseResult, ResultFileError, textOf } from './result-file.ts';

/** How far reading is: bytes that were read, then the check, then records that were handed over. */
export interface ReadProgress {
  readonly doing: 'reading' | 'checking' | 'opening';
  /** Of what is being done, 0 to 1. */
  readonly share: number;
}

/** What is in a file, but for its records, which come one by one; or why it was refused. */
export type ReadAnswer =
  | { readonly kind: 'read'; readonly head: Omit<Result, 'records'>; readonly records: number }
  | { readonly kind: 'refused'; readonly reason: ResultFileError['kind'] | null; readonly message: string };

export interface ReadRecord {
  readonly record: JobRecord;
  readonly fingerprint: string | null;
}

/** Bytes of records that are handed over at once: the page takes them in within some milliseconds. */
const MOST_AT_ONCE = 250_000;

/** It reads one file. */
export class ResultReader {
  private left: readonly JobRecord[] = [];

  /** @param name of the file, which a copy of it need not have */
  async read(file: Blob, name: string, onProgress: (progress: ReadProgress) => void | Promise<void>): Promise<ReadAnswer> {
    try {
      const text = await textOf(file, name, (share) => void onProgress({ doing: 'reading', share }));
      // Nobody hears it behind the answer, which may follow at once.
      await onProgress({ doing: 'checking', share: 0 });
      const { records, ...head } = parseResult(text, name);
      this.left = records;
      return { kind: 'read', head, records: records.length };
    } catch (error) {
      // What class an error has is lost on its way to the page.
      return { kind: 'refused', reason: error instanceof ResultFileError ? error.kind : null, message: messageOf(error) };
    }
  }

  /** The next records, each with its fingerprint; none once all have been handed over. */
  next(): Promise<readonly ReadRecord[]> {
    let bytes = 0;
    const behind = this.left.findIndex((record) => (bytes += JSON.stringify(record).length) > MOST_AT_ONCE);
    const count = behind === -1 ? this.left.length : behind + 1;
    const handed = this.left.slice(0, count);
    this.left = this.left.slice(count);
    return Promise.all(handed.map(async (record) => ({ record, fingerprint: await fingerprintOfRecord(record) })));
  }
}
