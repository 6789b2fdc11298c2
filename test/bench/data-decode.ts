/** Checking and decompressing the training images of MNIST, in the browser, against decompressing them alone. */
import type { Bytes } from '../../src/data/download.ts';
import type { DatasetManifest } from '../../src/data/kinds/image-storage.ts';
import { unpackShard } from '../../src/data/shard.ts';
import { inTurn, type Measurement } from './bench.ts';

export default async function dataDecode(): Promise<Measurement[]> {
  const folder = new URL('data/mnist/', document.baseURI).href;
  const manifest = (await (await fetch(`${folder}manifest.json`)).json()) as DatasetManifest;
  const entries = manifest.splits.train.images;
  const shards: Bytes[] = [];
  for (const { file } of entries) shards.push(new Uint8Array(await (await fetch(folder + file)).arrayBuffer()));
  const megabytes = entries.reduce((sum, { rawBytes }) => sum + rawBytes, 0) / 1e6;

  const ours = async (): Promise<void> => {
    for (const [index, entry] of entries.entries()) await unpackShard(shards[index], entry, folder + entry.file);
  };
  const plain = async (): Promise<void> => {
    for (const shard of shards) {
      await new Response(new Blob([shard]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
    }
  };
  const [oursMs, plainMs] = await inTurn([ours, plain], { rounds: 9 });
  return [
    {
      name: 'data/decode',
      unit: 'MB/s',
      ours: megabytes / (oursMs / 1000),
      baseline: megabytes / (plainMs / 1000),
      baselineName: 'DecompressionStream without a check',
      better: 'more',
    },
  ];
}
