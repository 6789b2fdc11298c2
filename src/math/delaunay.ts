/**
 * Delaunay triangulation of points in the plane, by divide and conquer on quad-edges (Guibas & Stolfi, ACM Trans.
 * Graphics 4(2), 1985). Degenerate input (collinear, cocircular, repeated points) needs no special care, because the
 * points are first rounded to a grid on which both geometric tests are exact.
 */
import { inCircle, orientation, toGrid } from './grid-geometry.ts';

export type Point = readonly [number, number];

/**
 * The triangles, three point indices each, counter-clockwise. Points that fall on the same grid node (2⁻²³ of the larger
 * extent or less) count as one, under the smallest of their indices; collinear points have no triangles.
 *
 * The triangulation is not invariant under scaling one axis: scale axes of different units first.
 * @throws RangeError if a coordinate is not finite.
 */
export function delaunay(points: readonly Point[]): Int32Array {
  const { x, y, index } = toGrid(points);
  if (x.length < 3) return new Int32Array(0);
  const mesh = new QuadEdges(x, y);
  mesh.triangulate(0, x.length);
  return mesh.triangles().map((node) => index[node]);
}

/**
 * Quad-edges. Edge e ≡ 0 (mod 4) has its rotations at e + 1, e + 2 (reversed), e + 3; even ones are directed edges of the
 * triangulation, odd ones of its dual.
 */
class QuadEdges {
  private readonly x: Float64Array;
  private readonly y: Float64Array;
  /** Next edge counter-clockwise with the same origin. */
  private readonly onext: Int32Array;
  /** Origin of the even edges; −1 where the edge has been deleted. */
  private readonly org: Int32Array;
  private used = 0;
  private readonly free: number[] = [];

  constructor(x: Float64Array, y: Float64Array) {
    this.x = x;
    this.y = y;
    // A planar graph on n nodes has at most 3n − 6 edges, and deleted ones are used again.
    this.onext = new Int32Array(12 * x.length);
    this.org = new Int32Array(12 * x.length).fill(-1);
  }

  /** Every bounded face, counter-clockwise, starting from its smallest node. */
  triangles(): Int32Array {
    const found: number[] = [];
    for (let e = 0; e < this.used; e += 2) {
      const a = this.org[e];
      if (a < 0) continue;
      const b = this.dest(e);
      const c = this.dest(this.lnext(e));
      if (a < b && a < c && this.ccw(a, b, c)) found.push(a, b, c);
    }
    return Int32Array.from(found);
  }

  /**
   * Triangulates the nodes low … high − 1, which are sorted by x, then y.
   * @returns the hull's counter-clockwise edge out of the leftmost node and the clockwise one out of the rightmost.
   */
  triangulate(low: number, high: number): [left: number, right: number] {
    if (high - low === 2) {
      const a = this.makeEdge(low, low + 1);
      return [a, sym(a)];
    }
    if (high - low === 3) {
      const a = this.makeEdge(low, low + 1);
      const b = this.makeEdge(low + 1, low + 2);
      this.splice(sym(a), b);
      if (this.ccw(low, low + 1, low + 2)) {
        this.connect(b, a);
      } else if (this.ccw(low, low + 2, low + 1)) {
        const c = this.connect(b, a);
        return [sym(c), c];
      }
      return [a, sym(b)];
    }
    const middle = (low + high) >>> 1;
    const [leftOuter, leftInner] = this.triangulate(low, middle);
    const [rightInner, rightOuter] = this.triangulate(middle, high);
    return this.merge(leftOuter, leftInner, rightInner, rightOuter);
  }

  private merge(leftOuter: number, leftInner: number, rightInner: number, rightOuter: number): [number, number] {
    let left = leftInner;
    let right = rightInner;
    for (;;) {
      if (this.leftOf(this.org[right], left)) left = this.lnext(left);
      else if (this.rightOf(this.org[left], right)) right = this.onext[sym(right)]!;
      else break;
    }
    let base = this.connect(sym(right), left);
    const first = this.org[left] === this.org[leftOuter] ? sym(base) : leftOuter;
    const last = this.org[right] === this.org[rightOuter] ? base : rightOuter;
    // The seam rises from the lower common tangent: each step joins the base to the next node left or right of it.
    for (;;) {
      const l = this.leftCandidate(base);
      const r = this.rightCandidate(base);
      const lValid = this.rightOf(this.dest(l), base);
      const rValid = this.rightOf(this.dest(r), base);
      if (!lValid && !rValid) return [first, last];
      const takeRight = !lValid || (rValid && this.inCircle(this.dest(l), this.org[l], this.org[r], this.dest(r)));
      base = takeRight ? this.connect(r, sym(base)) : this.connect(sym(base), sym(l));
    }
  }

  /** The next edge above the base on the left; edges that fail the circle test against their neighbour are deleted. */
  private leftCandidate(base: number): number {
    let candidate = this.onext[sym(base)];
    if (!this.rightOf(this.dest(candidate), base)) return candidate;
    for (;;) {
      const next = this.onext[candidate];
      if (!this.inCircle(this.dest(base), this.org[base], this.dest(candidate), this.dest(next))) return candidate;
      this.deleteEdge(candidate);
      candidate = next;
    }
  }

  private rightCandidate(base: number): number {
    let candidate = this.oprev(base);
    if (!this.rightOf(this.dest(candidate), base)) return candidate;
    for (;;) {
      const next = this.oprev(candidate);
      if (!this.inCircle(this.dest(base), this.org[base], this.dest(candidate), this.dest(next))) return candidate;
      this.deleteEdge(candidate);
      candidate = next;
    }
  }

  private dest(e: number): number {
    return this.org[sym(e)];
  }

  private oprev(e: number): number {
    return rot(this.onext[rot(e)]);
  }

  private lnext(e: number): number {
    return rot(this.onext[inverseRot(e)]);
  }

  private makeEdge(from: number, to: number): number {
    const e = this.free.pop() ?? this.used;
    if (e === this.used) this.used += 4;
    this.onext.set([e, e + 3, e + 2, e + 1], e);
    this.org[e] = from;
    this.org[e + 2] = to;
    return e;
  }

  /** Joins the rings of edges around two origins, or takes one ring apart. */
  private splice(a: number, b: number): void {
    const alpha = rot(this.onext[a]);
    const beta = rot(this.onext[b]);
    this.swapNext(a, b);
    this.swapNext(alpha, beta);
  }

  private swapNext(a: number, b: number): void {
    const next = this.onext[a];
    this.onext[a] = this.onext[b]!;
    this.onext[b] = next;
  }

  /** A new edge from the end of a to the start of b, all three with the same face on their left. */
  private connect(a: number, b: number): number {
    const e = this.makeEdge(this.dest(a), this.org[b]);
    this.splice(e, this.lnext(a));
    this.splice(sym(e), b);
    return e;
  }

  private deleteEdge(e: number): void {
    this.splice(e, this.oprev(e));
    this.splice(sym(e), this.oprev(sym(e)));
    const first = e & ~3;
    this.org[first] = -1;
    this.org[first + 2] = -1;
    this.free.push(first);
  }

  private ccw(a: number, b: number, c: number): boolean {
    const { x, y } = this;
    return orientation(x[a], y[a], x[b], y[b], x[c], y[c]) > 0;
  }

  private leftOf(node: number, e: number): boolean {
    return this.ccw(node, this.org[e], this.dest(e));
  }

  private rightOf(node: number, e: number): boolean {
    return this.ccw(node, this.dest(e), this.org[e]);
  }

  private inCircle(a: number, b: number, c: number, d: number): boolean {
    const { x, y } = this;
    const dx = x[d];
    const dy = y[d];
    return inCircle(x[a] - dx, y[a] - dy, x[b] - dx, y[b] - dy, x[c] - dx, y[c] - dy) > 0;
  }
}

function rot(e: number): number {
  return (e & ~3) | ((e + 1) & 3);
}

function inverseRot(e: number): number {
  return (e & ~3) | ((e + 3) & 3);
}

function sym(e: number): number {
  return e ^ 2;
}
