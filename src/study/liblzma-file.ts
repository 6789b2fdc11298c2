/** Where liblzma's WebAssembly module is in a browser: an address that Vite gives it, of the file as the package has it. */
import address from 'node-liblzma/wasm/liblzma.wasm?url';
import { readBuildFile } from '../data/build-file.ts';
import { DatasetError } from '../data/errors.ts';

/** @throws DatasetError (missing) */
export const liblzmaFile = (): Promise<ArrayBuffer> =>
  readBuildFile(address, { failure: (message) => new DatasetError('missing', address, message) });
