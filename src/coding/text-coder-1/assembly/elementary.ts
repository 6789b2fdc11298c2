// exp, ln, sin and cos in double precision from + - x / and comparisons alone, for the position table, which is rounded to single
// precision: the same bits on every processor, and a few last places of a double are enough.

/** ln 2 and pi/2 in two parts, the first with so few digits that small multiples of it are exact. */
const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;
const HALF_PI_HIGH: f64 = 1.57079632673412561417;
const HALF_PI_LOW: f64 = 6.07710050650619224932e-11;

/** e^x for |x| < 700: x = n ln 2 + r, and with c = r - r^2 P(r^2) as in fdlibm's e_exp.c, e^r = 1 + r + r c / (2 - c). */
export function exp(x: f64): f64 {
  const n = nearest<f64>(x * 1.4426950408889634);
  const high = x - n * LN2_HIGH;
  const low = n * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c = r - t * (1.66666666666666019037e-1 + t * (-2.77777777770155933842e-3 + t * (6.61375632143793436117e-5 +
    t * (-1.65339022054652515390e-6 + t * 4.13813679705723846039e-8))));
  const power = reinterpret<f64>(<u64>(1023 + <i64>n) << 52);
  return (1 - (low - (r * c) / (2 - c) - high)) * power;
}

/** Natural logarithm of a normal x > 0, as in fdlibm's e_log.c: x = 2^k (1 + f), s = f / (2 + f), and a polynomial in s^2. */
export function ln(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let k = <i32>(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    k += 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const r = z * (6.666666666666735130e-1 + z * (3.999999999940941908e-1 + z * (2.857142874366239149e-1 +
    z * (2.222219843214978396e-1 + z * (1.818357216161805012e-1 + z * (1.531383769920937332e-1 +
    z * 1.479819860511658591e-1))))));
  const halfSquare = 0.5 * f * f;
  return <f64>k * 0.6931471805599453 + (f - (halfSquare - s * (halfSquare + r)));
}

/** sin(x + quarters pi/2) for 0 <= x < 2^20. */
function sinQuarters(x: f64, quarters: i32): f64 {
  const n = nearest<f64>(x * 0.6366197723675814);
  const r = x - n * HALF_PI_HIGH - n * HALF_PI_LOW;
  const quadrant = (<i32>n + quarters) & 3;
  const t = r * r;
  const value = quadrant & 1
    ? 1 - 0.5 * t + t * t * (4.16666666666666019037e-2 + t * (-1.38888888888741095749e-3 + t * (2.48015872894767294178e-5 +
      t * (-2.75573143513906633035e-7 + t * (2.08757232129817482790e-9 - t * 1.13596475577881948265e-11)))))
    : r + r * t * (-1.66666666666666324348e-1 + t * (8.33333333332248946124e-3 + t * (-1.98412698298579493134e-4 +
      t * (2.75573137070700676789e-6 + t * (-2.50507602534068634195e-8 + t * 1.58969099521155010221e-10)))));
  return quadrant & 2 ? -value : value;
}

export function sin(x: f64): f64 {
  return sinQuarters(x, 0);
}

export function cos(x: f64): f64 {
  return sinQuarters(x, 1);
}
