/** A small network as a drawing of its connections: layers are columns, a weight is a line, and what goes is told from what stays. */
import type { Wiring } from '../study/wiring.ts';
import { log10, pow } from '../math/elementary.ts';
import { countNonzero } from '../math/pruning.ts';

/** The same layers before some of their numbers went, and after. */
export interface Thinned {
  readonly before: Wiring;
  readonly after: Wiring;
}
export type Side = keyof Thinned;

/** Widths of the layers, the inputs first. */
export function widthsOf({ weights, biases }: Wiring): number[] {
  return [weights[0].length / biases[0].length, ...biases.map(({ length }) => length)];
}

/** Weights that are not 0. */
export const linesOf = ({ weights }: Wiring): number => countNonzero(weights);
/** Numbers that are not 0, biases with them. */
export const leftOf = (wiring: Wiring): number => linesOf(wiring) + countNonzero(wiring.biases);

/** Whether a way of weights that are not 0 leads from an input to an output: without one a network answers the same to everything. */
export function reachesOutput(wiring: Wiring): boolean {
  let reached: readonly boolean[] = Array.from({ length: widthsOf(wiring)[0] }, () => true);
  for (const [layer, { length: outputs }] of wiring.biases.entries()) {
    const weights = wiring.weights[layer];
    const inputs = weights.length / outputs;
    const from = reached;
    reached = Array.from({ length: outputs }, (_, to) => from.some((isReached, input) => isReached && weights[to * inputs + input] !== 0));
  }
  return reached.includes(true);
}

/** A neuron lies in the column of its layer, the layer centred. */
export const heightOf = (neuron: number, width: number): number => (width - 1) / 2 - neuron;

export interface Edge {
  /** The layer that it leads out of, 0 for the inputs. */
  readonly layer: number;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
  /** Left in the drawing before, gone in the one after. */
  readonly goes: boolean;
}

/** The weights of a side that are not 0. */
export function edgesOf({ before, after }: Thinned, side: Side): Edge[] {
  const edges: Edge[] = [];
  for (const [layer, { length: outputs }] of before.biases.entries()) {
    const weights = (side === 'before' ? before : after).weights[layer];
    const inputs = weights.length / outputs;
    for (let at = 0; at < weights.length; at++) {
      const weight = weights[at];
      if (weight === 0) continue;
      const goes = side === 'before' && after.weights[layer][at] === 0;
      edges.push({ layer, from: at % inputs, to: Math.floor(at / inputs), weight, goes });
    }
  }
  return edges;
}

/** Lines of one class have one width: magnitudes fall into so many classes of equal ratio. */
const CLASSES = 6;
const THINNEST = 0.4;
const THICKEST = 5;

/** Edges that are drawn alike. */
export interface EdgeClass {
  /** From the thinnest, 0, to the thickest. */
  readonly place: number;
  readonly isAbove: boolean;
  readonly goes: boolean;
  /** Pixels. */
  readonly width: number;
  readonly opacity: number;
  readonly edges: readonly Edge[];
}

/** The edges of a side by what they look like. Widths of both sides are by the largest weight before. */
export function edgeClasses(thinned: Thinned, side: Side): EdgeClass[] {
  let most = 1e-12;
  for (const weights of thinned.before.weights) for (const weight of weights) most = Math.max(most, Math.abs(weight));
  // Half a decade a class: weights smaller than a thousandth of the largest are as thin as a line gets.
  const placeOf = (weight: number): number =>
    Math.max(0, Math.min(CLASSES - 1, Math.ceil(CLASSES - 1 + 2 * log10(Math.abs(weight) / most))));
  const classes = new Map<string, Edge[]>();
  for (const edge of edgesOf(thinned, side)) {
    const key = `${edge.weight > 0 ? 'above' : 'below'} ${placeOf(edge.weight)} ${edge.goes ? 'goes' : 'stays'}`;
    const alike = classes.get(key);
    if (alike) alike.push(edge);
    else classes.set(key, [edge]);
  }
  return [...classes]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, edges]) => {
      const place = placeOf(edges[0].weight);
      const share = place / (CLASSES - 1);
      return {
        place,
        isAbove: edges[0].weight > 0,
        goes: edges[0].goes,
        width: THINNEST * pow(THICKEST / THINNEST, share),
        opacity: 0.35 + 0.6 * share,
        edges,
      };
    });
}

export interface Neuron {
  /** 0 for the inputs. */
  readonly layer: number;
  readonly neuron: number;
  /** Lines that lead to it, and from it. */
  readonly incoming: number;
  readonly outgoing: number;
  /** Null for an input. */
  readonly bias: number | null;
  readonly height: number;
  /** Whether it has neither a line nor a bias. */
  readonly isIdle: boolean;
}

/** The neurons of a side, layer by layer. */
export function neuronsOf(thinned: Thinned, side: Side): Neuron[] {
  const widths = widthsOf(thinned.before);
  const incoming = widths.map((width) => new Uint32Array(width));
  const outgoing = widths.map((width) => new Uint32Array(width));
  for (const { layer, from, to } of edgesOf(thinned, side)) {
    outgoing[layer][from]++;
    incoming[layer + 1][to]++;
  }
  return widths.flatMap((width, layer) =>
    Array.from({ length: width }, (_, neuron): Neuron => {
      const [into, out] = [incoming[layer][neuron], outgoing[layer][neuron]];
      const bias = layer === 0 ? null : thinned[side].biases[layer - 1][neuron];
      return { layer, neuron, incoming: into, outgoing: out, bias, height: heightOf(neuron, width), isIdle: into + out === 0 && !bias };
    }),
  );
}
