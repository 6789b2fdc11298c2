/** Where the engines of archives are in a browser: addresses that Vite gives them. Each that was ever released stays. */
import first from '../../coding/text-coder-1/text-coder-1.wasm?url';
import { reloadFirst } from '../reader.ts';
import type { LoadEngine } from './engine.ts';

const addresses: Readonly<Record<string, string>> = { 'text-coder-1': first };

export const loadInBrowser: LoadEngine = async (name) => {
  const address = addresses[name];
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`The file ${address} could not be read (status ${response.status}). ${reloadFirst()}.`);
  }
  return response.arrayBuffer();
};
