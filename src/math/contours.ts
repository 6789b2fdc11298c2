/** Outlines of what is drawn in pixels: marching squares (Lorensen and Cline, SIGGRAPH 1987, in the plane), and fewer points for them. */

/** x and y in turn. */
export type Ring = number[];

/** Edges of a cell: above, right, below, left. */
type Edge = 0 | 1 | 2 | 3;

/**
 * From which edge of a cell to which a line goes that has what is inside on its left, by which corners are inside: upper left 8, upper
 * right 4, lower right 2, lower left 1. Where two opposite corners are, they are taken for apart.
 */
const lines: readonly (readonly (readonly [from: Edge, to: Edge])[])[] = [
  [],
  [[2, 3]],
  [[1, 2]],
  [[1, 3]],
  [[0, 1]],
  [
    [0, 1],
    [2, 3],
  ],
  [[0, 2]],
  [[0, 3]],
  [[3, 0]],
  [[2, 0]],
  [
    [3, 0],
    [1, 2],
  ],
  [[1, 0]],
  [[3, 1]],
  [[2, 1]],
  [[3, 2]],
  [],
];

/**
 * Closed lines at a level between values on a grid, the pixels of a border of width 1 counting as outside; between two of them a line is
 * where linear interpolation has it.
 * @param values row by row
 * @returns rings in units of the grid, (0, 0) being the centre of the first pixel; holes as rings of their own
 */
export function contours(values: ArrayLike<number>, width: number, height: number, level: number): Ring[] {
  const valueAt = (x: number, y: number): number =>
    x <= 0 || y <= 0 || x >= width - 1 || y >= height - 1 ? Math.min(level - 1, 0) : values[y * width + x];
  const next = new Map<number, { readonly to: number; readonly x: number; readonly y: number }>();
  /** An edge by the pixel at its upper or left end, and whether it lies along x. */
  const key = (x: number, y: number, edge: Edge): number => {
    const [column, row, across] = [edge === 1 ? x + 1 : x, edge === 2 ? y + 1 : y, edge % 2 === 0];
    return 2 * (row * width + column) + (across ? 0 : 1);
  };
  const crossing = (x: number, y: number, edge: Edge): readonly [number, number] => {
    const [column, row, across] = [edge === 1 ? x + 1 : x, edge === 2 ? y + 1 : y, edge % 2 === 0];
    const from = valueAt(column, row);
    const to = across ? valueAt(column + 1, row) : valueAt(column, row + 1);
    const share = (level - from) / (to - from);
    return across ? [column + share, row] : [column, row + share];
  };
  for (let y = 0; y < height - 1; y++) {
    for (let x = 0; x < width - 1; x++) {
      const inside = (dx: number, dy: number, weight: number): number => (valueAt(x + dx, y + dy) >= level ? weight : 0);
      const corners = inside(0, 0, 8) + inside(1, 0, 4) + inside(1, 1, 2) + inside(0, 1, 1);
      for (const [from, to] of lines[corners]) {
        const [atX, atY] = crossing(x, y, from);
        next.set(key(x, y, from), { to: key(x, y, to), x: atX, y: atY });
      }
    }
  }
  return ringsOf(next);
}

function ringsOf(next: Map<number, { readonly to: number; readonly x: number; readonly y: number }>): Ring[] {
  const rings: Ring[] = [];
  for (const start of next.keys()) {
    const ring: Ring = [];
    for (let at = next.get(start), from = start; at; at = next.get(from)) {
      ring.push(at.x, at.y);
      next.delete(from);
      from = at.to;
    }
    if (ring.length >= 6) rings.push(ring);
  }
  return rings;
}

/** A ring of fewer points, none of the others farther from it than a distance (Ramer 1972; Douglas and Peucker 1973). */
export function simplified(ring: Ring, distance: number): Ring {
  const count = ring.length / 2;
  let far = 0;
  const squared = (place: number): number => {
    const [dx, dy] = [ring[2 * place] - ring[0], ring[2 * place + 1] - ring[1]];
    return dx * dx + dy * dy;
  };
  for (let place = 1; place < count; place++) if (squared(place) > squared(far)) far = place;
  const kept = [0, ...between(ring, 0, far, distance), far, ...between(ring, far, count, distance)];
  return kept.flatMap((place) => [ring[2 * place], ring[2 * place + 1]]);
}

/** The places that have to stay between two, the last of which may be the first one again. */
function between(ring: Ring, from: number, to: number, distance: number): number[] {
  const last = to % (ring.length / 2);
  const [x, y] = [ring[2 * from], ring[2 * from + 1]];
  const [dx, dy] = [ring[2 * last] - x, ring[2 * last + 1] - y];
  const length = Math.sqrt(dx * dx + dy * dy);
  let [most, found] = [distance, -1];
  for (let place = from + 1; place < to; place++) {
    const [ox, oy] = [ring[2 * place] - x, ring[2 * place + 1] - y];
    const off = length === 0 ? Math.sqrt(ox * ox + oy * oy) : Math.abs(dx * oy - dy * ox) / length;
    if (off > most) [most, found] = [off, place];
  }
  return found < 0 ? [] : [...between(ring, from, found, distance), found, ...between(ring, found, to, distance)];
}
