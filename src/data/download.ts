/** Fetching one file, with its failures told apart. */
import { prepareAgain, reloadFirst } from './reader.ts';
import { bytesText } from '../math/number-text.ts';
import { abortedError, DatasetError, throwIfAborted, type DatasetErrorKind } from './errors.ts';

export type Bytes = Uint8Array<ArrayBuffer>;

export interface DownloadOptions {
  readonly url: string;
  /** No more than this is read; a longer file is `corrupt`. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** How far it is, in bytes; called for every piece that arrives. */
  readonly onBytes?: (loadedBytes: number) => void;
  /** How the browser's HTTP cache takes part. */
  readonly httpCache?: RequestCache;
}

/** Seconds without a byte after which a server is given up: it may have died with its connections open. */
const SILENT_SECONDS = 30;
/** Pieces of whatever file that have come: of files that wait for a connection, the one that has it tells that the server is there. */
let heard = 0;

/** Fetches for as long as bytes come. @param work is given a signal that also follows `signal` @throws what `work` throws, or that nothing came */
async function whileHeard<T>(signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const silence = new AbortController();
  let [before, silent] = [heard, 0];
  // Counted in ticks: a tab that wakes after an hour has not waited for one.
  const timer = setInterval(() => {
    silent = heard === before ? silent + 1 : 0;
    before = heard;
    if (silent === SILENT_SECONDS) silence.abort(new Error(`the server has sent nothing for ${SILENT_SECONDS} s`));
  }, 1000);
  try {
    return await work(signal ? AbortSignal.any([signal, silence.signal]) : silence.signal);
  } catch (error) {
    throw silence.signal.aborted && !signal?.aborted ? silence.signal.reason : error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Fetches a file whole.
 *
 * @throws {DatasetError} `missing`, `network`, `corrupt` (too long) or `aborted`
 */
export async function download(options: DownloadOptions): Promise<Bytes> {
  const { url, maxBytes, signal, onBytes, httpCache = 'default' } = options;
  throwIfAborted(signal, url);
  let loaded = 0;
  try {
    return await whileHeard(signal, async (both) => {
      const response = await fetch(url, { signal: both, cache: httpCache });
      checkResponse(response, url);
      const pieces: Uint8Array[] = [];
      for await (const piece of piecesOf(response)) {
        heard++;
        loaded += piece.length;
        // Leaving the loop cancels the body, so the rest is not downloaded.
        if (loaded > maxBytes) throw tooLong(url, maxBytes);
        pieces.push(piece);
        onBytes?.(loaded);
      }
      return concatenate(pieces, loaded);
    });
  } catch (error) {
    if (signal?.aborted) throw abortedError(signal, url);
    if (error instanceof DatasetError) throw error;
    const where = loaded === 0 ? 'could not be fetched' : `broke off after ${bytesText(loaded)}`;
    throw new DatasetError(
      'network',
      url,
      `${url} ${where}: ${describe(error)}. Check that the network and the server are up, then try again.`,
      { cause: error },
    );
  }
}

/** Refusals that pass: the server is busy or restarting, so asking again is worth it. */
const passingStatuses = new Set([408, 425, 429]);

function checkResponse(response: Response, url: string): void {
  const { status } = response;
  if (status >= 500 || passingStatuses.has(status)) {
    throw new DatasetError('network', url, `The server failed on ${url} (HTTP ${status}). Try again in a while.`);
  }
  // Many hosts of single-page applications answer an unknown address with their start page and status 200.
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!response.ok || isPage) {
    const answer = isPage && response.ok ? 'it answers with a web page' : `HTTP ${status}`;
    throw new DatasetError(
      'missing',
      url,
      `The server has no file ${url} (${answer}). To have it there, ${prepareAgain()}; then try again.`,
    );
  }
}

function tooLong(url: string, maxBytes: number): DatasetError {
  return new DatasetError(
    'corrupt',
    url,
    `${url} is longer than the ${bytesText(maxBytes)} it may have. ${reloadFirst()}; if it stays so, ${prepareAgain()}.`,
  );
}

/** Reads a stream to its end; a consumer that stops early cancels it. (Streams are not async-iterable in every browser.) */
export async function* readStream(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let finished = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        finished = true;
        return;
      }
      yield value;
    }
  } catch (error) {
    finished = true;
    throw error;
  } finally {
    if (!finished) await reader.cancel();
  }
}

async function* piecesOf(response: Response): AsyncGenerator<Uint8Array> {
  if (response.body) yield* readStream(response.body);
}

export function concatenate(pieces: readonly Uint8Array[], length: number): Bytes {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

/** Failures that may pass by themselves. */
const retriedKinds: ReadonlySet<DatasetErrorKind> = new Set(['network', 'truncated', 'corrupt']);

/** Waits before the second and the third attempt: long enough for a dropped connection to come back, short for a person. */
const retryDelays = [200, 800];

/**
 * Runs `attempt` until it succeeds, three times at most. From the second on, the browser's HTTP cache is passed by,
 * since the bad bytes may lie there.
 *
 * @throws what the last attempt threw; `aborted` when the signal comes while it waits
 */
export async function withRetries<T>(
  file: string,
  signal: AbortSignal | undefined,
  attempt: (httpCache: 'default' | 'reload') => Promise<T>,
): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      return await attempt(failures === 0 ? 'default' : 'reload');
    } catch (error) {
      const delay = retryDelays[failures];
      if (delay === undefined || !(error instanceof DatasetError) || !retriedKinds.has(error.kind)) throw error;
      await wait(delay, file, signal);
    }
  }
}

function wait(milliseconds: number, file: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortedError(signal, file));
      return;
    }
    const stop = (): void => {
      clearTimeout(timer);
      if (signal) reject(abortedError(signal, file));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

/** What an error says, with the system's own reason, which fetch in Node hides in `cause`. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message ? `${error.message} (${error.cause.message})` : error.message;
}
