/**
 * Results that come with the page: studies that were run once by a recorded command, for who has no time to run them. Each is a result
 * file, packed by gzip, with its name under `recorded/`.
 */
import { gunzip } from '../coding/deflate.ts';
import { readBuildFile } from '../data/build-file.ts';
import { parseResult, ResultFileError } from './result-file.ts';
import type { Result } from '../study/records.ts';

/** Bytes that one may unpack to: fifty jobs on texts have 2.5 MB. */
const MOST_BYTES = 20_000_000;

/**
 * The result file that was packed, also where a host has unpacked it on the way, as some do with gzip.
 * @param id its name, without folder or ending
 * @throws ResultFileError if it is damaged
 */
export async function unpackRecorded(packed: Blob, id: string): Promise<File> {
  const name = `${id}.json`;
  const [first, second] = new Uint8Array(await packed.slice(0, 2).arrayBuffer());
  if (first !== 0x1f || second !== 0x8b) return new File([packed], name);
  const bytes = await gunzip(packed, MOST_BYTES).catch((cause: unknown) => damaged(id, 'it cannot be unpacked', cause));
  return new File([bytes ?? damaged(id, `it unpacks to more than ${MOST_BYTES / 1e6} MB`)], name);
}

/** @throws always */
function damaged(id: string, what: string, cause?: unknown): never {
  throw new ResultFileError('content', `The recorded run “${id}” is damaged: ${what}. Open it again, so that it is fetched anew.`, {
    cause,
  });
}

/**
 * The result file of a recorded run.
 * @param address null where there is none of that name
 * @throws ResultFileError, or Error where it cannot be fetched
 */
export async function fetchRecorded(id: string, address: string | null): Promise<File> {
  if (address === null)
    throw new ResultFileError(
      'format',
      `There is no recorded run “${id}”: its name was changed on its way, or it is of another version. Nothing was opened.`,
    );
  return unpackRecorded(new Blob([await readBuildFile(address, { what: `The recorded run “${id}”` })]), id);
}

/** The records of a recorded run. @throws as `fetchRecorded` does */
export async function readRecorded(id: string, address: string | null): Promise<Result> {
  const file = await fetchRecorded(id, address);
  return parseResult(await file.text(), file.name);
}
