import type { Bytes } from '../study/network-protocol.ts';
import type { Study } from '../study/schema.ts';
import type { NetworkPlace } from './network-shelf.ts';

/** What a run does to other parts of the lab, and what it asks of them. */
export interface RunNeighbours {
  /** Why a study is not begun; null if nothing speaks against it. */
  refusalOf(study: Study): string | null;
  /** Told when a job of the run has handed a network over. */
  onNetwork(place: NetworkPlace, file: Bytes): void;
  /** Told when the run was extended and its jobs have other places, from each old one to the new one. */
  onMove(run: string, moves: ReadonlyMap<number, number>): void;
  /** Told when another run is shown, or the same as it was read anew. */
  onShow(run: string): void;
  /** Does something that changes the run that is shown, once this tab has it. */
  change(work: () => void): void;
  /** Told when no job of the run goes on or waits any more. */
  onEnd(): void;
}
