// Partial vectors: the last one to three floats of a row, read and written without touching what lies behind them.

/** The first `count` (1 to 4) floats at `address`; the other lanes are 0. */
// @ts-ignore: decorator
@inline
export function loadFirst(address: usize, count: i32): v128 {
  if (count >= 4) return v128.load(address);
  if (count == 3) return v128.load_lane<f32>(address, v128.load64_zero(address), 2, 8);
  if (count == 2) return v128.load64_zero(address);
  return v128.load32_zero(address);
}

/** Writes the first `count` (1 to 4) lanes of `value` to `address`. */
// @ts-ignore: decorator
@inline
export function storeFirst(address: usize, value: v128, count: i32): void {
  if (count >= 4) {
    v128.store(address, value);
  } else if (count == 1) {
    v128.store_lane<f32>(address, value, 0);
  } else {
    v128.store_lane<f64>(address, value, 0);
    if (count == 3) v128.store_lane<f32>(address, value, 2, 8);
  }
}

/** All bits set in the first `count` (1 to 4) lanes. */
// @ts-ignore: decorator
@inline
export function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Largest of the four lanes; NaN if any lane is. */
// @ts-ignore: decorator
@inline
export function maxLanes(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

/** Copies n floats between places that do not overlap. Short runs dominate, for which memory.copy costs a call each. */
// @ts-ignore: decorator
@inline
export function copyFloats(target: usize, source: usize, n: i32): void {
  let left = n;
  for (; left >= 4; left -= 4) {
    v128.store(target, v128.load(source));
    target += 16;
    source += 16;
  }
  if (left > 0) storeFirst(target, loadFirst(source, left), left);
}

/** target += source for n floats. */
// @ts-ignore: decorator
@inline
export function addFloats(target: usize, source: usize, n: i32): void {
  let left = n;
  for (; left >= 4; left -= 4) {
    v128.store(target, f32x4.add(v128.load(target), v128.load(source)));
    target += 16;
    source += 16;
  }
  if (left > 0) storeFirst(target, f32x4.add(loadFirst(target, left), loadFirst(source, left)), left);
}
