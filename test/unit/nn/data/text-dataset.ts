/** A text as a worker has it once it is loaded. */
import type { AnyDataset } from '../../../../src/data/dataset.ts';
import type { TextManifest } from '../../../../src/data/kinds/text-storage.ts';
import { valuesIn } from '../../../../src/data/text/alphabet.ts';

export function textDataset(text: Uint8Array): AnyDataset {
  const manifest: TextManifest = {
    format: 'parsimony/dataset',
    version: 1,
    kind: 'text',
    name: 'text',
    title: 'Text',
    sha256: '0'.repeat(64),
    values: valuesIn(text).length,
    source: { title: '', url: '', package: '', integrity: '' },
    licence: '',
    credit: '',
    splits: { train: { count: text.length, text: [] }, test: { count: 0, text: [] } },
  };
  const split = (count: number) => ({
    count,
    batch: (start: number, size: number) => Promise.resolve({ text: text.subarray(start, start + size) }),
  });
  return {
    manifest,
    splits: { train: split(text.length), test: split(0) },
    ready: Promise.resolve(),
    loadedBytes: text.length,
    totalBytes: text.length,
    retry: () => Promise.resolve(),
  };
}
