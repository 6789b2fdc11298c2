/** The numbers of a training state by name: on the device, to come back to within a job, and as arrays, to go on from in another worker. */
import type { Parameter } from '../../nn/layers/parameter.ts';
import type { Objective } from '../../nn/loss.ts';
import type { Network } from '../../nn/models/network.ts';
import type { Optimizer } from '../../nn/optimizer.ts';
import type { Term, TermCounters } from '../../nn/optimizer/term.ts';
import * as tf from '../../nn/tf.ts';
import type { SavedState } from './checkpoint.ts';

/** Everything of a job that training changes. What a method adds to it, its terms say themselves. */
export interface Trained {
  readonly network: Network;
  readonly objective: Objective;
  readonly optimizer: Optimizer;
  readonly terms: readonly Term[];
}

export const parametersOf = ({ network, objective }: Trained): readonly Parameter[] => [...network.parameters, ...objective.parameters];

/** What a phase may come back to: the network, σ, what is trained of terms, and what the optimiser remembers of them. */
export function trainedVariables(trained: Trained): Map<string, tf.Variable> {
  const { network, optimizer, terms } = trained;
  const variables = new Map<string, tf.Variable>();
  const add = (name: string, variable: tf.Variable): void => {
    for (const [own, remembered] of withMemory(name, variable, optimizer)) variables.set(own, remembered);
  };
  for (const parameter of parametersOf(trained)) {
    add(parameter.name, parameter.variable);
    for (const term of terms) {
      for (const [own, variable] of Object.entries(term.trained?.(parameter) ?? {})) add(`${parameter.name}/${own}`, variable);
    }
  }
  for (const [index, variable] of (network.statistics ?? []).entries()) variables.set(`statistic ${index}`, variable);
  return variables;
}

const memoryName = (name: string, slot: number): string => `${name}/memory ${slot}`;

/** A variable and what an optimiser remembers of it. */
const withMemory = (name: string, variable: tf.Variable, optimizer: Optimizer): (readonly [string, tf.Variable])[] => [
  [name, variable],
  ...optimizer.memoryOf(variable).map((memory, slot) => [memoryName(name, slot), memory] as const),
];

/** Parameters that are trained beside the network, with what their optimiser remembers of them. */
export const variablesOf = (parameters: readonly Parameter[], optimizer: Optimizer): Map<string, tf.Variable> =>
  new Map(parameters.flatMap(({ name, variable }) => withMemory(name, variable, optimizer)));

/** What a job needs besides to go on, such as the means of fictitious play and the sparse copies of ℓ0-ADMM. */
function otherVariables(trained: Trained): Map<string, tf.Variable> {
  const variables = new Map<string, tf.Variable>();
  for (const parameter of parametersOf(trained)) {
    for (const term of trained.terms) {
      for (const [own, variable] of Object.entries(term.kept?.(parameter) ?? {})) variables.set(`${parameter.name}/${own}`, variable);
    }
  }
  return variables;
}

/** Bytes that `saveState` would give. */
export const bytesOfState = (trained: Trained): number =>
  bytesOf([...trainedVariables(trained).values(), ...otherVariables(trained).values()]);

/** Bytes of the values of tensors. */
export function bytesOf(tensors: Iterable<tf.Tensor>): number {
  let bytes = 0;
  for (const { size } of tensors) bytes += 4 * size;
  return bytes;
}

/** Copies of everything, for another worker to go on from. */
export async function saveState(trained: Trained): Promise<SavedState> {
  const { optimizer, terms } = trained;
  const masks: SavedState['masks'] = {};
  const shapes: SavedState['shapes'] = {};
  for (const { name, shape, mask } of parametersOf(trained)) {
    shapes[name] = [...shape];
    if (mask) masks[name] = Uint8Array.from(await mask.data());
  }
  const variables = new Map([...trainedVariables(trained), ...otherVariables(trained)]);
  const counters = Object.fromEntries(terms.flatMap(({ id, counters: own }) => (own ? [[id, { ...own }]] : [])));
  return { optimizerSteps: optimizer.steps, counters, arrays: await arraysOf(variables), shapes, masks };
}

/** Copies of the values of tensors: on some backends those are the very memory that is computed with. */
export async function arraysOf(tensors: ReadonlyMap<string, tf.Tensor>): Promise<SavedState['arrays']> {
  const arrays: SavedState['arrays'] = {};
  for (const [name, tensor] of tensors) arrays[name] = ((await tensor.data()) as Float32Array).slice();
  return arrays;
}

/**
 * Puts everything back into a job of the same settings.
 * @throws RangeError where the state is not one of this job
 */
export async function loadState(trained: Trained, saved: SavedState): Promise<void> {
  const { optimizer, terms } = trained;
  for (const parameter of parametersOf(trained)) {
    parameter.replace(taken(saved.arrays, parameter.name), taken(saved.shapes, parameter.name));
    // A network that lost neurons: what its terms have comes back in the shape that it had as well.
    for (const term of terms) {
      const own = Object.values({ ...term.trained?.(parameter), ...term.kept?.(parameter) });
      if (own.every(({ shape }) => tf.util.arraysEqual(shape, [...parameter.shape]))) continue;
      term.keep?.(parameter, () => tf.zeros([...parameter.shape]), optimizer);
    }
    await parameter.setMask(saved.masks[parameter.name] ?? null);
  }
  makeRoom(trainedVariables(trained), saved.arrays, optimizer);
  const variables = new Map([...trainedVariables(trained), ...otherVariables(trained)]);
  for (const [name, variable] of variables) assign(variable, taken(saved.arrays, name), name);
  const strange = Object.keys(saved.arrays).find((name) => !variables.has(name));
  if (strange !== undefined)
    throw new RangeError(`The stored state of this job has “${strange}”, which the job does not know. Run the job again from its start.`);
  optimizer.rewind(saved.optimizerSteps);
  const counters: Readonly<Record<string, TermCounters>> = saved.counters ?? (saved.game ? { minimax: saved.game } : {});
  for (const term of terms) if (Object.hasOwn(counters, term.id)) term.counters = counters[term.id];
}

/** Puts back what was saved of `variablesOf`. @throws RangeError where something is missing, or of another size */
export function loadVariables(
  parameters: readonly Parameter[],
  optimizer: Optimizer,
  { arrays, optimizerSteps }: Pick<SavedState, 'arrays' | 'optimizerSteps'>,
): void {
  makeRoom(variablesOf(parameters, optimizer), arrays, optimizer);
  for (const [name, variable] of variablesOf(parameters, optimizer)) assign(variable, taken(arrays, name), name);
  optimizer.rewind(optimizerSteps);
}

/** The optimiser begins to remember a variable at its first step: room is made for those that it remembered. */
function makeRoom(variables: ReadonlyMap<string, tf.Variable>, arrays: SavedState['arrays'], optimizer: Optimizer): void {
  for (const [name, variable] of variables) if (memoryName(name, 0) in arrays) optimizer.rememberOf(variable);
}

function assign(variable: tf.Variable, values: Float32Array, name: string): void {
  if (values.length !== variable.size) {
    throw new RangeError(
      `The stored state of ${name} has ${values.length} numbers where the job has ${variable.size}. Run the job again from its start.`,
    );
  }
  tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
}

/** @throws RangeError where the state lacks it */
export function taken<T>(from: Readonly<Record<string, T>>, name: string): T {
  const found = from[name];
  if (found === undefined) throw new RangeError(`The stored state of this job lacks ${name}. Run the job again from its start.`);
  return found;
}
