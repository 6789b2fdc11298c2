/** Numbers of a network between its parameters and the tensors that files hold, whose output axis comes first. */
import { withBlocks, type LayerChain, type Statistics } from '../coding/layer-chain.ts';
import type { WeightTensor } from '../coding/weight-matrix.ts';
import type { Parameter } from './layers/parameter.ts';
import type { Network } from './models/network.ts';
import * as tf from './tf.ts';

/** What the tensors of running statistics are called; a number follows. */
const STATISTICS = 'statistics/';

export const isStatistics = ({ name }: Pick<WeightTensor, 'name'>): boolean => name.startsWith(STATISTICS);

/** Name of a weight tensor with its biases: that of its parameters before the last slash. */
export const blockOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));

const isBias = ({ kind }: Parameter): boolean => kind === 'bias' || kind.endsWith('-offset');

/** Filters lie as [side, side, inputs, outputs] on the device, and as [outputs, inputs, side, side] in files. */
const fileShape = (shape: readonly number[]): readonly number[] => (shape.length === 4 ? [shape[3], shape[2], shape[0], shape[1]] : shape);

/**
 * Weights with the biases that belong to them, in the order of the parameters.
 * @param values of every parameter, in their order; of the parameters themselves unless given. They are copied where they are laid otherwise
 */
export function tensorsOf(parameters: readonly Parameter[], values: readonly Float32Array[]): WeightTensor[] {
  const blocks = new Map<string, { name: string; shape: readonly number[]; values: Float32Array; bias: Float32Array | null }>();
  for (const [index, parameter] of parameters.entries()) {
    const name = blockOf(parameter.name);
    const block = blocks.get(name);
    if (isBias(parameter)) {
      if (!block) throw new TypeError(`The biases ${parameter.name} belong to no weights.`);
      block.bias = values[index];
    } else {
      if (block) throw new TypeError(`The tensor ${name} has two sets of weights.`);
      blocks.set(name, { name, shape: fileShape(parameter.shape), values: outputsFirst(values[index], parameter.shape), bias: null });
    }
  }
  return [...blocks.values()];
}

/** The running statistics of a network as tensors of their own, which no description length counts. */
export async function statisticsOf({ statistics = [] }: Network): Promise<WeightTensor[]> {
  return Promise.all(
    statistics.map(async (variable, index) => ({
      name: STATISTICS + index,
      shape: variable.shape,
      values: ((await variable.data()) as Float32Array).slice(),
      bias: null,
    })),
  );
}

/** All that a test pass of a network depends on, statistics last. */
export async function allTensorsOf(network: Network): Promise<WeightTensor[]> {
  const values = await Promise.all(network.parameters.map(async (parameter) => (await parameter.values()).slice()));
  return [...tensorsOf(network.parameters, values), ...(await statisticsOf(network))];
}

/** Numbers of a parameter as the device has them. */
export interface DeviceValues {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

/**
 * The numbers of every parameter, in their order, from tensors that `tensorsOf` made.
 * @param mayBeNarrower whether dense layers may have lost neurons
 * @throws RangeError naming the tensor that is missing, too much, or of another shape
 */
export function valuesFromTensors(
  parameters: readonly Parameter[],
  tensors: readonly WeightTensor[],
  mayBeNarrower = false,
): DeviceValues[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const names = new Set(parameters.map(({ name }) => blockOf(name)));
  const extra = tensors.find((tensor) => !names.has(tensor.name) && !isStatistics(tensor));
  if (extra) throw new RangeError(`The file has weights “${extra.name}”, which this network does not have.`);
  return parameters.map((parameter) => {
    const name = blockOf(parameter.name);
    const tensor = byName.get(name);
    if (!tensor) throw new RangeError(`The file lacks the weights “${name}” of this network.`);
    const shape = isBias(parameter) ? parameter.shape : fileShape(parameter.shape);
    const values = isBias(parameter) ? tensor.bias : tensor.values;
    const given = isBias(parameter) ? (tensor.bias === null ? [] : [tensor.bias.length]) : tensor.shape;
    const narrower = mayBeNarrower && shape.length <= 2;
    if (!values || given.length !== shape.length || given.some((size, axis) => (narrower ? size > shape[axis] : size !== shape[axis]))) {
      throw new RangeError(
        `“${parameter.name}” has the shape [${given.join(', ')}] in the file and [${shape.join(', ')}] in this network.`,
      );
    }
    return narrower
      ? { values, shape: given }
      : { values: isBias(parameter) ? values : outputsLast(values, parameter.shape), shape: parameter.shape };
  });
}

/**
 * Puts tensors that `allTensorsOf` made into a network of the same shape.
 * @param mayBeNarrower whether dense layers may have lost neurons
 * @throws RangeError naming the tensor that does not fit; the network is then as it was
 */
export function restoreTensors(network: Network, tensors: readonly WeightTensor[], mayBeNarrower = false): void {
  const values = valuesFromTensors(network.parameters, tensors, mayBeNarrower);
  const statistics = network.statistics ?? [];
  const stored = tensors.filter(isStatistics);
  const fits =
    stored.length === statistics.length &&
    statistics.every((variable, i) => stored[i].name === STATISTICS + i && stored[i].values.length === variable.size);
  if (!fits)
    throw new RangeError(
      `The file has ${stored.length} running statistics where this network has ${statistics.length}, or they are of other sizes.`,
    );
  for (const [index, parameter] of network.parameters.entries()) parameter.replace(values[index].values, values[index].shape);
  for (const [index, variable] of statistics.entries()) tf.tidy(() => variable.assign(tf.tensor(stored[index].values, variable.shape)));
}

/** The chain of a network with these tensors, for other programs; null where it is no chain. */
export function chainOf(network: Network, tensors: readonly WeightTensor[], inputs: number, outputs: number): LayerChain | null {
  const layers = network.chain?.() ?? null;
  if (!layers) return null;
  const running = tensors.filter(isStatistics);
  const normalised = withBlocks(layers).flatMap((layer) => (layer.type === 'batch-norm' ? [layer.name] : []));
  const statistics = new Map(
    normalised.map((name, i): [string, Statistics] => [name, { mean: running[2 * i].values, variance: running[2 * i + 1].values }]),
  );
  return {
    inputs,
    outputs,
    layers,
    tensors: new Map(tensors.filter((tensor) => !isStatistics(tensor)).map((tensor) => [tensor.name, tensor])),
    statistics,
  };
}

/** [side, side, inputs, outputs] to [outputs, inputs, side, side]; anything else as it is. */
function outputsFirst(values: Float32Array, shape: readonly number[]): Float32Array {
  if (shape.length !== 4) return values;
  const turned = new Float32Array(values.length);
  eachOfFilter(shape, (device, file) => (turned[file] = values[device]));
  return turned;
}

function outputsLast(values: Float32Array, shape: readonly number[]): Float32Array {
  if (shape.length !== 4) return values;
  const turned = new Float32Array(values.length);
  eachOfFilter(shape, (device, file) => (turned[device] = values[file]));
  return turned;
}

/** @param shape [height, width, inputs, outputs] */
function eachOfFilter([height, width, inputs, outputs]: readonly number[], visit: (device: number, file: number) => void): void {
  let device = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let input = 0; input < inputs; input++) {
        for (let output = 0; output < outputs; output++) visit(device++, ((output * inputs + input) * height + y) * width + x);
      }
    }
  }
}
