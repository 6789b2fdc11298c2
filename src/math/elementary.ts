/**
 * Elementary functions whose last bit is the same in every engine. The standard leaves those of `Math` to the engine, and Node, Chromium
 * and Firefox differ in up to a tenth of all arguments; these are made of + − × ÷ √ alone, which IEEE 754 fixes to the bit. Special
 * values are those of `Math`. Each function says how far from the true value it was seen at most, in units of the last place (ulp), over some
 * hundred thousand arguments, the hard ones among them (test/unit/math/elementary.test.ts).
 */
export { erf } from './elementary/erf.ts';
export { exp, sinh, tanh } from './elementary/exp.ts';
export { asinh, log, log10, log2 } from './elementary/log.ts';
export { cos, sin } from './elementary/trigonometric.ts';
export { pow } from './elementary/pow.ts';
export { norm } from './elementary/norm.ts';
