/**
 * A family: methods whose jobs share settings, steps and summary, as one object that says everything about them. This is its side for the
 * page, without tfjs; `family-worker.ts` is the one for the worker. Nothing else may ask which family it has before it: it asks the object.
 */
import type { Codec } from '../coding/codec-size.ts';
import type { NamedMethod } from '../compression/look.ts';
import type { Complaint, TrainingMemory } from '../compression/job-schema.ts';
import type { OwnChoice } from '../data/sources/source.ts';
import type { z } from '../data/zod.ts';
import type { Paper } from './card.ts';
import type { LayerSize } from '../nn/models/catalogue.ts';
import type { Job, SettingValue, Study, StudyInput } from './job.ts';
import type { Fail } from './checked.ts';
import type { Finding, NameOf } from './finding.ts';
import type { Digest } from './digest.ts';
import type { Checkpoint, JobRecord, Run, Step, StoredStatus, Summary } from './job-record.ts';
import type { WithSettings } from './settings.ts';
import type { Sketch } from './sketch.ts';
import type { MeasuredText, TextSizes } from './text-sizes.ts';
import type { Verdict } from './verdict-words.ts';

/** How much there is to compute in a job, told before it runs. Work counts in multiply-adds of forward passes; only ratios matter. */
export interface Cost {
  /** Training steps, at most. */
  readonly steps: number;
  readonly total: number;
  /** Work of each measured step, where all have as many training steps; empty where they do not come at fixed points of the work. */
  readonly stages: readonly number[];
  /** Of the longest training step. */
  readonly largestStep: number;
  /** Seconds that its worker may be silent at the most, where that follows from something other than training steps; null else. */
  readonly silence: number | null;
}

/** A training step of a job, for measuring how fast a machine takes them. */
export interface TrainingStep {
  readonly samples: number;
  /** Of one with so many samples, in the unit of `Cost.total`. */
  work(samples: number): number;
}

/** What the progress of a job is told in. */
export interface Unit {
  readonly one: string;
  readonly many: string;
  /** The number of the first of them, as records, tables and axes have it. */
  readonly first: 0 | 1;
  /** What one of them is, where settings say so: “100 steps”. */
  readonly of?: string;
}

/** A setting to change along with another one, so that the job still makes sense. */
export type Companion = readonly [path: string, value: SettingValue];

export type Cell = string | number | null;

/** One number (or word) of a step or a summary. */
export interface Column<Item, OfJob extends Job = Job> {
  readonly name: string;
  readonly unit?: string;
  /** @param job that it is of */
  cell(item: Item, job: OfJob): Cell;
}

/** The table with which the command line ends: what a study came to in a few numbers. */
export interface ResultTable {
  /** Digits after the point of a column of numbers; null for words. */
  readonly columns: readonly { readonly title: string; readonly digits: number | null }[];
  /** Null where a number is not known. */
  readonly rows: readonly (readonly Cell[])[];
  /** Said where there is no row. */
  readonly empty: string;
}

/** Why a preset is there: to look around in minutes, to repeat an experiment of its family’s paper, or to tell two causes apart. */
export type PresetKind = 'quick' | 'paper' | 'control';

/** A study that can be run with one click, as its family writes it down. */
export interface PresetInput {
  readonly name: string;
  readonly title: string;
  readonly kind: PresetKind;
  /** What it shows, in one line. */
  readonly line: string;
  /** Where in the paper its experiment is, as “Table 6”; left out where it is in none. */
  readonly from?: string;
  readonly help: string;
  readonly study: Omit<StudyInput, 'name' | 'preset'>;
}

/** What a job came to, for the list of runs. */
export interface Outcome {
  /** Test accuracy that it ended with, or has come to; null before its first step, and for a regression. */
  readonly accuracy: number | null;
  /** Of a job that has ended, where its family measures them; undefined else. */
  readonly compressionRate?: number | null;
  readonly descriptionBytes?: number | null;
}

/** A network of a run: what is left of it, and how right it is. */
export interface Standing {
  /** Where in its run it stands: “cycle 5”, “in the end”. */
  readonly label: string;
  /** Of the numbers of its network as it was built, those that are left: 0 to 1. */
  readonly share: number;
  /** Of that network alone, in the codec of its family or its job. */
  readonly bytes: number;
  /** Of the test samples, those that are right; null for a regression. */
  readonly accuracy: number | null;
}

/** Values from a publication, loaded when a figure wants them. */
export interface PublishedValues<Values = unknown> {
  /** Whose they are: “Süzen 2025, arXiv 2505.23869”. */
  readonly source: string;
  load(): Promise<Values>;
  /** Whether they may stand behind a study. */
  standBehind(study: Study): boolean;
  /** What they say that a study will come to, to be drawn small; null where they do not say. */
  expected(values: Values, study: Study): Sketch | null;
  /** What compressors make of the text of a job, where they say that; null where they do not. */
  packed?(values: Values, job: Job): TextSizes | null;
  /** Its tables and figures as cards, a part of the program of its own; a family whose paper has none leaves it out. */
  paper?(): Promise<Paper>;
  /** Together with what was measured of texts here. */
  withTexts?(values: Values, measured: readonly MeasuredText[]): Values;
}

/** A number of a job for a table of a paper, over which jobs that differ in nothing but the seed are told together. */
export interface PaperColumn<OfRecord extends JobRecord = JobRecord> {
  readonly title: string;
  /** As written after the title, in brackets; none for a pure number. */
  readonly unit?: string;
  /** After the point. */
  readonly digits: number;
  /** Null where it is not known. */
  of(record: OfRecord): number | null;
}

/** A setting in words: the value that it has in all jobs of a study, or those that it takes in turn. */
export type Say = (path: string) => string;

export interface PaperAbout<OfRecord extends JobRecord = JobRecord> {
  readonly say: Say;
  /** What the networks are called that its jobs begin with. */
  readonly networks: string;
  readonly records: readonly OfRecord[];
}

/** What a paper says of the studies of a family, beside what it says of all. */
export interface PaperWords<OfRecord extends JobRecord = JobRecord> {
  /**
   * How its jobs are trained and compressed, in whole sentences with their numbers; nothing of their seeds, of which there is more than one,
   * and of where they ran.
   * @param about with at least one record of a job of which something was measured
   */
  methods(about: PaperAbout<OfRecord>): string;
  readonly columns: readonly PaperColumn<OfRecord>[];
}

/** How the runs of a family go into a link, as JSON. */
export interface FamilyDigest<OfRun extends Run = Run, OfStep extends Step = Step> {
  /** @param runs one for each job of a study, in their order */
  pack(runs: readonly OfRun[]): unknown;
  /**
   * What was packed; it may be from anybody.
   * @param jobs of the study, in their order
   */
  unpack(payload: unknown, jobs: readonly { readonly job: Job; readonly status: StoredStatus }[], fail: Fail): OfRun[];
  /**
   * The exact numbers of a step, timings left out, for its fingerprint. The fields are named one by one, so that a field which a later
   * version adds to a step does not make an unchanged trajectory look changed.
   */
  exact(step: OfStep): unknown;
  /** What of a link of version 1 or 2 it would have packed; a family that came later has none. @param fields but for what all families have */
  fromVersion2?(fields: Readonly<Record<string, unknown>>): unknown;
}

export interface Family<
  FamilyJob extends Job = Job,
  FamilyStep extends Step = Step,
  FamilySummary extends Summary = Summary,
  FamilyCheckpoint extends Checkpoint = Checkpoint,
  FamilyRun extends Run = Run,
> extends WithSettings {
  /** As its steps, summaries and checkpoints carry it in `kind`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;

  /** In the order in which the form offers them. */
  readonly methods: Iterable<NamedMethod>;
  jobSchema(): z.ZodType<FamilyJob>;
  stepSchema(): z.ZodObject;
  summarySchema(): z.ZodObject;
  checkpointSchema(): z.ZodObject;
  /** The memory of a checkpoint, which may be handed over to another thread. */
  buffersOf(checkpoint: FamilyCheckpoint): ArrayBuffer[];

  /** What has to change along with a setting. */
  companionsOf(job: FamilyJob, path: string, value: SettingValue): readonly Companion[];
  /**
   * A job with data of one's own in place of its data: tried in turn, not checked yet; none where it takes no such data. Axes that no longer fit
   * go, and those of the data.
   */
  onOwn(job: FamilyJob, own: OwnChoice): { readonly jobs: readonly object[]; readonly dropped: readonly string[] };

  /** Settings without an effect on a job, beside those whose own conditions say so: jobs that differ in them alone compute the same. */
  idlePaths(job: FamilyJob): readonly string[];

  cost(job: FamilyJob): Cost;
  memory(job: FamilyJob): TrainingMemory;
  /** The step that its training is made of; a family that trains nothing leaves it out. */
  trainingStep?(job: FamilyJob): TrainingStep;
  /** What speaks against running a job that may be read. */
  refusals(job: FamilyJob): readonly Complaint[];
  /** What is worth knowing of a job before it runs and keeps nobody from running it; a family that has nothing to say leaves it out. */
  cautions?(job: FamilyJob): readonly Complaint[];
  /**
   * Nanoseconds that a unit of a job's work takes one core in WebAssembly, about, all that belongs to a job included: for what is told
   * before anything was measured on a machine.
   */
  pace(job: FamilyJob): number;
  /** The setting to lower where a job would take too long. */
  readonly lengthSetting: string;
  unitOf(job: FamilyJob): Unit;
  /** How many of them a job has, at most. */
  unitsOf(job: FamilyJob): number;
  /** Whether it may have fewer, as where training ends once it has converged. */
  mayEndEarly(job: FamilyJob): boolean;
  /** The settings that this number is told for, axis by axis; for the others that of the base job stands. */
  readonly unitPaths: readonly string[];

  /** What figures, tables and digests read of a record; the same object for the same record. */
  runOf(record: JobRecord<FamilyJob, FamilyStep, FamilySummary>): FamilyRun;
  /** The numbers of the steps of a run, ascending, by which figures mark a step; none where they mark none. */
  stepNumbers(run: FamilyRun): readonly number[];
  /** How its figures are looked at first, beside what those of every family have. */
  readonly firstView: object;
  /** Those of these options that are about one study, such as which of its runs: for another they are as at first. */
  readonly studyView: readonly string[];
  /** Whether anything that was measured is known of a run. */
  isKnown(run: FamilyRun): boolean;
  readonly digest: FamilyDigest<FamilyRun, FamilyStep>;
  /** Whether a reproduction is what was shared. @returns null where there is nothing to compare */
  verdict(shared: Digest<FamilyRun>, reproduced: Digest<FamilyRun>): Verdict | null;

  /** How far a job has to come to be compared, to follow “far enough, which is”. */
  readonly comparedFrom: string;

  outcomeOf(record: JobRecord<FamilyJob, FamilyStep, FamilySummary>): Outcome;
  /**
   * Why a run that has ended measured nothing, such as a network of which a layer has no weight left, to follow “measured nothing:”; null
   * where it did. Whoever shows a result asks.
   */
  measuredNothing(run: FamilyRun): string | null;
  /**
   * What the runs of a study came to, in words; a family that has none leaves it out.
   * @param nameOf what sets a job apart from the others, its seed left out
   * @param published what its `published` loads; null until it is there
   * @returns null before there is anything to say
   */
  finding?(runs: readonly FamilyRun[], nameOf: NameOf, published: unknown): Finding | null;
  /** The networks that a run has come to, by which runs of all families are compared; none before the first. */
  standing(run: FamilyRun): readonly Standing[];
  /** The number that a finished job is told by, with its name: “test accuracy 95.2 %”. */
  headline(summary: FamilySummary): string;
  readonly columns: {
    readonly steps: readonly Column<FamilyStep, FamilyJob>[];
    readonly jobs: readonly Column<FamilySummary, FamilyJob>[];
  };
  table(study: Study, records: readonly JobRecord<FamilyJob, FamilyStep, FamilySummary>[]): ResultTable;

  readonly presets: readonly PresetInput[];
  /** Null where nothing was published. */
  readonly published: PublishedValues | null;
  /** The paper that its methods are from, as an entry of BibTeX that pdfLaTeX takes; null where there is none. */
  readonly citation: string | null;

  /** What is said of its studies in a paper; without it their settings are listed, and the numbers of `columns` are the table. */
  readonly paper?: PaperWords<JobRecord<FamilyJob, FamilyStep, FamilySummary>>;

  /** The network that a job begins with: its title, null where the widths of its hidden layers say what it is. */
  modelOf(job: FamilyJob): { readonly title: string | null; readonly hidden: readonly number[] };
  /** The layers of that network, the outputs last; none where there is no network. */
  layersOf(job: FamilyJob): readonly LayerSize[];
  /** The codec in which the description length of its networks counts. */
  codecOf(job: FamilyJob): Codec;
  /** Why its networks cannot be pruned by hand at a threshold; null where they can. */
  readonly trialRefusal: string | null;
  /** The threshold that a job found by itself; null where it sought none. */
  thresholdOf(summary: FamilySummary): number | null;
}
