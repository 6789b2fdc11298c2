/** A real thread in place of the worker that reads images: what it does is told by the name of the first file. */
import * as Comlink from 'comlink';
import { parentPort } from 'node:worker_threads';

class Importer {
  /** @param {readonly { path: string }[]} files “hang” never answers, “wait” takes a minute, “crash” ends it */
  async read(files) {
    const [{ path }] = files;
    if (path === 'hang') for (;;);
    if (path === 'crash')
      setTimeout(() => {
        throw new Error('out of memory');
      }, 0);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
  }
}

if (parentPort) Comlink.expose(new Importer(), /** @type {import('comlink').Endpoint} */ (/** @type {unknown} */ (parentPort)));
