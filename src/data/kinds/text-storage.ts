/** Texts in files: shards of bytes, in order. A text is kept whole; which of its bytes train and which test is a setting of a job. */
import { storageOf } from '../storage.ts';
import { z } from '../zod.ts';

export const textStorage = storageOf({
  kind: 'text',
  isWhole: true,
  manifest: {
    /** Of the whole text, in hexadecimal. */
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    /** How many of the 256 byte values occur in it. */
    values: z.int().min(1).max(256),
  },
  parts: ['text'],
  bytesOf: () => 1,
  // Any byte is one of a text, and each shard has a digest of its own.
  check: () => undefined,
});

/** The manifest of a text. */
export type TextManifest = NonNullable<ReturnType<typeof textStorage.read>['data']>;
