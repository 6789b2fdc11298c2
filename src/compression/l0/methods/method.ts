/** What an ℓ0 method is: one object in a file of its own, and one line in `index.ts`. */
import type { NamedMethod } from '../../look.ts';
import type { Settings, SettingValues } from '../../../data/setting.ts';
import type { L0Job } from '../job-type.ts';
import type { Term } from '../../../nn/optimizer/term.ts';
import type { L0Tools, Outcome, TermMakers } from './tools.ts';
import type { L0Traits } from './traits.ts';

export interface L0Method extends NamedMethod {
  /** What it does, for the help of the choice between methods: a clause without a full stop. */
  readonly help?: string;
  readonly traits: L0Traits;
  /** Settings that are its own, or that it shares with methods that name the very same objects. `own` reads them of a job. */
  readonly settings: Settings;
  /** The setting that they come after on the form; unless given they come after those of the methods before it. */
  readonly settingsAfter?: string;
  /** The setting that says how strongly it prunes; null where none does. */
  readonly strength: Strength | null;
  /** How many of so many numbers of a network it leaves, where its settings alone say that. */
  leaves?(job: L0Job, numbers: number): number;
  /** Numbers that its training holds at its peak for each number of the network, beside what every training does. */
  readonly held?: number;
  /** What it adds to the update in its first phase, each weighed by α; asked only where that is not 0. */
  terms?(make: TermMakers, job: L0Job): readonly Term[];
  /** How α differs from layer to layer, and whether ρ does; null where it does not. */
  strengthByLayer?(job: L0Job): { readonly norm: 'layer' | 'block'; readonly scalesRho: boolean } | null;
  /** How it codes the training set while it learns from it; methods that are trained first have none. */
  along?(job: L0Job): AlongCode;
  /** What sets its jobs apart in legends, where no strength does. */
  variant?(job: L0Job): string;
  /** Settings of the training that have no effect on it. */
  readonly idle?: readonly string[];
  /** Training steps of a job, where they do not follow from its epochs. */
  steps?(job: L0Job): number;
  /** Epochs that a job of it may be measured in, at most. */
  epochs(job: L0Job): number;
  /** Runs a job, from the network as it was built to the one that is left. */
  course(tools: L0Tools): Promise<Outcome>;
}

export interface Strength {
  readonly setting: string;
  /** For hover texts and lists. @param value as it is @param short the same in four digits at most */
  readonly words: (value: number, short: string) => string;
  /** Whether runs that differ in it alone lie along one curve. */
  readonly along: boolean;
}

/**
 * `passes`: once through it, so many replays after each batch. `blocks`: block by block, each by a network from scratch, trained for so
 * many steps on all before it.
 */
export type AlongCode = { readonly kind: 'passes'; readonly replays: number } | { readonly kind: 'blocks'; readonly steps: number };

/** What a job has set of a method's own settings. */
export const own = <Group extends Settings>({ compression }: Pick<L0Job, 'compression'>, _group: Group): SettingValues<Group> =>
  compression as unknown as SettingValues<Group>;
