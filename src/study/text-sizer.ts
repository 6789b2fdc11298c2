/** The worker's part in packing a text by conventional compressors, for comparison with what networks make of it. */
import { packedBy } from '../coding/compressors.ts';
import { compressorNames, type PackedSize } from '../coding/packed-size.ts';
import { RunControl } from '../nn/run-control.ts';

export interface TextSizes {
  /** Of the text. */
  readonly bytes: number;
  /** By the id of the compressor; without those that would take too long. */
  readonly sizes: Readonly<Record<string, PackedSize>>;
}

/** How far packing is. */
export interface SizingProgress {
  /** The title of the compressor that is at work. */
  readonly doing: string;
  /** Of all of them, 0 to 1. */
  readonly share: number;
}

/** Milliseconds between two reports. */
const REPORT_MS = 100;

export class TextSizer {
  readonly #liblzma: () => Promise<BufferSource>;

  /** @param liblzma the file liblzma.wasm */
  constructor(liblzma: () => Promise<BufferSource>) {
    this.#liblzma = liblzma;
  }

  /** Packs a text by one compressor after another. */
  async measure(text: Uint8Array<ArrayBuffer>, onProgress: (progress: SizingProgress) => void): Promise<TextSizes> {
    const control = new RunControl();
    const sizes: Record<string, PackedSize> = {};
    let told = -Infinity;
    for (const [index, { id, title }] of compressorNames.entries()) {
      const report = async (share: number): Promise<void> => {
        if (share > 0 && performance.now() - told < REPORT_MS) return;
        onProgress({ doing: title, share: (index + share) / compressorNames.length });
        await control.checkpoint();
        told = performance.now();
      };
      await report(0);
      const size = await packedBy(id, text, { liblzma: this.#liblzma, report });
      if (size) sizes[id] = size;
    }
    return { bytes: text.length, sizes };
  }
}
