/**
 * A drawn digit as MNIST has its own: “The original black and white (bilevel) images from NIST were size normalized to fit in a 20x20 pixel
 * box while preserving their aspect ratio. The resulting images contain grey levels as a result of the anti-aliasing technique used by the
 * normalization algorithm. The images were centered in a 28x28 image by computing the center of mass of the pixels, and translating the
 * image so as to position this point at the center of the 28x28 field.” (Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database,
 * yann.lecun.com/exdb/mnist)
 */

/** A square of grey levels, 0 for paper to 1 for ink, row-major. */
export interface Raster {
  readonly side: number;
  readonly values: Float32Array;
}

export const DIGIT_SIDE = 28;
const BOX_SIDE = 20;
/** Fainter than this is paper: half a grey level of 255. */
const PAPER = 0.5 / 255;

export const blankRaster = (side: number): Raster => ({ side, values: new Float32Array(side * side) });

/** Draws a stroke with a round pen, whose edge is smooth over a pixel. Coordinates and radius in pixels, pixels being centred at halves. */
export function drawStroke({ side, values }: Raster, from: readonly [number, number], to: readonly [number, number], radius: number): void {
  const [x0, y0] = from;
  const [dx, dy] = [to[0] - x0, to[1] - y0];
  const length = dx * dx + dy * dy;
  const range = (a: number, b: number): [number, number] => [
    Math.max(0, Math.floor(Math.min(a, b) - radius - 1)),
    Math.min(side - 1, Math.ceil(Math.max(a, b) + radius + 1)),
  ];
  const [left, right] = range(x0, to[0]);
  const [top, bottom] = range(y0, to[1]);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const [px, py] = [x + 0.5 - x0, y + 0.5 - y0];
      const along = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
      const [ex, ey] = [px - along * dx, py - along * dy];
      const ink = Math.min(1, Math.max(0, radius + 0.5 - Math.sqrt(ex * ex + ey * ey)));
      const at = y * side + x;
      if (ink > values[at]) values[at] = ink;
    }
  }
}

/** The part of a raster that has ink; null where none has. Right and bottom are just beyond it. */
function inkBox({ side, values }: Raster): { left: number; top: number; right: number; bottom: number } | null {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (values[y * side + x] <= PAPER) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  return right === 0 ? null : { left, top, right, bottom };
}

/**
 * A drawing as an image of MNIST: 28 × 28 grey levels.
 * @returns null where there is no ink
 */
export function asMnist(raster: Raster): Float32Array<ArrayBuffer> | null {
  const box = inkBox(raster);
  if (!box) return null;
  const scale = BOX_SIDE / Math.max(box.right - box.left, box.bottom - box.top);
  const width = Math.max(1, Math.round((box.right - box.left) * scale));
  const height = Math.max(1, Math.round((box.bottom - box.top) * scale));
  const small = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) small[y * width + x] = meanOver(raster, box.left + x / scale, box.top + y / scale, 1 / scale);
  }
  return centred(small, width, height);
}

/** The mean grey level of a square of a raster, whose pixels count by how much of them lies in it. */
function meanOver({ side, values }: Raster, left: number, top: number, size: number): number {
  const [right, bottom] = [left + size, top + size];
  let sum = 0;
  for (let y = Math.floor(top); y < Math.min(side, bottom); y++) {
    const high = Math.min(bottom, y + 1) - Math.max(top, y);
    for (let x = Math.floor(left); x < Math.min(side, right); x++) {
      const wide = Math.min(right, x + 1) - Math.max(left, x);
      sum += values[y * side + x] * high * wide;
    }
  }
  return Math.min(1, sum / (size * size));
}

/**
 * Moves an image by whole pixels, so that its centre of mass lies at pixel 14 of 0 … 27, where all of MNIST has it; no further than that all
 * of it is seen.
 */
function centred(small: Float32Array, width: number, height: number): Float32Array<ArrayBuffer> {
  let [mass, alongX, alongY] = [0, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const ink = small[y * width + x];
      mass += ink;
      alongX += ink * x;
      alongY += ink * y;
    }
  }
  const placed = (moment: number, extent: number): number =>
    Math.min(DIGIT_SIDE - extent, Math.max(0, Math.round(DIGIT_SIDE / 2 - moment / mass)));
  const [left, top] = [placed(alongX, width), placed(alongY, height)];
  const image = new Float32Array(DIGIT_SIDE * DIGIT_SIDE);
  for (let y = 0; y < height; y++) image.set(small.subarray(y * width, (y + 1) * width), (top + y) * DIGIT_SIDE + left);
  return image;
}
