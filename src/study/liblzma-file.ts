/** Where liblzma's WebAssembly module is in a browser: an address that Vite gives it, of the file as the package has it. */
import address from 'node-liblzma/wasm/liblzma.wasm?url';
import { DatasetError } from '../data/errors.ts';
import { reloadFirst } from '../data/reader.ts';

/** @throws DatasetError (missing) */
export async function liblzmaFile(): Promise<ArrayBuffer> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new DatasetError(
      'missing',
      address,
      `The file ${address} could not be read (status ${response.status}). ${reloadFirst()}; if it stays away, build the lab again.`,
    );
  }
  return response.arrayBuffer();
}
