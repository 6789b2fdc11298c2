/** Numbers in an array of this shape: the product of its sides, 1 for a scalar. */
export const elementCount = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);
