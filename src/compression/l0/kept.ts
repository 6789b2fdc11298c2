/** Numbers that are left of so many at a sparsity. */
export const keptNumbers = (numbers: number, sparsity: number): number => Math.round((1 - sparsity) * numbers);
