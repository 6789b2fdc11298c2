/** What of code lengths the figures of texts are made from. */

export { LLAMA, llamaExample, type LlamaExample, type LlamaVariant } from '../../../coding/llama-example.ts';
