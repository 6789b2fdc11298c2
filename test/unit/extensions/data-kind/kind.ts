/** A toy kind: a wave, eight heights that follow one another. */
import type { DataKind } from '../../../../src/data/kinds/kind.ts';

export const HEIGHTS = 8;

export const waves: DataKind = { id: 'waves', samples: 'waves', bytesOf: () => 4 * HEIGHTS, storage: null };
