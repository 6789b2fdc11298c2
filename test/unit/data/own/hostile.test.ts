/** Files made to fill the memory are refused before they do, and of thousands of damaged ones none fails in an unforeseen way. */
import { crc32, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DatasetError } from '../../../../src/data/errors.ts';
import type { OwnFile } from '../../../../src/data/own/file.ts';
import { readOwnImages } from '../../../../src/data/own/images.ts';
import { decodePng } from '../../../../src/data/own/png.ts';
import { idxFile, pngFile, zipFile } from './files.ts';

const file = (path: string, bytes: Uint8Array): OwnFile => ({ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
const ramp = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * i * 31 + 11) % 251);
const pictures = (odd: Uint8Array) =>
  ['cat', 'dog'].flatMap((name) =>
    Array.from({ length: 5 }, (_, i) => ({
      path: `${name}/${i}.png`,
      bytes: i === 0 ? odd : pngFile({ width: 1, height: 1, colour: 0, samples: [i] }),
    })),
  );
const grey = (rows: Uint8Array) => pngFile({ width: 1, height: 1, colour: 0, samples: [0], rows });

describe('is refused with little memory:', () => {
  const MEGABYTES = 64;
  const zeros = Buffer.alloc(MEGABYTES * 2 ** 20);
  const header = (sizes: readonly number[], type?: number) => idxFile(sizes, new Uint8Array(), type);
  const packed = (...parts: Uint8Array[]) => gzipSync(Buffer.concat(parts), { level: 1 });
  const million = 1_000_000;

  test.each<[string, () => OwnFile[], RegExp]>([
    [
      'forty million images of one pixel in 78 kB',
      () => [file('i.gz', packed(header([40 * million, 1, 1]), zeros)), file('l.gz', packed(header([40 * million])))],
      /^i\.gz announces 40,000,000 images or labels\. At most 4,000,000 can be held/u,
    ],
    [
      'images that a header makes large',
      () => [file('i.gz', packed(header([4 * million, 1024, 1024, 16]))), file('l.gz', packed(header([4 * million])))],
      /^i\.gz is of 4,000,000 images that take 67,108,864 MB\. At most 1,074 MB can be held/u,
    ],
    [
      'gzip that goes on where its header ends',
      () => [
        file('i.gz', packed(header([20, 1, 1]), zeros)),
        file(
          'l',
          idxFile(
            [20],
            Uint8Array.from({ length: 20 }, (_, i) => i % 2),
          ),
        ),
      ],
      /^i\.gz should hold 20 × 1 × 1 = 20 bytes after its header and holds more/u,
    ],
    [
      'a picture that unpacks to more than one is',
      () => [file('a.zip', zipFile(pictures(zeros)))],
      /^a\/cat\/0\.png holds more than 33,554,432 bytes/u,
    ],
    [
      'rows that unpack to more than there are',
      () => [file('a.zip', zipFile(pictures(grey(zeros))))],
      /^a\/cat\/0\.png cannot be unpacked/u,
    ],
  ])('%s', async (_, make, message) => {
    const files = make();
    const before = process.memoryUsage().arrayBuffers;
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().arrayBuffers)), 1);
    await expect(readOwnImages(files)).rejects.toThrow(message);
    clearInterval(watch);
    most = Math.max(most, process.memoryUsage().arrayBuffers);
    // A picture may hold 32 MB; whatever lies here would unpack to 64 MB or more.
    expect((most - before) / 2 ** 20).toBeLessThan(48);
  });
});

/** Numbers below `below`, the same in every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A few bytes changed, cut off, put in or taken out. */
function damaged(bytes: Uint8Array, roll: (below: number) => number): Uint8Array {
  let changed = Uint8Array.from(bytes);
  for (let times = 1 + roll(3); times > 0; times--) {
    const at = roll(changed.length);
    // Bytes that headers make much of.
    const byte = [0, 1, 0x7f, 0x80, 0xff, roll(256)][roll(6)];
    const how = roll(8);
    if (how === 0) changed = changed.slice(0, at);
    else if (how === 1) changed = Uint8Array.from([...changed.subarray(0, at), byte, ...changed.subarray(at)]);
    else if (how === 2) changed = Uint8Array.from([...changed.subarray(0, at), ...changed.subarray(at + 1 + roll(20))]);
    else changed[at] = byte;
  }
  return changed;
}

/** A PNG whose parts have the check sums that they should. */
function resealed(bytes: Uint8Array): Uint8Array {
  const whole = Buffer.from(bytes);
  for (let at = 8; at + 12 <= whole.length;) {
    const end = at + 8 + whole.readUInt32BE(at);
    if (end + 4 > whole.length) break;
    whole.writeUInt32BE(crc32(whole.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return Uint8Array.from(whole);
}

describe('damaged in thousands of ways', () => {
  /** @returns how many were refused */
  async function tried(times: number, seed: number, attempt: (roll: (below: number) => number) => Promise<void>): Promise<number> {
    const roll = dice(seed);
    let refused = 0;
    for (let i = 0; i < times; i++) {
      const failure: unknown = await attempt(roll).then(
        () => null,
        (error: unknown) => error,
      );
      if (failure === null) continue;
      refused++;
      if (!(failure instanceof DatasetError) || failure.kind !== 'unusable')
        throw new Error(`attempt ${i} of seed ${seed}`, { cause: failure });
    }
    return refused;
  }

  const kinds = [
    pngFile({ width: 4, height: 4, colour: 2, samples: ramp(48), filters: [4, 3, 2] }),
    pngFile({ width: 5, height: 3, colour: 0, depth: 1, samples: ramp(15).map((value) => value & 1), interlaced: 1, transparency: [0, 1] }),
    pngFile({
      width: 3,
      height: 3,
      colour: 3,
      depth: 2,
      samples: ramp(9).map((value) => value & 3),
      palette: [...ramp(12)],
      transparency: [1, 200],
    }),
    pngFile({ width: 3, height: 4, colour: 6, depth: 16, samples: [...ramp(48)].map((value) => 257 * value) }),
  ];
  test('PNGs are read or refused, 2,600 times', async () => {
    const refused = await tried(2600, 1, async (roll) => {
      const bytes = damaged(kinds[roll(kinds.length)], roll);
      const { pixels, width, height, channels } = await decodePng(roll(4) > 0 ? resealed(bytes) : bytes, 'a');
      expect(pixels.length).toBe(width * height * channels);
    });
    expect(refused).toBeGreaterThan(1300);
    expect(refused).toBeLessThan(2600);
  });

  const images = idxFile([20, 2, 3], ramp(120));
  const labels = idxFile(
    [20],
    Uint8Array.from({ length: 20 }, (_, i) => i % 2),
  );
  test('IDX files are read or refused, 1,500 times', async () => {
    const refused = await tried(1500, 2, async (roll) => {
      const which = roll(3);
      const read = await readOwnImages([
        file('i', which === 0 ? images : damaged(images, roll)),
        file('l', which === 1 ? labels : damaged(labels, roll)),
      ]);
      const { shape, train, test: testing, classes } = read.images;
      expect(train.images.length + testing.images.length).toBe((train.count + testing.count) * shape[0] * shape[1] * shape[2]);
      expect(Math.max(...train.labels, ...testing.labels)).toBeLessThan(classes.length);
    });
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(1500);
  });

  test('archives are read or refused, 1,000 times', async () => {
    const archive = zipFile([
      { path: 'a/images', bytes: images, method: 0 },
      { path: 'a/labels', bytes: labels },
    ]);
    const refused = await tried(1000, 3, async (roll) => {
      const { images: own } = await readOwnImages([file('a.zip', damaged(archive, roll))]);
      expect(own.train.count + own.test.count).toBe(20);
    });
    expect(refused).toBeGreaterThan(500);
    expect(refused).toBeLessThan(1000);
  });
});
