/** One shard of a dataset: fetched, checked against its manifest entry and decompressed. */
import { prepareAgain, reloadFirst } from './reader.ts';
import type { ShardCache } from './cache.ts';
import { concatenate, download, readStream, withRetries, type Bytes } from './download.ts';
import { bytesText, grouped } from '../math/number-text.ts';
import { abortedError, DatasetError, throwIfAborted } from './errors.ts';
import type { ShardEntry } from './storage.ts';
import { hexOf, sha256 } from './sha256.ts';

export interface ShardOptions {
  /** Address of the folder that holds the shard. */
  readonly folder: string;
  readonly entry: ShardEntry;
  readonly cache: ShardCache;
  readonly signal?: AbortSignal | undefined;
  /** Compressed bytes that have come; falls back to 0 when an attempt fails. */
  readonly onBytes?: (loadedBytes: number) => void;
}

/**
 * The content of a shard, `entry.rawBytes` long. It comes from `cache` if it is there and sound; otherwise it is
 * fetched, up to three times, and kept.
 *
 * @throws {DatasetError}
 */
export async function loadShard({ folder, entry, cache, signal, onBytes }: ShardOptions): Promise<Bytes> {
  const url = new URL(entry.file, folder).href;
  throwIfAborted(signal, url);
  const kept = await cache.get(url, entry.sha256);
  if (kept) {
    try {
      const content = await unpackShard(kept, entry, url, signal);
      onBytes?.(entry.bytes);
      return content;
    } catch (error) {
      if (!(error instanceof DatasetError) || (error.kind !== 'corrupt' && error.kind !== 'truncated')) throw error;
      await cache.delete(url, entry.sha256);
    }
  }
  return await withRetries(url, signal, async (httpCache) => {
    try {
      const bytes = await download({ url, maxBytes: entry.bytes, signal, httpCache, ...(onBytes && { onBytes }) });
      const content = await unpackShard(bytes, entry, url, signal);
      await cache.put(url, entry.sha256, bytes);
      return content;
    } catch (error) {
      onBytes?.(0);
      throw error;
    }
  });
}

/**
 * Checks a shard's size and SHA-256 and decompresses it.
 *
 * @throws {DatasetError} `truncated`, `corrupt`, `unsupported` or `aborted`
 */
export async function unpackShard(bytes: Bytes, entry: ShardEntry, url: string, signal?: AbortSignal): Promise<Bytes> {
  if (bytes.length < entry.bytes) {
    throw new DatasetError(
      'truncated',
      url,
      `${url} came incomplete: ${grouped(bytes.length)} of ${bytesText(entry.bytes)}. Check the network, then try again.`,
    );
  }
  const found = hexOf(await sha256(bytes, () => noCryptography(url)));
  throwIfAborted(signal, url);
  if (found !== entry.sha256) throw corrupt(url, `its SHA-256 is ${found}, expected ${entry.sha256}`);
  return await gunzip(bytes, entry.rawBytes, url, signal);
}

const noCryptography = (url: string): DatasetError =>
  new DatasetError(
    'unsupported',
    url,
    `${url} cannot be checked, because browsers give pages without https no cryptography. Open the lab through https or at http://localhost.`,
  );

/** Decompresses to exactly `rawBytes`; stops as soon as there is more, however much more would follow. */
async function gunzip(bytes: Bytes, rawBytes: number, url: string, signal: AbortSignal | undefined): Promise<Bytes> {
  if (!('DecompressionStream' in globalThis)) {
    throw new DatasetError(
      'unsupported',
      url,
      `${url} cannot be decompressed, because this browser has no DecompressionStream. Use a browser from 2023 or later.`,
    );
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'), signal && { signal });
    for await (const piece of readStream(stream)) {
      length += piece.length;
      if (length > rawBytes) throw corrupt(url, `it decompresses to more than ${bytesText(rawBytes)}`);
      pieces.push(piece);
    }
  } catch (error) {
    if (signal?.aborted) throw abortedError(signal, url);
    if (error instanceof DatasetError) throw error;
    throw corrupt(url, 'it is not gzip', error);
  }
  if (length < rawBytes) throw corrupt(url, `it decompresses to ${bytesText(length)}, expected ${grouped(rawBytes)}`);
  return concatenate(pieces, length);
}

function corrupt(url: string, what: string, cause?: unknown): DatasetError {
  return new DatasetError('corrupt', url, `${url} is damaged: ${what}. ${reloadFirst()}; if it stays so, ${prepareAgain()}.`, { cause });
}
