/** The frozen module, and networks for it. */
import { readFileSync } from 'node:fs';
import { textCoderFile } from '../../../../scripts/lib/text-coder.mjs';
import type { TextCoderExports, TextModel } from '../../../../src/coding/text-coder.ts';
import { stream } from '../../../../src/math/random.ts';

export const binary = readFileSync(textCoderFile);
export const module = new WebAssembly.Module(binary);

/** An instance whose kernels are called one by one. */
export const instance = (): TextCoderExports => new WebAssembly.Instance(module, {}).exports as unknown as TextCoderExports;

/** Shapes of all parameters, in their order. */
export function shapesOf({ symbols, dim, blocks, faithful }: TextModel): (readonly [name: string, ...shape: number[]])[] {
  const norm = (name: string) => [[`${name}/scale`, dim] as const, [`${name}/offset`, dim] as const];
  const dense = (name: string, outputs: number, inputs: number) =>
    [[`${name}/weight`, outputs, inputs] as const, [`${name}/bias`, outputs] as const] as const;
  const block = Array.from({ length: blocks }, (_, i) => `block-${i + 1}`).flatMap((name) => [
    ...norm(faithful ? `${name}/norm` : `${name}/attention/norm`),
    ...dense(`${name}/attention/project`, 3 * dim, dim),
    ...dense(`${name}/attention/merge`, dim, dim),
    ...(faithful ? [] : norm(`${name}/wide/norm`)),
    ...dense(`${name}/wide/expand`, 4 * dim, dim),
    ...dense(`${name}/wide/contract`, dim, 4 * dim),
  ]);
  return [['embedding/weight', symbols, dim], ...block, ...norm('norm'), ...dense('output', symbols, dim)];
}

/** Every parameter of a network, and all of them one after another. */
export interface Weights {
  readonly named: ReadonlyMap<string, Float32Array>;
  readonly all: Float32Array;
}

function weightsOf(model: TextModel, value: (name: string, tensor: number, index: number, columns: number) => number): Weights {
  const named = new Map(
    shapesOf(model).map(([name, ...shape], tensor) => {
      const size = shape.reduce((product, axis) => product * axis, 1);
      return [name, Float32Array.from({ length: size }, (_, i) => value(name, tensor, i, shape.at(-1) ?? 1))] as const;
    }),
  );
  return { named, all: Float32Array.from([...named.values()].flatMap((values) => [...values])) };
}

/** As a network that has learned something: far from uniform, so that the likeliest symbol has most of the frequencies. */
export function drawnWeights(model: TextModel, seed: number): Weights {
  const random = stream(seed, 'test/text-coder');
  return weightsOf(model, (name, _tensor, _i, columns) => {
    if (name.endsWith('scale')) return 1 + 0.2 * random.normal();
    return name.endsWith('weight') ? (2 * random.normal()) / Math.sqrt(columns) : 0.1 * random.normal();
  });
}

/** By the rule of the reference vectors. */
export function ruledWeights(model: TextModel): Weights {
  return weightsOf(model, (name, t, i, columns) => {
    const s = Math.sin(1.3 * i + 2.1 * t + 0.4);
    if (name.endsWith('scale')) return 1 + 0.1 * s;
    if (name === 'embedding/weight') return 0.3 * s;
    return name.endsWith('weight') ? s / Math.sqrt(columns) : 0.1 * s;
  });
}

/** Chunks of symbols: random ones. */
export function drawnChunks({ symbols, length }: TextModel, count: number, seed: number): Uint8Array[] {
  const random = stream(seed, 'test/text-coder/chunks');
  return Array.from({ length: count }, () => Uint8Array.from({ length }, () => random.integer(symbols)));
}
