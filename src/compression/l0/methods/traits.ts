/**
 * What may be true of an ℓ0 method. Settings, costs, refusals and figures ask for these; none of them knows a method by its id. The page
 * reads this file and the methods: they import nothing that has tfjs, but for types.
 */
import type { Condition, Setting } from '../../../data/setting.ts';

/** What is not named does not hold. */
export interface L0Traits {
  /** α weighs something in its training. */
  readonly hasAlpha?: true;
  /** Its first phase trains towards few weights, so that α over time, a prelude and ρ have an effect. */
  readonly regularises?: true;
  /** What it adds reaches all of the network, normalisation included unless that is left alone. */
  readonly penalises?: true;
  /** As the authors' code has it, it leaves the scale of batch normalisation alone. */
  readonly sparesScale?: true;
  /** After the first phase a threshold is chosen, and idle weights are looked for. */
  readonly searches?: true;
  /** Dense layers are pruned one by one before the threshold, whatever the setting says. */
  readonly byLayer?: true;
  /** Neurons that no weight leads to can be taken out. */
  readonly losesNeurons?: true;
  /** Random numbers have a part in which weights go. */
  readonly draws?: true;
  /** Nothing is pruned: what others are compared with. */
  readonly unpruned?: true;
  /** It trains plainly until it prunes, so that what was measured right before is an unpruned network. */
  readonly plainFirst?: true;
  /** It prunes before anything is trained. */
  readonly prunesFirst?: true;
  /** It prunes while it trains, after one epoch and another. */
  readonly prunesAlong?: true;
  /** It goes by what would flow from input to output, so that inputs have to be numbers. */
  readonly flows?: true;
  /** Whole neurons go, so that the network has to be of dense layers throughout. */
  readonly takesNeurons?: true;
  /** It prunes several times, and goes back to the initial weights in between. */
  readonly rewinds?: true;
}

/** Methods that a setting is for, by a trait, and under which values of other settings. */
export interface Need {
  readonly trait: keyof L0Traits;
  readonly and?: Condition;
}

/** A setting that several methods have in common. */
export type Needing<Kind extends Setting> = Kind & { readonly needs: readonly Need[] };

export const needs = <Kind extends Setting>(trait: keyof L0Traits, setting: Kind, and: Condition = {}): Needing<Kind> => ({
  ...setting,
  needs: [{ trait, and }],
});
