/**
 * What the page sees of the lab: one store with the study being edited, the run, and what a link brought. `src/ui` reads this and calls
 * the actions; it knows neither workers nor Comlink.
 */
import type { WeightBits } from '../coding/rounded-weights.ts';
import type { NetworkLook } from '../compression/layer-magnitudes.ts';
import type { BackendChoice } from '../study/events.ts';
import type { LessonAnswer, LessonView, LinkLesson } from '../study/lesson-view.ts';
import type { Environment, JobRecord, Result, Run } from '../study/records.ts';
import type { Beside } from '../study/job.ts';
import type { Job, SettingValue, Study } from '../study/schema.ts';
import type { Verdict } from '../study/verdict.ts';
import type { CardsState } from './card-reader.ts';
import type { NetworkActions, NetworksState } from './networks-state.ts';
import type { OwnDataFile, OwnDataState } from './own-data-state.ts';
import type { PlanFiles } from './plan/plan-files.ts';
import type { PlanState } from './plan/plan-state.ts';
import type { ReadProgress } from './result-reader.ts';
import type { ComparedRun, StoredRuns } from './stored-contract.ts';
import type { TextArchiveState } from './text-archive-state.ts';
import type { TextSizesState } from './text-sizes.ts';
import type { JobProgress } from './work.ts';

/** A job of the run, as it stands. */
export interface JobState {
  /** Its record so far; grows with every step. `record.status` is the state of the job. */
  readonly record: JobRecord;
  readonly phase: string;
  /** Null before it is known. */
  readonly progress: JobProgress | null;
  readonly stepsPerSecond: number;
  readonly secondsLeft: number | null;
  /** Its network as it is, where its method shows it between steps; null before that, and after its next step. */
  readonly look: NetworkLook | null;
  /** Bytes of the data set that have come, while it loads. */
  readonly loading: { readonly file: string; readonly loadedBytes: number; readonly totalBytes: number } | null;
}

/** `interrupted`: its page was closed, or its computer went down, before it had ended; it can go on. */
export type RunStatus = 'idle' | 'running' | 'paused' | 'interrupted' | 'finished' | 'cancelled' | 'failed';

export interface RunState {
  /** Under which it is stored; null while nothing has been run. */
  readonly id: string | null;
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

/** A result that came by link or file, that comes with the page, or that the jobs of a plan have come to by now. */
export interface SharedResult {
  readonly source: 'link' | 'file' | 'recorded' | 'plan';
  readonly name: string;
  readonly study: Study;
  /** One for each job, of the family of the study. */
  readonly runs: readonly Run[];
  readonly environment: Pick<Environment, 'engine' | 'backend' | 'device'> | null;
  /** Set once it has been reproduced here. */
  readonly verdict: Verdict | null;
}

/** What a link has made of its study, for whoever opened it. */
export interface LessonState extends LinkLesson {
  /** Id of the run that was shown in it at an earlier visit; null where there was none. */
  readonly earlierRun: string | null;
  /** Whether what it covers was uncovered without a prediction. */
  readonly isUncovered: boolean;
  /** Whether the settings that it leaves out are shown all the same. */
  readonly hasAllSettings: boolean;
}

/** How far it is known how fast this machine is before anything has run on it. */
export interface PaceState {
  /** Choices of a backend for which all networks of quick presets were measured. */
  readonly measured: readonly BackendChoice[];
  readonly isMeasuring: boolean;
  /** Why it could not be measured; null where nothing went wrong. */
  readonly trouble: string | null;
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
  readonly datasets: readonly { readonly name: string; readonly ready: boolean; readonly credit: string | null }[];
  readonly ownData: OwnDataState;
  readonly run: RunState;
  readonly shared: SharedResult | null;
  /** The folder of a plan that is open; null while none is. */
  readonly plan: PlanState | null;
  /** What a link has made of its study; null where the lab is as it is. */
  readonly lesson: LessonState | null;
  /** A large result file that is being read, and how far that is; null while none is. */
  readonly reading: (ReadProgress & { readonly name: string }) | null;
  readonly stored: StoredRuns;
  /** In the order in which they were chosen. */
  readonly compared: readonly ComparedRun[];
  readonly networks: NetworksState;
  /** An archive of a text that is opened or made; null while none is. */
  readonly textArchive: TextArchiveState | null;
  /** What compressors make of texts, as it was measured here. */
  readonly textSizes: TextSizesState;
  /** How the tables and figures of the papers stand. */
  readonly cards: CardsState;
  readonly pace: PaceState;
  readonly notices: readonly Notice[];
  /** The cycle under the pointer in any figure or table row, and the one that was chosen by a click. */
  readonly hoveredCycle: number | null;
  readonly chosenCycle: number | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** How often the study on the form was put in the place of another one, or taken back: what was typed and not taken was about the one before. */
  readonly replacements: number;
}

export interface LabActions extends NetworkActions {
  choosePreset(name: string): void;
  rename(name: string): void;
  /** Changes a setting of the base job, or the values of its axis if it has one. Refused values become a notice-free thrown RangeError. */
  setSetting(path: string, value: SettingValue): void;
  /** Makes, changes or (with one value) removes an axis. */
  setAxis(path: string, values: readonly SettingValue[]): void;
  /** Puts jobs beside the product of the axes, each run with every seed. @throws RangeError where the study cannot have them */
  addBeside(added: readonly Beside[]): void;
  removeBeside(place: number): void;
  setBackend(backend: BackendChoice): void;
  undo(): void;
  redo(): void;

  /** Reads which data of one's own there are. */
  listOwnData(): Promise<void>;
  /**
   * Reads, checks and keeps images, or with `as` the first file as a text; what goes wrong is told in `ownData.error`, what has to be decided is asked in `ownData.question`.
   * @returns whether they are there
   */
  addOwnData(name: string, files: readonly OwnDataFile[], as?: 'text'): Promise<boolean>;
  /** Answers the question: the name of the data set that is meant, or anything where data are to be added all the same; null adds none. */
  answerOwnData(answer: string | null): void;
  cancelOwnData(): void;
  /** They can be restored for some seconds. */
  deleteOwnData(sha256: string): Promise<void>;
  restoreOwnData(sha256: string): Promise<void>;
  /** Puts them into the study on the form, with a network that takes them. @throws RangeError where the study cannot have them */
  chooseOwnData(sha256: string): void;

  /** Measures how fast the networks of quick presets train here on the backend that is chosen, some seconds long, unless that is known or a run goes on. */
  measurePace(): Promise<void>;

  run(): void;
  /** As `run`, but takes finished records of the run that is shown for those jobs of the study that it has: added seeds or values run alone. */
  extend(): void;
  pause(): void;
  resume(): void;
  cancel(): void;
  /** Cancels one job of the run; the others go on. */
  cancelJob(index: number): void;
  /** Runs a failed or cancelled job of the run again. */
  retryJob(index: number): void;
  /** Runs every failed or cancelled job of the run again. */
  retryUnfinished(): void;

  /**
   * Reads what is stored; to be called once when the page is there. The run that was shown last is shown, or else one that was interrupted.
   * @param show whether it may be: not where the page opens on something else
   */
  openStored(show: boolean): Promise<void>;
  /** Goes on with a run that was interrupted, the one that is shown unless told. */
  continueRun(id?: string): Promise<void>;
  /** Shows a stored run in place of the present one. @returns whether it is shown */
  openRun(id: string): Promise<boolean>;
  /** Lays stored runs behind the present one, in place of those that were. @returns whether all are */
  compareRuns(ids: readonly string[]): Promise<boolean>;
  /** Stored runs, to be looked at beside each other; one that cannot be read is left out, which a notice says. */
  readRuns(ids: readonly string[]): Promise<readonly ComparedRun[]>;
  /** Takes one of them away, all unless told. */
  closeCompared(id?: string): void;
  /** @throws RangeError if the name is empty or too long */
  renameRun(id: string, name: string): Promise<void>;
  pinRun(id: string, pinned: boolean): Promise<void>;
  /** Deletes runs; a notice lets that be undone for some seconds. */
  deleteRuns(ids: readonly string[]): Promise<void>;
  /** Stores result files as runs. */
  importRuns(files: readonly File[]): Promise<void>;
  /** Frees what tabs that were closed have left half done. */
  freeLeftovers(): Promise<void>;
  /** The result of a stored run; null if it cannot be read, which a notice says. */
  storedResult(id: string): Promise<Result | null>;

  /** Opens what follows `#` of a result link; a refusal becomes an error notice. */
  openLink(fragment: string): Promise<void>;
  /** Opens the link of a lesson file. */
  openLesson(file: File): Promise<void>;
  openFile(file: File): Promise<void>;
  /** Opens a recorded run that comes with the page. @param id its name */
  openRecorded(id: string): Promise<void>;
  /** Gives up the result file that is being read. */
  cancelReading(): void;
  /** Opens the folder of a plan, and follows it where it can be read again; what goes wrong is told in `plan`. */
  openPlan(files: PlanFiles): Promise<void>;
  /** Looks at it again now. */
  lookAtPlan(): Promise<void>;
  /** Shows what its jobs have come to by now, in place of what was shown. */
  showPlanResult(): Promise<void>;
  /** That as a result; null where no plan is open. @throws Error for files that cannot be read any more */
  planResult(): Promise<Result | null>;
  closePlan(): void;
  /** Runs the shared study here and compares. */
  reproduce(): void;
  closeShared(): void;

  /** Decodes an archive of a text that anybody may have written; what goes wrong is told in `textArchive`. */
  openTextArchive(file: File): Promise<void>;
  /** Compresses the text of the opened network's job by it, at so many bits a weight, and decodes it again. */
  makeTextArchive(bits: WeightBits): Promise<void>;
  /** Closes what is open, and stops what is under way. */
  closeTextArchive(): void;
  /** Packs the text of a job by compressors; what comes of it is told in `textSizes`. */
  measureText(job: Job): Promise<void>;
  /** Stops that; what is known by then stays. */
  cancelMeasuringText(): void;

  /** Asks the cards of the papers how they stand, once; what comes of it is told in `cards`. */
  readCards(): Promise<void>;

  hoverCycle(cycle: number | null): void;
  chooseCycle(cycle: number | null): void;
  dismissNotice(id: number): void;
  notify(notice: Omit<Notice, 'id'>): void;

  /** Makes a lesson of what stands in the lab. */
  showLesson(view: LessonView): void;
  /** @throws ZodError where a text is longer than `MOST_LETTERS` */
  answerLesson(part: Partial<LessonAnswer>): void;
  /** Shows what the lesson covers, without a prediction. */
  uncoverLesson(): void;
  /** Shows the settings that the lesson leaves out. */
  showAllSettings(): void;
  /** The lab is as it is without a lesson; its study and results stay. */
  closeLesson(): void;

  /** The run as a result file, or null where nothing has been run. */
  result(): Result | null;
  /**
   * The address of a link to the run, to the shared result, or to the study on the form where there is neither; with the lesson that is
   * open, unless told. Where it would be over 8,000 characters, it says so.
   */
  shareLink(asked?: LinkRequest): Promise<ShareLink>;
}

export interface LinkRequest {
  /** The study on the form, without what came of any. */
  readonly withoutResults?: boolean;
  /** What is shown and asked; null for nothing. */
  readonly lesson?: LinkLesson | null;
}

export interface ShareLink {
  readonly url: string;
  readonly characters: number;
  readonly tooLong: boolean;
  /** Whether it holds what came of its study. */
  readonly hasResults: boolean;
}
