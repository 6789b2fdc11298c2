/**
 * Which cells of a matrix are non-zero, coded among all matrices with as many: log₂ C(cells, nonzero) bits, the bound for a code that
 * knows nothing but the count. Cell by cell, the chance of a one is what is left of the ones over what is left of the cells; the product
 * of these is 1/C(cells, nonzero).
 *
 * Up to 2²⁰ cells the chances are exact and the code is at most 3 bits longer than the bound; beyond, they are rounded to 2⁻²⁰, and the
 * few ones of a larger matrix may cost what `maxOverheadBytes` allows.
 */
import { ArithmeticDecoder, ArithmeticEncoder, MAX_TOTAL } from './arithmetic-coder.ts';

/**
 * The most bytes by which a code exceeds the bound: 3 bits of the coder and up to 7 that fill its last byte; beyond 2²⁰ cells, a chance
 * below 2⁻²⁰ is taken for that, which costs up to 1.44·2⁻²⁰ bits a cell.
 */
export function maxOverheadBytes(cells: number): number {
  return 2 + cells / 2 ** 22;
}

/** Calls `visit` for each cell that is not decided by the counts left over; `visit` says whether it is a one. */
function forEachOpenCell(cells: number, ones: number, visit: (cell: number, sizeOfOne: number, total: number) => boolean): void {
  let onesLeft = ones;
  for (let cell = 0; cell < cells; cell++) {
    const cellsLeft = cells - cell;
    if (onesLeft === 0 || onesLeft === cellsLeft) return;
    const total = Math.min(cellsLeft, MAX_TOTAL);
    const sizeOfOne = total === cellsLeft ? onesLeft : Math.min(total - 1, Math.max(1, Math.round((onesLeft * total) / cellsLeft)));
    if (visit(cell, sizeOfOne, total)) onesLeft--;
  }
}

/** @param support one entry per cell, 1 where it is non-zero and 0 elsewhere. @returns no bytes if all are or none is. */
export function encodeSupport(support: Uint8Array): Uint8Array<ArrayBuffer> {
  const ones = support.reduce((sum, bit) => sum + bit, 0);
  if (ones === 0 || ones === support.length) return new Uint8Array(0);
  const encoder = new ArithmeticEncoder();
  forEachOpenCell(support.length, ones, (cell, sizeOfOne, total) => {
    const isOne = support[cell] === 1;
    if (isOne) encoder.encode(0, sizeOfOne, total);
    else encoder.encode(sizeOfOne, total - sizeOfOne, total);
    return isOne;
  });
  return encoder.finish().bytes;
}

/** The support of `cells` cells with `ones` ones that `encodeSupport` encoded; any bytes give some support with that many. */
export function decodeSupport(bytes: Uint8Array, cells: number, ones: number): Uint8Array<ArrayBuffer> {
  const support = new Uint8Array(cells);
  const decoder = new ArithmeticDecoder(bytes);
  let [onesLeft, next] = [ones, 0];
  forEachOpenCell(cells, ones, (cell, sizeOfOne, total) => {
    const isOne = decoder.target(total) < sizeOfOne;
    if (isOne) decoder.consume(0, sizeOfOne, total);
    else decoder.consume(sizeOfOne, total - sizeOfOne, total);
    support[cell] = isOne ? 1 : 0;
    if (isOne) onesLeft--;
    next = cell + 1;
    return isOne;
  });
  // What follows was decided by the counts: all ones, or none.
  if (onesLeft > 0) support.fill(1, next);
  return support;
}
