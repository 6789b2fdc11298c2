/**
 * What the page sees of the lab: one store with the study being edited, the run, and what a link brought. `src/ui` reads this and calls
 * the actions; it knows neither workers nor Comlink.
 */
import type { DatasetName } from '../data/catalogue.ts';
import type { BackendChoice } from '../study/events.ts';
import type { Environment, JobRecord, Result } from '../study/records.ts';
import type { SettingValue, Study } from '../study/schema.ts';
import type { Trajectory } from '../study/trajectory.ts';
import type { Verdict } from '../study/verdict.ts';

/** A job of the run, as it stands. */
export interface JobState {
  /** Its record so far; grows with every step. `record.status` is the state of the job. */
  readonly record: JobRecord;
  readonly phase: string;
  /** Training steps done and to do; null before it is known. */
  readonly progress: { readonly done: number; readonly total: number; readonly step: number; readonly steps: number } | null;
  readonly stepsPerSecond: number;
  readonly secondsLeft: number | null;
  /** Bytes of the data set that have come, while it loads. */
  readonly loading: { readonly file: string; readonly loadedBytes: number; readonly totalBytes: number } | null;
}

export type RunStatus = 'idle' | 'running' | 'paused' | 'finished' | 'cancelled' | 'failed';

export interface RunState {
  readonly status: RunStatus;
  /** The study that was started; null while nothing has been run. Editing the form does not change it. */
  readonly study: Study | null;
  readonly jobs: readonly JobState[];
  /** Workers that run side by side. */
  readonly workers: number;
  readonly environment: Environment | null;
  /** Why this backend was chosen, in words. */
  readonly backendReason: string | null;
  readonly stepsPerSecond: number;
  /** Over the whole study; null while unknown. */
  readonly secondsLeft: number | null;
  /** Share of the work done, 0 to 1. */
  readonly share: number;
}

export type { Verdict };

/** A result that came by link or file. */
export interface SharedResult {
  readonly source: 'link' | 'file';
  readonly name: string;
  readonly study: Study;
  readonly trajectories: readonly Trajectory[];
  readonly environment: Pick<Environment, 'engine' | 'backend' | 'device'> | null;
  /** Set once it has been reproduced here. */
  readonly verdict: Verdict | null;
}

export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'notice';
  readonly message: string;
  /** Something the person can do about it right here. */
  readonly action?: { readonly title: string; readonly run: () => void };
}

export interface LabState {
  /** The study on the form. */
  readonly study: Study;
  readonly backend: BackendChoice;
  readonly datasets: readonly { readonly name: DatasetName; readonly ready: boolean }[];
  readonly run: RunState;
  readonly shared: SharedResult | null;
  readonly notices: readonly Notice[];
  /** The cycle under the pointer in any figure or table row, and the one that was chosen by a click. */
  readonly hoveredCycle: number | null;
  readonly chosenCycle: number | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export interface LabActions {
  choosePreset(name: string): void;
  rename(name: string): void;
  /** Changes a setting of the base job, or the values of its axis if it has one. Refused values become a notice-free thrown RangeError. */
  setSetting(path: string, value: SettingValue): void;
  /** Makes, changes or (with one value) removes an axis. */
  setAxis(path: string, values: readonly SettingValue[]): void;
  setBackend(backend: BackendChoice): void;
  undo(): void;
  redo(): void;

  run(): void;
  pause(): void;
  resume(): void;
  cancel(): void;
  /** Runs a failed or cancelled job of the run again. */
  retryJob(index: number): void;

  /** Opens what follows `#` of a result link; a refusal becomes an error notice. */
  openLink(fragment: string): Promise<void>;
  openFile(file: File): Promise<void>;
  /** Runs the shared study here and compares. */
  reproduce(): void;
  closeShared(): void;

  hoverCycle(cycle: number | null): void;
  chooseCycle(cycle: number | null): void;
  dismissNotice(id: number): void;
  notify(notice: Omit<Notice, 'id'>): void;

  /** The run as a result file, or null where nothing has been run. */
  result(): Result | null;
  /** The address of a link to the run or to the shared result; where it would be over 8,000 characters, says so and offers the file. */
  shareLink(): Promise<{ readonly url: string; readonly characters: number; readonly tooLong: boolean } | null>;
}
