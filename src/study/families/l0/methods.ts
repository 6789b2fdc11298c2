/** The ℓ0 methods, for figures: what is true of them, and never which they are. */
export { l0MethodOf, l0Methods } from '../../../compression/l0/methods/index.ts';
