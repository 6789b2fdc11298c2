/** Files that were built with the page and lie beside it: engines, kernels, networks. */
import { messageOf } from './message-of.ts';
import { reloadFirst } from './reader.ts';

interface BuildFile {
  /** What it is to a reader; the address, unless told. */
  readonly what?: string;
  /** The kind of error that its callers tell apart. */
  readonly failure?: (message: string) => Error;
}

/**
 * @param address as Vite gives it
 * @throws what `failure` makes of a sentence that says why, and what to do
 */
export async function readBuildFile(
  address: string,
  { what = `The file ${address}`, failure = (message) => new Error(message) }: BuildFile = {},
): Promise<ArrayBuffer> {
  let response: Response;
  try {
    response = await fetch(address);
    if (response.ok && !isPage(response)) return await response.arrayBuffer();
  } catch (error) {
    throw failure(`${what} could not be fetched (${messageOf(error)}): there is no connection to the server. Try again once there is.`);
  }
  const answer = response.ok ? 'a web page in its place' : `status ${response.status}`;
  throw failure(
    `${what} could not be fetched: the server answers with ${answer}. ${reloadFirst()}; if it stays away, build the lab again.`,
  );
}

/** Hosts of single-page applications answer an unknown address with their start page. */
const isPage = ({ headers }: Response): boolean => headers.get('content-type')?.startsWith('text/html') ?? false;
