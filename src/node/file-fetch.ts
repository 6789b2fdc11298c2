/** `fetch` for files of this machine, which Node's own refuses: data sets are then read from the folder in which they were prepared. */
import { readFile } from 'node:fs/promises';

/** From here on `fetch` reads addresses that begin with `file:`; every other one it fetches as before. */
export function offerFiles(): void {
  const elsewhere = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const address = input instanceof Request ? input.url : String(input);
    return address.startsWith('file:') ? fetchFile(address, init?.signal ?? undefined) : elsewhere(input, init);
  };
}

/**
 * A file as a server would answer it: 404 where there is none.
 *
 * @param address begins with `file:`
 * @throws the system's error if the file is there and cannot be read
 */
async function fetchFile(address: string, signal?: AbortSignal): Promise<Response> {
  try {
    return new Response(await readFile(new URL(address), signal && { signal }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Response(null, { status: 404 });
    throw error;
  }
}
