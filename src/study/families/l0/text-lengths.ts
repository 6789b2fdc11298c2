/** What of code lengths the figures and the words of texts are made from. */
import { compressorNames, type CompressorName } from '../../../coding/packed-size.ts';

export { LLAMA, llamaExample, llamaLoss, type LlamaExample, type LlamaVariant } from '../../../coding/llama-example.ts';
export { BITS_PER_NAT } from '../../../coding/data-length.ts';
export { worthOfNetwork } from '../../../coding/online-code.ts';
export { CHUNK_BYTES, withHeaderOnce, type CompressorName, type PackedSize } from '../../../coding/packed-size.ts';

/** All programs of which sizes are shown: those of the lab, and two by which texts were packed beforehand. */
export const packerNames: readonly CompressorName[] = [
  ...compressorNames,
  { id: 'whole-bzip2', title: 'bzip2' },
  { id: 'whole-ppmd', title: 'PPMd' },
];
