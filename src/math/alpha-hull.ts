/**
 * Two hulls of a point cloud that may be concave. `alphaHull` keeps the Delaunay triangles with a small circumcircle
 * (Edelsbrunner, Kirkpatrick & Seidel, IEEE Trans. Inf. Theory 29(4), 1983); `ratioHull` digs in from the convex hull
 * wherever a border edge is long (Duckham et al., Pattern Recognition 41(10), 2008).
 */
import { norm } from './elementary.ts';
import { delaunay, type Point } from './delaunay.ts';

/**
 * The boundary of the triangles with circumradius ≤ alpha, as closed rings of point indices (the last point joins the
 * first): outer rings run counter-clockwise, holes clockwise, each from its smallest index. Where parts touch in a
 * point, each keeps a ring of its own. No ring if no triangle is kept.
 * @param points scale axes of different units first: circles are circles in these coordinates.
 * @param alpha radius in the same coordinates, > 0; Infinity gives the convex hull.
 * @throws RangeError if alpha is not > 0 or a coordinate is not finite.
 */
export function alphaHull(points: readonly Point[] | Triangulation, alpha: number): number[][] {
  if (!(alpha > 0)) throw new RangeError(`An α-hull needs a radius α > 0 and was given ${alpha}.`);
  const mesh = 'corners' in points ? points : triangulated(points);
  return boundaryRings(
    mesh,
    Uint8Array.from(mesh.radii, (radius) => (radius <= alpha ? 1 : 0)),
  );
}

/**
 * The concave hull by edge-length ratio: from the convex hull on, the border triangle with the longest border edge is
 * removed while that edge is longer than e_min + ratio·(e_max − e_min), over the lengths e of all Delaunay edges, and
 * unless its third point is on the border already. One ring, as `alphaHull` has them; none for collinear points.
 * @param ratio from 0 (as concave as it gets) to 1 (the convex hull).
 * @throws RangeError if the ratio is not in [0, 1] or a coordinate is not finite.
 */
export function ratioHull(points: readonly Point[] | Triangulation, ratio: number): number[][] {
  if (!(ratio >= 0 && ratio <= 1)) throw new RangeError(`A concave hull needs a ratio from 0 to 1 and was given ${ratio}.`);
  const mesh = 'corners' in points ? points : triangulated(points);
  const { corners, twins, lengths, pointCount } = mesh;
  const shortest = lengths.reduce((least, length) => Math.min(least, length), Infinity);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  // In this form the limit at ratio 1 is the longest edge exactly, and nothing is removed.
  const limit = (1 - ratio) * shortest + ratio * longest;

  const kept = new Uint8Array(corners.length / 3).fill(1);
  const onBorder = new Uint8Array(pointCount);
  const border = new LongestFirst(lengths);
  const addToBorder = (h: number): void => {
    onBorder[corners[h]] = 1;
    if (lengths[h] > limit) border.push(h);
  };
  twins.forEach((twin, h) => {
    if (twin < 0) addToBorder(h);
  });
  for (let h = border.pop(); h !== undefined; h = border.pop()) {
    const sides = [next(h), next(next(h))];
    // A point on the border stays there, so the triangle can never go: without it the hull would fall apart there.
    if (onBorder[corners[sides[1]]]) continue;
    kept[Math.floor(h / 3)] = 0;
    // The edges that come to light are the neighbours' sides; their origins include the third point.
    for (const side of sides) addToBorder(twins[side]);
  }
  return boundaryRings(mesh, kept);
}

/**
 * The Delaunay triangles of a cloud, from which its hulls are read. Making it is most of the work of a hull: whoever needs hulls of one cloud
 * for several radii makes it once. Half-edge h = 3t + k runs from corner k of triangle t to the next; its twin runs back, in the neighbour.
 */
export interface Triangulation {
  readonly pointCount: number;
  readonly corners: Int32Array;
  /** −1 on the convex hull. */
  readonly twins: Int32Array;
  /** Of the half-edges. */
  readonly lengths: Float64Array;
  /** Of the circumcircle of each triangle. */
  readonly radii: Float64Array;
}

/** @throws RangeError if a coordinate is not finite */
export function triangulated(points: readonly Point[]): Triangulation {
  const corners = delaunay(points);
  const lengths = Float64Array.from(corners, (from, h) => distance(points[from], points[corners[next(h)]]));
  const radii = Float64Array.from({ length: corners.length / 3 }, (_, t) => circumradius(points, corners, lengths, t));
  return { pointCount: points.length, corners, twins: twinsOf(corners, points.length), lengths, radii };
}

function next(h: number): number {
  return h % 3 === 2 ? h - 2 : h + 1;
}

function twinsOf(corners: Int32Array, pointCount: number): Int32Array {
  const byEnds = new Map<number, number>();
  const twins = new Int32Array(corners.length).fill(-1);
  corners.forEach((from, h) => {
    const to = corners[next(h)];
    const twin = byEnds.get(to * pointCount + from);
    if (twin === undefined) {
      byEnds.set(from * pointCount + to, h);
    } else {
      twins[h] = twin;
      twins[twin] = h;
    }
  });
  return twins;
}

/** The half-edges of kept triangles that have no kept triangle across, chained into rings. */
function boundaryRings({ corners, twins }: Triangulation, kept: Uint8Array): number[][] {
  const isInside = (h: number): boolean => h >= 0 && kept[Math.floor(h / 3)] === 1;
  const visited = new Uint8Array(corners.length);
  const rings: number[][] = [];
  for (let start = 0; start < corners.length; start++) {
    if (visited[start] || !isInside(start) || isInside(twins[start])) continue;
    const ring: number[] = [];
    for (let h = start; !visited[h];) {
      visited[h] = 1;
      ring.push(corners[h]);
      h = next(h);
      // Turning about the end of the edge, through kept triangles only, ends at the next edge of the same part.
      while (isInside(twins[h])) h = next(twins[h]);
    }
    rings.push(fromSmallest(ring));
  }
  return rings;
}

function fromSmallest(ring: number[]): number[] {
  const start = ring.indexOf(ring.reduce((least, point) => Math.min(least, point), Infinity));
  return [...ring.slice(start), ...ring.slice(0, start)];
}

/** |ab|·|bc|·|ca|/(4·area). */
function circumradius(points: readonly Point[], corners: Int32Array, lengths: Float64Array, t: number): number {
  const [a, b, c] = [points[corners[3 * t]], points[corners[3 * t + 1]], points[corners[3 * t + 2]]];
  const twiceArea = Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  return (lengths[3 * t] * lengths[3 * t + 1] * lengths[3 * t + 2]) / (2 * twiceArea);
}

function distance(a: Point, b: Point): number {
  return norm([a[0] - b[0], a[1] - b[1]]);
}

/** A binary heap of half-edges, longest first; of equally long ones the one with the smaller number. */
class LongestFirst {
  private readonly lengths: Float64Array;
  private readonly heap: number[] = [];

  constructor(lengths: Float64Array) {
    this.lengths = lengths;
  }

  push(h: number): void {
    const { heap } = this;
    let at = heap.push(h) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.before(heap[parent], h)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = h;
  }

  pop(): number | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.before(heap[child + 1], heap[child])) child++;
      if (this.before(last, heap[child])) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return top;
  }

  private before(a: number, b: number): boolean {
    const difference = this.lengths[a] - this.lengths[b];
    return difference > 0 || (difference === 0 && a < b);
  }
}
