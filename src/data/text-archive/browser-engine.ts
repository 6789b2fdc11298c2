/** Where the engines of archives are in a browser: addresses that Vite gives them. Each that was ever released stays. */
import first from '../../coding/text-coder-1/text-coder-1.wasm?url';
import { readBuildFile } from '../build-file.ts';
import type { LoadEngine } from './engine.ts';

const addresses: Readonly<Record<string, string>> = { 'text-coder-1': first };

export const loadInBrowser: LoadEngine = (name) => readBuildFile(addresses[name]);
