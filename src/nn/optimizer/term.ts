/**
 * What a method adds to the update, beside the gradient of the loss: a penalty, a game, gates, a tie. One interface for all of them, and one
 * seam in the optimiser, which asks its terms in their order and knows none by name.
 */
import type { Parameter, Part } from '../layers/parameter.ts';
import type * as tf from '../tf.ts';
import type { Entry, StepNumbers, TermNumbers, Updater } from './updater.ts';

/** What is at hand while a step is computed. */
export interface TermStep {
  readonly updater: Updater;
  readonly numbers: StepNumbers;
  /** What the optimiser remembers of a variable that a term adds to those that are updated. */
  readonly slotsOf: (variable: tf.Variable) => readonly tf.Variable[];
}

/** Whole numbers that say where a term is in what it counts. */
/** What remembers something of variables, as an optimiser does. */
export interface Following {
  /** For a variable of which a part is kept as another one: what it remembers goes on with the same part. */
  follow(before: tf.Variable, after: tf.Variable, part: Part): void;
}

export type TermCounters = Readonly<Record<string, number>>;

/** Variables of a term that belong to one parameter, by their names after that of the parameter: checkpoints store them so. */
export type TermVariables = Readonly<Record<string, tf.Variable>>;

export interface Term {
  /** Tells its counters from those of others in a checkpoint. */
  readonly id: string;
  /** Whether its weight lies in the step's numbers as α, of which a captured step holds one. */
  readonly takesAlpha: boolean;
  /** Whether steps are plain where its weight is 0. */
  readonly restsAtZero: boolean;
  /** What steps must have in common to be replays of one captured step, beside what lies in the step's numbers. */
  captureKey(): string;
  /** Counts a step, of which only the numbers may be needed, and gives its part of them. */
  advance(weight: number): Partial<TermNumbers>;
  /**
   * What is updated for one parameter. Called inside `tf.tidy`.
   * @param entries θ with its gradient first, and what terms before this one have made of it
   */
  extend(parameter: Parameter, entries: readonly Entry[], weight: number, step: TermStep): readonly Entry[];
  /** After everything of a step was updated, inside the same `tf.tidy`. */
  afterStep?(step: TermStep): void;
  /** What it adds to the objective for one parameter: for choosing between states, where training needs gradients only. */
  value?(parameter: Parameter, weight: number): tf.Tensor | null;

  /** What training changes of it, so that a phase may come back to it. */
  trained?(parameter: Parameter): TermVariables;
  /** What a job needs besides to go on. */
  kept?(parameter: Parameter): TermVariables;
  counters?: TermCounters | null;
  /** For a parameter that has kept a part of its numbers: the term keeps the same. @param optimizer that remembers its variables */
  keep?(parameter: Parameter, part: Part, optimizer: Following): void;

  /** A network of its own: values, and gates from 0 to 1 that they are multiplied with. Undefined for parameters that have none. */
  beside?(parameter: Parameter): { readonly values: tf.Variable; readonly gates: tf.Variable } | undefined;
  /** Before an epoch with it. @param first of all epochs with it @param step that comes next, from 1 */
  beginEpoch?(first: boolean, step: number): void;
  /** After an epoch, before anything is tested or kept. */
  endEpoch?(): void;
  /**
   * Whether the network's own variables are made of it, so that their shapes must stay; such a term works in the first phase alone, and what
   * it leaves in them is the network.
   */
  readonly holdsNetwork?: boolean;
  dispose(): void;
}

/** A term with its weight at a step: α, ρ of an ℓ2 penalty, ρ of a tie. */
export interface WeightedTerm {
  readonly term: Term;
  readonly weight: number;
}

/** Those that do anything at their present weight. */
export const working = (terms: readonly WeightedTerm[] = []): readonly WeightedTerm[] =>
  terms.filter(({ term, weight }) => weight !== 0 || !term.restsAtZero);
