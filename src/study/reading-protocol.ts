/** Reading and continuing texts with opened networks: what the page asks of their worker, and what it is told. */
import type { ChunkStart } from '../data/text/chunks.ts';
import type { Said } from '../data/text/said.ts';
import type { RunOptions } from './events.ts';
import type { NetworkModel } from './network-model.ts';
import type { Bytes, Loading } from './network-protocol.ts';

/** Bytes of a passage of the test part. */
export const PASSAGE_BYTES = 512;

export interface ReadingFacts {
  /** Byte values that the network has symbols for, rising. */
  readonly alphabet: Uint8Array;
  /** Bytes of a chunk, more than which it never sees at once. */
  readonly length: number;
  readonly start: ChunkStart;
  /** Bytes of the test part; null where the text is not at hand. */
  readonly testBytes: number | null;
  /** Why it is not, in words; null where it is. */
  readonly missing: string | null;
  /** What the networks are that are read with, one or two. */
  readonly stages: readonly NetworkModel['stage'][];
  readonly backend: NonNullable<NetworkModel['backend']>;
}

export type ReadRequest =
  /** A passage of the test part, cut into chunks as in the job. */
  | { readonly kind: 'passage'; readonly passage: number }
  /** Bytes of its alphabet, from anywhere; what is to come behind them is told as well. */
  | { readonly kind: 'typed'; readonly bytes: Uint8Array };

export interface ReadReply {
  readonly kind: ReadRequest['kind'];
  readonly bytes: Uint8Array;
  /** As it came; of what was typed it has one byte more, the next. */
  readonly whole: Said;
  /** As it is now, or was in the end; null where there is but one network. */
  readonly now: Said | null;
  readonly milliseconds: number;
}

export interface WriteRequest {
  readonly typed: Uint8Array;
  /** What the networks have written behind it so far. */
  readonly written: { readonly whole: Uint8Array; readonly now: Uint8Array };
  /** How many bytes each is to write. */
  readonly counts: { readonly whole: number; readonly now: number };
  /** 0 takes the likeliest. */
  readonly temperature: number;
  readonly seed: number;
}

/** What a network has written since it was asked to. */
export interface WrittenBytes {
  readonly bytes: Uint8Array;
  readonly said: Said;
}

export interface Written {
  readonly whole: WrittenBytes;
  readonly now: WrittenBytes | null;
}

export interface ReadingWorker {
  /**
   * Opens a network to read and continue texts with, beside what it was before its pruning where that is given.
   * @throws Error for one that reads no text, or whose symbols nobody knows
   */
  beginReading(file: Bytes, before: Bytes | null, options: RunOptions, onLoading: Loading): Promise<ReadingFacts>;
  /** What the networks say of bytes. @param thresholds those of the trial, whose network is then read with; null for the opened ones */
  read(request: ReadRequest, thresholds: readonly number[] | null): Promise<ReadReply>;
  /**
   * Lets them write on.
   * @param onWritten told some times a second what has come so far
   * @returns what has come in the end, or until it was cancelled
   */
  write(request: WriteRequest, thresholds: readonly number[] | null, onWritten: (written: Written) => void): Promise<Written>;
  cancelWriting(): void;
}
