/** What a record keeps of a network's weights, so that they can be drawn: small counts, quantised pictures, and all of a small network. */
import { weightHistogram, weightHistogramSchema, type WeightHistogram } from '../weight-histogram.ts';
import { z } from '../../data/zod.ts';
import type { InputShape } from '../../data/shape.ts';
import { toLevels } from '../../math/levels.ts';
import type { Parameter } from '../../nn/layers/parameter.ts';
import { valuesOf } from './network.ts';
import { connectionsSchema, MOST_CONNECTIONS, type Connections, type FirstLayer, type L0Step } from './record.ts';

/** Units of a first layer that are shown: a grid of 4 × 4. */
const SHOWN = 16;

/** All numbers of a network of dense layers with biases, to four digits; null for any other, and for a large one. */
export function connectionsOf(parameters: readonly Parameter[], values: readonly Float32Array[]): Connections | null {
  const total = parameters.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_CONNECTIONS || parameters.length % 2 === 1) return null;
  const isDense = parameters.every(({ kind, shape }, index) =>
    index % 2 === 0 ? kind === 'weight' && shape.length === 2 : kind === 'bias',
  );
  if (!isDense) return null;
  const rounded = values.map((array) => Array.from(array, (value) => Number(value.toPrecision(4))));
  return { weights: rounded.filter((_, index) => index % 2 === 0), biases: rounded.filter((_, index) => index % 2 === 1) };
}

/**
 * The first layer as a picture.
 * @param input what the network reads
 * @returns null where that is no image, or the layer has no such picture
 */
export function firstLayerOf(parameters: readonly Parameter[], values: readonly Float32Array[], input: InputShape): FirstLayer | null {
  const index = parameters.findIndex(({ kind }) => kind === 'weight');
  if (input.kind !== 'image' || index < 0) return null;
  const { shape } = parameters[index];
  const weights = values[index];
  if (shape.length === 4) {
    const [height, width, channels, units] = shape;
    return picture(
      'filters',
      { height, width, channels, units },
      (unit, place, channel) => weights[(place * channels + channel) * units + unit],
    );
  }
  const [units, inputs] = shape;
  const { height, width, channels } = input;
  if (shape.length !== 2 || height * width * channels !== inputs) return null;
  return picture(
    'pixels',
    { height, width, channels, units },
    (unit, place, channel) => weights[unit * inputs + place * channels + channel],
  );
}

type Extent = Pick<FirstLayer, 'height' | 'width' | 'channels' | 'units'>;

function picture(kind: FirstLayer['kind'], extent: Extent, weight: (unit: number, place: number, channel: number) => number): FirstLayer {
  const { height, width, channels, units } = extent;
  const places = height * width;
  const used = Array.from({ length: places }, () => 0);
  const magnitude = new Float32Array(places);
  const usedBy = Array.from({ length: units }, () => 0);
  for (let unit = 0; unit < units; unit++) {
    for (let place = 0; place < places; place++) {
      for (let channel = 0; channel < channels; channel++) {
        const value = weight(unit, place, channel);
        if (value === 0) continue;
        used[place]++;
        usedBy[unit]++;
        magnitude[place] += Math.abs(value);
      }
    }
  }
  const most = usedBy
    .map((_, unit) => unit)
    .sort((a, b) => usedBy[b] - usedBy[a] || a - b)
    .slice(0, SHOWN);
  const shown = most
    .sort((a, b) => a - b)
    .map((unit) => {
      const sums = Float32Array.from({ length: places }, (_, place) => {
        let sum = 0;
        for (let channel = 0; channel < channels; channel++) sum += weight(unit, place, channel);
        return sum;
      });
      return { unit, used: usedBy[unit], weights: toLevels(sums) };
    });
  return { kind, ...extent, used, magnitude: toLevels(magnitude), shown };
}

/** What it has seen before anything went. */
export const portraitSchema = z.strictObject({
  weights: weightHistogramSchema.nullable(),
  connections: connectionsSchema.nullable(),
  /** Older checkpoints have none. */
  dense: connectionsSchema.nullable().optional(),
});

/** Looks at a network before, amid and after a pruning. */
export class PruningPortrait {
  #weights: WeightHistogram | null = null;
  #connections: Connections | null = null;
  #dense: Connections | null = null;
  #pruned: Pick<L0Step, 'weights' | 'connections'> | null = null;

  /** Before anything goes. */
  async begin(parameters: readonly Parameter[]): Promise<void> {
    const values = await valuesOf(parameters);
    this.#weights = weightHistogram(values);
    this.#connections = connectionsOf(parameters, values);
    this.#dense = this.#connections;
  }

  get begun(): z.output<typeof portraitSchema> {
    return { weights: this.#weights, connections: this.#connections, dense: this.#dense };
  }

  /** For a pruning that was interrupted. */
  goOn({ weights, connections, dense = null }: z.output<typeof portraitSchema>): void {
    [this.#weights, this.#connections, this.#dense] = [weights, connections, dense];
  }

  /** Right after the threshold, when idle weights are still there: from here on the connections are told apart. */
  async thresholded(parameters: readonly Parameter[]): Promise<void> {
    this.#connections = connectionsOf(parameters, await valuesOf(parameters));
  }

  /** Before neurons are deleted: what is drawn after the pruning still has them, so that it can be laid over what was before. */
  async pruned(parameters: readonly Parameter[]): Promise<void> {
    this.#pruned = this.#after(parameters, await valuesOf(parameters));
  }

  /** What the step of the pruning records; nothing where it was not begun. */
  end(parameters: readonly Parameter[], values: readonly Float32Array[]): Pick<L0Step, 'weights' | 'connections'> {
    const found = this.#pruned ?? this.#after(parameters, values);
    [this.#weights, this.#connections, this.#dense, this.#pruned] = [null, null, null, null];
    return found;
  }

  #after(parameters: readonly Parameter[], values: readonly Float32Array[]): Pick<L0Step, 'weights' | 'connections'> {
    const [weights, connections, dense] = [this.#weights, this.#connections, this.#dense];
    const after = connections && connectionsOf(parameters, values);
    return {
      ...(weights ? { weights: { before: weights, after: weightHistogram(values) } } : {}),
      ...(connections && after
        ? { connections: { ...(dense && dense !== connections ? { dense } : {}), before: connections, after } }
        : {}),
    };
  }
}
