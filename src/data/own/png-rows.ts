/** Rows of a PNG: taken back what they were filtered by, and put in their places where the picture is interlaced. */

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: number;
  readonly samples: number;
  readonly interlaced: boolean;
}

/** Pixels at every so-manieth place, which lie as a picture of their own. */
export interface Pass {
  readonly width: number;
  readonly height: number;
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
}

/** Adam7 (section 8.2): where each pass begins, and its steps. */
const ADAM7: readonly (readonly [x: number, y: number, dx: number, dy: number])[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

/** In the order in which they lie; those without a pixel are left out, as they are in the file. */
export function passesOf({ width, height, interlaced }: PngHeader): Pass[] {
  return (interlaced ? ADAM7 : [[0, 0, 1, 1] as const])
    .map(([x, y, dx, dy]) => ({ width: Math.ceil((width - x) / dx), height: Math.ceil((height - y) / dy), x, y, dx, dy }))
    .filter((pass) => pass.width > 0 && pass.height > 0);
}

/** Bytes of a row, without its filter. */
export const rowBytesOf = ({ samples, depth }: PngHeader, width: number): number => Math.ceil((width * samples * depth) / 8);

/**
 * height × width × samples, as they stand in the file.
 * @param raw each row with its filter before it, pass after pass
 * @throws what `unknown` makes of a filter that there is not
 */
export function samplesOf(header: PngHeader, passes: readonly Pass[], raw: Uint8Array, unknown: (filter: number) => Error): Uint16Array {
  const { width, height, samples, depth } = header;
  const values = new Uint16Array(width * height * samples);
  let start = 0;
  for (const pass of passes) {
    const rowBytes = rowBytesOf(header, pass.width);
    const end = start + pass.height * (1 + rowBytes);
    const rows = unfiltered(raw.subarray(start, end), rowBytes, pass.height, Math.max(1, (samples * depth) / 8), unknown);
    start = end;
    for (let row = 0; row < pass.height; row++) {
      for (let column = 0; column < pass.width; column++) {
        const to = ((pass.y + row * pass.dy) * width + pass.x + column * pass.dx) * samples;
        for (let sample = 0; sample < samples; sample++)
          values[to + sample] = sampleAt(rows, row * rowBytes, column * samples + sample, depth);
      }
    }
  }
  return values;
}

function sampleAt(rows: Uint8Array, start: number, index: number, depth: number): number {
  if (depth === 8) return rows[start + index];
  if (depth === 16) return (rows[start + 2 * index] << 8) | rows[start + 2 * index + 1];
  const bit = index * depth;
  return (rows[start + (bit >> 3)] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
}

/** Takes back what each row was filtered by: nothing, its left, upper, mean or nearest neighbour (section 9). */
function unfiltered(raw: Uint8Array, rowBytes: number, rows: number, step: number, unknown: (filter: number) => Error): Uint8Array {
  const values = new Uint8Array(rows * rowBytes);
  for (let row = 0; row < rows; row++) {
    const filter = raw[row * (rowBytes + 1)];
    if (filter > 4) throw unknown(filter);
    for (let i = 0; i < rowBytes; i++) {
      const at = row * rowBytes + i;
      const left = i >= step ? values[at - step] : 0;
      const up = row > 0 ? values[at - rowBytes] : 0;
      const corner = i >= step && row > 0 ? values[at - rowBytes - step] : 0;
      values[at] = raw[row * (rowBytes + 1) + 1 + i] + guessed(filter, left, up, corner);
    }
  }
  return values;
}

function guessed(filter: number, left: number, up: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) >> 1;
    case 4:
      return nearest(left, up, corner);
    default:
      return 0;
  }
}

/** Paeth's predictor: of left, upper and corner the one nearest to left + upper − corner. */
function nearest(left: number, up: number, corner: number): number {
  const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}
