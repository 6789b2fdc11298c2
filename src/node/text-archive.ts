/** Archives of texts on the command line: the engine lies in the folder of the project. */
import { readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decodeNetwork } from '../coding/network-file.ts';
import type { WeightBits } from '../coding/rounded-weights.ts';
import { makeArchive, openArchive, type Archive, type OpenedText } from '../data/text-archive/archive.ts';
import { engineFile, type LoadEngine } from '../data/text-archive/engine.ts';
import type { OnCoded } from '../data/text-archive/facts.ts';
import { textNetworkOf } from '../data/text-archive/text-network.ts';
import { grouped } from '../math/number-text.ts';
import { textOf } from '../study/job-text.ts';
import type { Job } from '../study/schema.ts';
import { offerFiles } from './file-fetch.ts';

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

/**
 * Whether a job is about this very text.
 * @param root folder of the project
 * @throws {RangeError} if it is about another one
 * @throws {DatasetError} if its text cannot be had here
 */
export async function requireTextOf(root: string, job: Job, text: Uint8Array): Promise<void> {
  offerFiles();
  const own = await textOf(job, pathToFileURL(join(root, 'public', 'data') + sep).href);
  if (own.length === text.length && own.every((byte, i) => byte === text[i])) return;
  throw new RangeError(
    `The study is about another text, of ${grouped(own.length)} bytes: give that one, or train on yours in a browser and give its network with --network.`,
  );
}
