/**
 * Why a dataset cannot be used.
 *
 * - `missing`: the server has no such file
 * - `truncated`: fewer bytes came than the manifest says
 * - `corrupt`: the bytes are not those the manifest describes
 * - `network`: no connection, a connection lost on the way, or a server that fails
 * - `aborted`: the caller's signal
 * - `storage`: no memory for the images
 * - `manifest`: the manifest is not one this version can read
 * - `unsupported`: the browser (or an insecure address) lacks what checking a shard needs
 * - `unusable`: a file of a person’s own that makes no data set
 */
export type DatasetErrorKind =
  | 'missing'
  | 'truncated'
  | 'corrupt'
  | 'network'
  | 'aborted'
  | 'storage'
  | 'manifest'
  | 'unsupported'
  | 'unusable';

/** A dataset that could not be loaded; the message names the file, what happened to it and what to do. */
export class DatasetError extends Error {
  readonly kind: DatasetErrorKind;
  /** Address of the file, or its name where it has none. */
  readonly file: string;

  constructor(kind: DatasetErrorKind, file: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DatasetError';
    this.kind = kind;
    this.file = file;
  }
}

/** @throws {DatasetError} of kind `aborted` once the signal is. */
export function throwIfAborted(signal: AbortSignal | undefined, file: string): void {
  if (signal?.aborted) throw abortedError(signal, file);
}

/** “65,536 bytes” */

export function abortedError(signal: AbortSignal, file: string): DatasetError {
  return new DatasetError('aborted', file, `Loading ${file} was stopped. Start again to go on from there.`, {
    cause: signal.reason,
  });
}
