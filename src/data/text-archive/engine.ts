/** The modules that archives of texts are coded with: each that was ever released. */
import { CodingError } from '../../coding/errors.ts';
import { reloadFirst } from '../reader.ts';
import { hexOf, sha256 } from '../sha256.ts';

/** As the header of an archive names it. */
export interface EngineName {
  readonly name: string;
  /** Of the module, in hexadecimal digits. */
  readonly sha256: string;
  /** How probabilities become frequencies: `f20` has 2²⁰ in all, each at least 1, the rest to the first of the likeliest. */
  readonly quantiser: string;
}

/** What archives are written with. */
export const ENGINE: EngineName = {
  name: 'text-coder-1',
  sha256: 'b37f4add53996ab2c9f720c1cf1c3b445a7a2ca516e376058c4acbacf31f9a31',
  quantiser: 'f20',
};

/** The file of a module, in the folder that has its name. */
export const engineFile = (name: string): string => `${name}.wasm`;

/** Fetches a module by the name of its engine. */
export type LoadEngine = (name: string) => Promise<BufferSource>;

/**
 * The engine that a header names.
 * @throws CodingError (version) for one that this build does not have, (damaged) where its module is another one
 */
export async function loadEngine({ name, quantiser, sha256: digest }: EngineName, load: LoadEngine): Promise<WebAssembly.Module> {
  if (name !== ENGINE.name || quantiser !== ENGINE.quantiser || digest !== ENGINE.sha256) {
    throw new CodingError(
      'version',
      `This archive was written by the engine “${name.slice(0, 40)}” (${digest.slice(0, 8)}, ${quantiser.slice(0, 8)}), which this Parsimony does not have. Open it with the Parsimony that wrote it, or a later one.`,
    );
  }
  const bytes = await load(name);
  const found = hexOf(await sha256(bytes, withheld));
  if (found !== digest) {
    throw new CodingError('damaged', `The engine “${name}” of this Parsimony is not the one that was released. ${reloadFirst()}.`);
  }
  return WebAssembly.compile(bytes);
}

/** Thrown where the browser has no SHA-256 to give. */
export const withheld = (): Error =>
  new Error('This address has no encryption, so that the browser gives no check sums. Open the lab by https or on this computer.');
