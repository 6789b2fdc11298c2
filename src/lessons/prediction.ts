/** The kinds of predictions: what is asked for before anything runs. An answer is a list of numbers, whose meaning its kind knows. */
import type { Outcome } from './outcome.ts';

export type Answer = readonly number[];

interface Asked<Kind extends string> {
  /** How it is drawn is known to the page, by this name. */
  readonly kind: Kind;
  /** Where the marks stand before one of them is moved. */
  readonly start: Answer;
  /** Whether a list of numbers, from storage or a link, can be an answer. */
  takes(answer: Answer): boolean;
}

/** Numbers in empty axes, one above each named place, or one alone on a line. */
export interface Marks extends Asked<'marks' | 'number'> {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Values at which the axis is labelled. */
  readonly ticks: readonly number[];
}

/** Things put in order, least first: an answer names them by their place in the list of them. */
export type Order = Asked<'order'>;

export type Prediction = Marks | Order;

type Range = Pick<Marks, 'min' | 'max' | 'step' | 'ticks'>;

function inRange(kind: Marks['kind'], range: Range, start: Answer): Marks {
  const isFine = (value: number): boolean => value >= range.min && value <= range.max;
  return { kind, ...range, start, takes: (answer) => answer.length === start.length && answer.every(isFine) };
}

/** Some numbers over named places, drawn as marks that are pulled. */
export const marks = (range: Range, start: Answer): Marks => inRange('marks', range, start);

/** One number. */
export const oneNumber = (range: Range, start: number): Marks => inRange('number', range, [start]);

/** An order of so many things, which stand in the order of their list at first. */
export function anOrder(things: number): Order {
  const start = Array.from({ length: things }, (_, index) => index);
  return { kind: 'order', start, takes: (answer) => answer.length === things && start.every((thing) => answer.includes(thing)) };
}

/** The things of an outcome in the order in which they came out, least first; null where one is not known. */
export function orderOf({ places }: Outcome): Answer | null {
  const known = places.flatMap((place, index) => (place ? [{ index, value: place.value }] : []));
  return known.length < places.length ? null : known.toSorted((a, b) => a.value - b.value).map(({ index }) => index);
}
