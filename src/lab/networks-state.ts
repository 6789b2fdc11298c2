/** Trained networks, as the page sees them. */
import type { Codec } from '../coding/codec-size.ts';
import type { Compression } from '../coding/network-header.ts';
import type { NetworkStage } from '../study/events.ts';
import type { Measured } from '../study/family-worker.ts';
import type {
  Checked,
  ExportedFile,
  ExportFormat,
  NetworkFacts,
  PackedNetwork,
  Question,
  Reply,
  TrialFacts,
  TrialResult,
} from '../study/network-protocol.ts';
import type { ReadingFacts, ReadReply, Written } from '../study/reading-protocol.ts';

/** A network that is looked at: one that a job of the run has left, or one from a file. */
export interface OpenedNetwork {
  readonly source: { readonly kind: 'job'; readonly run: string; readonly job: number } | { readonly kind: 'file'; readonly name: string };
  /** Null while it is being read. */
  readonly facts: NetworkFacts | null;
  /** Why it could not be opened. */
  readonly error: string | null;
  /** Its measurement on the test set of its job. */
  readonly check:
    | { readonly state: 'none' }
    | { readonly state: 'loading'; readonly share: number }
    | { readonly state: 'done'; readonly checked: Checked }
    | { readonly state: 'failed'; readonly message: string };
}

/** Pruning the opened network by hand. */
export interface TrialState {
  /** Null while network and test set are being read. */
  readonly facts: TrialFacts | null;
  readonly error: string | null;
  /** Share of the test set that has come. */
  readonly loading: number;
  /** Thresholds that were asked for last, one for each block. */
  readonly wanted: readonly number[];
  /** The last answer, which may be of earlier thresholds while another is measured. */
  readonly result: TrialResult | null;
  readonly isMeasuring: boolean;
  /** Every answer so far, the newest last. */
  readonly visited: readonly TrialResult[];
  /** How far training on is; null while it is not. */
  readonly tuning: TrialTuning | null;
  /** What training on began with, and what it came to: the last time. */
  readonly tuned: { readonly before: TrialResult; readonly after: TrialResult } | null;
  /** Why training on failed the last time. */
  readonly tuningError: string | null;
  /** What it said last of a sample; null before it was asked, or once that was cleared. */
  readonly asked: Reply | null;
}

export interface TrialTuning {
  readonly phase: 'loading' | 'training';
  readonly share: number;
  /** Null while nobody can know. */
  readonly secondsLeft: number | null;
  /** What it is like by now; null before the first round. */
  readonly measured: Measured | null;
}

/** Reading and continuing texts with the opened network. */
export interface ReadingState {
  /** Null while networks and text are being read. */
  readonly facts: ReadingFacts | null;
  readonly error: string | null;
  /** Share of the text that has come. */
  readonly loading: number;
  readonly source: 'passage' | 'typed';
  /** Which of the passages of the test part. */
  readonly passage: number;
  readonly typed: string;
  /** The last answer, which may be of what was asked before. */
  readonly reply: ReadReply | null;
  /** How it is written on. */
  readonly hand: Hand;
  /** What was written behind what is typed; null for nothing. */
  readonly written: Written | null;
  readonly isWriting: boolean;
}

/** How a network writes. */
export interface Hand {
  /** 0 takes the likeliest. */
  readonly temperature: number;
  readonly seed: number;
}

export interface NetworksState {
  /** Networks of the present run that can be opened. */
  readonly kept: readonly { readonly job: number; readonly stage: NetworkStage }[];
  readonly opened: OpenedNetwork | null;
  readonly trial: TrialState | null;
  readonly reading: ReadingState | null;
}

export interface NetworkActions {
  /** Opens the network that a job of the run has left; what goes wrong is told in `networks.opened`. */
  openNetwork(job: number): Promise<void>;
  /** Opens a network file that anybody may have written. */
  openNetworkFile(file: File): Promise<void>;
  closeNetwork(): void;
  /** The opened network as a file in a codec. @throws Error if it cannot be written */
  packNetwork(codec: Codec, compression: Compression): Promise<PackedNetwork>;
  /** The opened network for other programs. @throws Error if it cannot be written so */
  exportNetwork(format: ExportFormat, name: string): Promise<readonly ExportedFile[]>;
  /** Measures the opened network on the test set of its job. */
  checkNetwork(): Promise<void>;
  /** Begins to prune the opened network by hand; of a job, as it was before its own pruning where that is kept. */
  beginTrial(): Promise<void>;
  /** Measures it at thresholds, one for each block. Of several that are asked for at once the last one is answered. */
  slide(thresholds: readonly number[]): Promise<void>;
  endTrial(): void;
  /** Lets the study on the form begin anew instead of with a stored network. */
  dropStart(): void;
  /** Asks the network of the trial about a sample, and again whenever it changes; null clears it. */
  askTrial(question: Question | null): void;
  /** Trains on what the trial has left, for some seconds; what comes of it takes its place in the trial. */
  tuneTrial(): Promise<void>;
  /** All is then as before it. */
  cancelTuning(): Promise<void>;
  /** Stores what the trial has left, and runs a study that fine-tunes it. */
  fineTuneFromTrial(): Promise<void>;

  /** Begins to read and continue texts with the opened network; of a job, beside what it was before its pruning where that is kept. */
  beginReading(): Promise<void>;
  /** Reads a passage of the test part. */
  readPassage(passage: number): void;
  /** Reads what is typed; what was written behind it goes. */
  readTyped(typed: string): void;
  /** Lets the networks write so many bytes on, behind what they have written. */
  writeOn(count: number): Promise<void>;
  /** What was written until then stays. */
  stopWriting(): void;
  /** What was written otherwise goes. */
  changeHand(hand: Partial<Hand>): void;
  clearWritten(): void;
}
