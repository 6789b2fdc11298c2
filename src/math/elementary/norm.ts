import { exponentOf, powerOfTwo } from './bits.ts';

/** √Σ vᵢ², without overflow or underflow on the way; 0 for no values, infinite where one is, else NaN where one is. */
export function norm(values: ArrayLike<number>): number {
  let largest = 0;
  let undefinedValue = false;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > largest) largest = size;
    else if (Number.isNaN(size)) undefinedValue = true;
  }
  if (largest === Infinity) return Infinity;
  if (undefinedValue) return NaN;
  if (largest === 0) return 0;
  // By a power of two, which rounds nothing.
  const k = Math.max(-1000, Math.min(1000, exponentOf(largest)));
  const scale = powerOfTwo(-k);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] * scale;
    sum += value * value;
  }
  return Math.sqrt(sum) * powerOfTwo(k);
}
