/** Connections between layers of units as curves: the strongest that are left, drawn in few strokes. */
import type { DenseLayer } from '../../../lab/front/network.ts';
import { css, type Colours } from './colours.ts';
import type { Place } from './places.ts';

/** Indices of the weights of a layer, the largest magnitude first. */
export function strongestFirst(numbers: Float32Array, { weights, biases }: DenseLayer): Uint32Array {
  const order = new Uint32Array(biases - weights).map((_value, index) => weights + index);
  return order.sort((a, b) => Math.abs(numbers[b]) - Math.abs(numbers[a]));
}

/** Curves that share a colour and a width are one stroke. */
const STEPS = [
  { from: 0.75, width: 1.6, alpha: 0.8 },
  { from: 0.55, width: 1.1, alpha: 0.55 },
  { from: 0, width: 0.7, alpha: 0.4 },
] as const;

interface Connections {
  readonly layer: DenseLayer;
  readonly order: Uint32Array;
  readonly numbers: Float32Array;
  /** Units that count on either side; null for all of them. */
  readonly from: Uint8Array | null;
  readonly to: Uint8Array | null;
  readonly places: readonly [readonly Place[], readonly Place[]];
  readonly most: number;
}

export function drawConnections(context: CanvasRenderingContext2D, connections: Connections, colours: Colours, dim: number): void {
  const { layer, order, numbers, from, to, places, most } = connections;
  const paths = [colours.for, colours.against].map((colour) => STEPS.map((step) => ({ ...step, colour, path: new Path2D() })));
  const largest = Math.abs(numbers[order.find((index) => numbers[index] !== 0) ?? order[0]]);
  let drawn = 0;
  for (let at = 0; at < order.length && drawn < most; at++) {
    const index = order[at];
    const weight = numbers[index];
    if (weight === 0) continue;
    const unit = Math.floor((index - layer.weights) / layer.inputs);
    const input = (index - layer.weights) % layer.inputs;
    if (from?.[input] === 0 || to?.[unit] === 0) continue;
    const share = Math.abs(weight) / largest;
    const step = paths[weight > 0 ? 0 : 1].find((own) => share >= own.from);
    if (step) curve(step.path, places[0][input], places[1][unit]);
    drawn++;
  }
  for (const { path, colour, width, alpha } of paths.flat()) {
    context.strokeStyle = css(colour, alpha * dim);
    context.lineWidth = width;
    context.stroke(path);
  }
}

function curve(path: Path2D, from: Place, to: Place): void {
  const middle = (from.x + to.x) / 2;
  path.moveTo(from.x, from.y);
  path.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y);
}
