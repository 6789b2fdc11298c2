/** What the first page shows of its network, and what was done to it. */
import type { Base, Scope } from './base.ts';
import type { Cut, Order } from './going.ts';
import type { MagnitudeAxis } from './histogram.ts';
import type { CutSize } from './size.ts';

/** What a network says of the test set. */
export interface Said {
  readonly right: number;
  readonly classes: Uint8Array;
}

/** A point of the trail: what was left, and how much of the test set it got right. */
export interface Visit {
  readonly times: number;
  readonly right: number;
  readonly order: Order;
  readonly isTuned: boolean;
}

export type TestState =
  | { readonly state: 'loading'; readonly share: number }
  | { readonly state: 'ready'; readonly labels: Uint8Array }
  | { readonly state: 'failed'; readonly message: string };

export interface Tuning {
  readonly phase: 'loading' | 'training';
  readonly share: number;
  /** Null while nobody can know. */
  readonly secondsLeft: number | null;
}

/** The network as it stands. */
export interface Stand {
  readonly base: Base;
  readonly cut: Cut;
  readonly scope: Scope;
}

export interface FrontState {
  /** Null until the network's file is there. */
  readonly stand: Stand | null;
  /** Share of the test set that the network got right before anything was cut, as its file says it. */
  readonly fullAccuracy: number | null;
  readonly axis: MagnitudeAxis;
  /** Rises whenever the numbers are others. */
  readonly version: number;
  readonly size: CutSize;
  /** By hidden layer, 1 for alive. */
  readonly alive: readonly Uint8Array[];
  /** Why the network could not be had. */
  readonly failure: string | null;
  readonly test: TestState;
  /** Of the numbers of `saidVersion`. */
  readonly said: Said | null;
  readonly saidVersion: number;
  readonly tuning: Tuning | null;
  /** Why training on failed. */
  readonly tuningFailure: string | null;
  readonly trail: readonly Visit[];
  readonly past: readonly Stand[];
  readonly future: readonly Stand[];
}

/** Before anything is there. */
export const nothing: FrontState = {
  stand: null,
  fullAccuracy: null,
  axis: { from: -1, to: 0 },
  version: 0,
  size: { kept: 0, bytes: 0, before: 0, times: 1 },
  alive: [],
  failure: null,
  test: { state: 'loading', share: 0 },
  said: null,
  saidVersion: -1,
  tuning: null,
  tuningFailure: null,
  trail: [],
  past: [],
  future: [],
};
