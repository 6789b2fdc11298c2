/** The worker's part in packing a text by conventional compressors, for comparison with what networks make of it. */
import { packedBy } from '../coding/compressors.ts';
import { compressorNames, type PackedSize } from '../coding/packed-size.ts';
import { textSettingsOf } from '../data/sources/texts.ts';
import { partsOf } from '../data/text/split.ts';
import { RunControl } from '../nn/run-control.ts';
import { textOf } from './job-text.ts';
import type { Job } from './schema.ts';
import type { SizingProgress, TextSizes } from './text-sizes.ts';

/** Milliseconds between two reports. */
const REPORT_MS = 100;

/** Is told how far it is, and the sizes that are known by then. */
export type TellSizing = (progress: SizingProgress, sizes: TextSizes['sizes']) => void;

export class TextSizer {
  readonly #liblzma: () => Promise<BufferSource>;

  /** @param liblzma the file liblzma.wasm */
  constructor(liblzma: () => Promise<BufferSource>) {
    this.#liblzma = liblzma;
  }

  /**
   * Packs the part of a job's text that trains.
   * @param known sizes that are not measured again
   * @throws as `textOf`
   */
  async measureTextOf(job: Job, dataUrl: string, known: TextSizes['sizes'], onProgress: TellSizing): Promise<TextSizes> {
    const { train } = partsOf(await textOf(job, dataUrl), textSettingsOf(job.data).split);
    return this.measure(train.slice(), known, onProgress);
  }

  /** Packs a text by one compressor after another. @param known sizes that are not measured again */
  async measure(text: Uint8Array<ArrayBuffer>, known: TextSizes['sizes'], onProgress: TellSizing): Promise<TextSizes> {
    const control = new RunControl();
    const sizes: Record<string, PackedSize> = { ...known };
    let told = -Infinity;
    for (const [index, { id, title }] of compressorNames.entries()) {
      if (sizes[id]) continue;
      const report = async (share: number): Promise<void> => {
        if (share > 0 && performance.now() - told < REPORT_MS) return;
        onProgress({ doing: title, share: (index + share) / compressorNames.length }, { ...sizes });
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
