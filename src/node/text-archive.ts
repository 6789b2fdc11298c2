/** Archives of texts on the command line: the engine lies in the folder of the project. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeNetwork } from '../coding/network-file.ts';
import type { WeightBits } from '../coding/rounded-weights.ts';
import { makeArchive, openArchive, type Archive, type OpenedText } from '../data/text-archive/archive.ts';
import { engineFile, type LoadEngine } from '../data/text-archive/engine.ts';
import type { OnCoded } from '../data/text-archive/facts.ts';
import { textNetworkOf } from '../data/text-archive/text-network.ts';

const loadFrom =
  (root: string): LoadEngine =>
  async (name) =>
    new Uint8Array(await readFile(join(root, 'src', 'coding', name, engineFile(name))));

/**
 * Compresses a text by the network of a file.
 * @param root folder of the project
 * @throws as `makeArchive`, and CodingError for a file that is no network of a text
 */
export async function compressText(
  root: string,
  text: Uint8Array,
  network: Uint8Array,
  bits: WeightBits,
  onCoded: OnCoded,
): Promise<Archive> {
  return makeArchive(text, textNetworkOf(await decodeNetwork(network)), { bits, load: loadFrom(root), onCoded });
}

/** The text of an archive. @param root folder of the project @throws as `openArchive` */
export function expandText(root: string, file: Uint8Array, onCoded: OnCoded): Promise<OpenedText> {
  return openArchive(file, loadFrom(root), onCoded);
}
