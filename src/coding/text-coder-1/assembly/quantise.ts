// Probabilities as whole frequencies for the arithmetic coder, in double precision, and the check sum over them.

/** Sum of the frequencies of a row. */
const TOTAL = 1 << 20;

const FNV_PRIME: u32 = 16777619;

/** 1 + floor(p / sum (TOTAL - n)) for each of n probabilities; what is missing goes to the first of the largest. */
export function quantise(p: usize, frequencies: usize, n: i32): void {
  let sum: f64 = 0;
  for (let i = 0; i < n; i++) sum += <f64>load<f32>(p + (<usize>i << 2));
  const free = <f64>(TOTAL - n);
  let left = TOTAL;
  let likeliest = 0;
  let largest: f32 = -1;
  for (let i = 0; i < n; i++) {
    const value = load<f32>(p + (<usize>i << 2));
    const frequency = 1 + <i32>floor<f64>((<f64>value / sum) * free);
    store<i32>(frequencies + (<usize>i << 2), frequency);
    left -= frequency;
    if (value > largest) {
      largest = value;
      likeliest = i;
    }
  }
  const at = frequencies + (<usize>likeliest << 2);
  store<i32>(at, load<i32>(at) + left);
}

/** FNV-1a over n words of 32 bits. */
export function hashWords(address: usize, n: i32, before: u32): u32 {
  let hash = before;
  for (let i = 0; i < n; i++) hash = (hash ^ load<u32>(address + (<usize>i << 2))) * FNV_PRIME;
  return hash;
}
