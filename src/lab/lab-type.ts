/** The types that the parts of the lab share. */
import type { Reader } from '../data/reader.ts';
import type { Study } from '../study/schema.ts';
import type { LabActions, LabState } from './contract.ts';
import type { WorkerLike } from './worker-life.ts';
import type { KeyValueStorage } from './storage.ts';

/** What the lab needs from where it runs. */
export interface LabSurroundings<W extends WorkerLike = WorkerLike> {
  /** Makes a worker that runs jobs. */
  readonly spawn: () => W;
  /** Makes the worker that opens networks; without it none can be opened. */
  readonly spawnNetwork?: () => WorkerLike;
  /** Makes the worker that reads images of one's own; without it none can be added. */
  readonly spawnOwnImages?: () => WorkerLike;
  /** Makes a worker that reads large result files; without it they are read where the lab is. */
  readonly spawnResultReader?: () => WorkerLike;
  /** Makes a worker that reads the folder of a plan; without it none is opened. */
  readonly spawnPlanReader?: () => WorkerLike;
  /** Makes a worker that reads recorded runs for the cards of the papers; without it they are read where the lab is. */
  readonly spawnCardReader?: () => WorkerLike;
  /** Makes a worker that codes texts; without it no archive can be opened. */
  readonly spawnTextArchive?: () => WorkerLike;
  /** Makes a worker that packs texts by compressors; without it none are measured. */
  readonly spawnTextSizer?: () => WorkerLike;
  readonly cores: number;
  /** Beginnings of the program's addresses, which are left out of the stacks of records. */
  readonly places?: readonly string[];
  /** Kernels that their references stand in for; see RunOptions. */
  readonly references?: readonly string[];
  /** To whom messages of workers speak; see RunOptions. */
  readonly reader?: Reader;
  /** Seconds that a worker may be silent at least, where its end is told and silence therefore says little. */
  readonly leastPatience?: number;
  /** What stands on the form first; without it the study of the last visit. */
  readonly study?: Study;
  /** Null where nothing is kept between visits. */
  readonly storage: KeyValueStorage | null;
  /** What a tab keeps over a reload; without it that is what all tabs keep. */
  readonly session?: KeyValueStorage | null;
  /** Whether runs are stored in IndexedDB; not on the command line. */
  readonly keepRuns?: boolean;
  /** Absolute address of the folder of all data sets, ending in a slash. */
  readonly dataUrl: () => string;
  /** Address of a recorded run that comes with the page, null where there is none of that name; without it there are none. */
  readonly recordedUrl?: (id: string) => string | null;
  /** Address of the page, to which links lead. */
  readonly pageUrl: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What a part of the lab may do with the state, and how it speaks to the person. */
export interface Access {
  readonly get: () => LabState;
  readonly set: (change: Partial<LabState>) => void;
  readonly notify: LabActions['notify'];
}

/** A part of the lab: the state that it answers for, at the start, and what can be done with that. */
export interface Slice<State extends keyof LabState, Action extends keyof LabActions> {
  readonly state: Pick<LabState, State>;
  readonly actions: Pick<LabActions, Action>;
}
