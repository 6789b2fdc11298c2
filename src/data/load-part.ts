/** Parts of the program that are fetched when they are first needed. */
import { messageOf } from './message-of.ts';
import { reload } from './reader.ts';

/** Why a part could not be fetched, in words for a person, and what to do. */
export class PartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PartError';
  }
}

let asked = 0;

/**
 * The module that `load` imports. Browsers remember that an address has failed, and answer a second import() of it by themselves; so it is
 * asked for again under an address that they do not know, once now and once at each further call.
 * @throws PartError saying what the server has there
 */
export async function loadPart<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    // Chromium and Firefox name it.
    const address = /https?:\/\/\S+\.js\b/u.exec(messageOf(error))?.[0];
    if (address === undefined) throw new PartError(`It could not be fetched. ${remedy()}`, { cause: error });
    try {
      return (await import(/* @vite-ignore */ `${address}?again=${++asked}`)) as Module;
    } catch (cause) {
      throw new PartError(`${await whatIsThere(address)} ${remedy()}`, { cause });
    }
  }
}

const remedy = (): string => `Try again; if that does not help, ${reload()}. Settings and finished runs are kept.`;

async function whatIsThere(address: string): Promise<string> {
  try {
    const { ok, status, headers } = await fetch(address, { cache: 'no-store' });
    if (!ok) return `Its file is not on the server any more (status ${status}), as after a newer version was published.`;
    const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
    return isPage
      ? 'The server answers with a web page in place of its file, as after a newer version was published.'
      : 'Its file could not be read.';
  } catch {
    return 'There is no connection to the server.';
  }
}
