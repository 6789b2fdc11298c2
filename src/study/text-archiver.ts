/** What the worker that codes texts exposes through Comlink. */
import type { WeightBits } from '../coding/rounded-weights.ts';
import { makeArchive, openArchive, type Archive, type OpenedText } from '../data/text-archive/archive.ts';
import { nextMessage } from '../data/next-message.ts';
import type { LoadEngine } from '../data/text-archive/engine.ts';
import { SHOWN_BYTES, type CodingProgress, type OnCoded } from '../data/text-archive/facts.ts';
import { textNetworkOf } from '../data/text-archive/text-network.ts';
import { textOf } from './job-text.ts';
import { readNetworkFile } from './network-model.ts';

type Bytes = Uint8Array<ArrayBuffer>;
export type TellCoding = (progress: CodingProgress) => void;

/** Milliseconds between two words of how far it is, and between two moments at which the worker hears what it is asked. */
const TELL_EVERY_MS = 100;

export class TextArchiver {
  readonly #load: LoadEngine;

  constructor(load: LoadEngine) {
    this.#load = load;
  }

  /** The text of an archive. @throws as `openArchive` */
  open(file: Bytes, tell: TellCoding): Promise<OpenedText> {
    return openArchive(file, this.#load, telling(tell));
  }

  /**
   * The text of a network's job, compressed by the network and decoded again.
   * @returns how the text begins as well
   * @throws as `makeArchive`, and DatasetError where the text cannot be had
   */
  async make(network: Bytes, bits: WeightBits, dataUrl: string, tell: TellCoding): Promise<Archive & { readonly head: Bytes }> {
    const read = await readNetworkFile(network);
    const text = await textOf(read.model.job, dataUrl);
    const archive = await makeArchive(text, textNetworkOf(read), { bits, load: this.#load, onCoded: telling(tell) });
    return { ...archive, head: text.slice(0, SHOWN_BYTES) };
  }
}

function telling(tell: TellCoding): OnCoded {
  let toldAt = -Infinity;
  return (progress) => {
    const now = performance.now();
    if (now - toldAt < TELL_EVERY_MS && progress.done < progress.all) return undefined;
    toldAt = now;
    tell(progress);
    return nextMessage();
  };
}
