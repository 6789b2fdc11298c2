/** What of code lengths the figures of texts are made from. */

export { LLAMA, llamaExample, type LlamaExample, type LlamaVariant } from '../../../coding/llama-example.ts';
export { BITS_PER_NAT } from '../../../coding/data-length.ts';
export { worthOfNetwork } from '../../../coding/online-code.ts';
export { CHUNK_BYTES, compressorNames, withHeaderOnce, type CompressorName, type PackedSize } from '../../../coding/packed-size.ts';
