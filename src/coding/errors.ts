/** Why bytes could not be read. */
export class CodingError extends Error {
  /**
   * `format`: not this kind of file at all; `version`: written by another version; `size`: more than is opened; `damaged`: cut off or
   * changed since it was written; `content`: whole, but not what this kind of file holds.
   */
  readonly kind: 'format' | 'version' | 'size' | 'damaged' | 'content';

  constructor(kind: CodingError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'CodingError';
    this.kind = kind;
  }
}
