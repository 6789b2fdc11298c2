/** Archives give the files that were packed, and whatever is not read is refused by name and with a remedy. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DatasetError } from '../../../../src/data/errors.ts';
import { readOwnFile } from '../../../../src/data/own/file.ts';
import { readOwnImages } from '../../../../src/data/own/images.ts';
import { filesInZip } from '../../../../src/data/own/zip.ts';
import { pngFile, zipFile, type ZipEntry } from './files.ts';

const archive = (bytes: Uint8Array, path = 'pets.zip') => ({ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
const contentOf = async (bytes: Uint8Array): Promise<{ path: string; bytes: Uint8Array }[]> => {
  const files = await filesInZip(archive(bytes));
  return Promise.all(files.map(async (file) => ({ path: file.path, bytes: await readOwnFile(file) })));
};
const hello = new TextEncoder().encode('hello hello hello');

test('every file that was packed or stored is given, under the name of the archive, and folders are left out', async () => {
  const name = fc.stringMatching(/^[a-zäλ][a-z0-9/ ]{0,8}[a-z]$/u).filter((path) => !path.includes('//'));
  // gzip inside of an archive is unpacked as anywhere.
  const bytes = fc.uint8Array({ maxLength: 300 }).filter(([first]) => first !== 0x1f);
  const entries = fc.uniqueArray(fc.record({ path: name, bytes, method: fc.constantFrom(0, 8) }), {
    maxLength: 5,
    selector: ({ path }) => path,
  });
  await fc.assert(
    fc.asyncProperty(entries, fc.constantFrom('', 'a comment', 'PK\x05\x06 in a comment'), async (packed, comment) => {
      const zip = zipFile([...packed, { path: 'folder/', bytes: new Uint8Array(), method: 0 }], { comment });
      expect(await contentOf(zip)).toEqual(packed.map((entry) => ({ path: `pets/${entry.path}`, bytes: entry.bytes })));
    }),
    { numRuns: 60 },
  );
});

describe('is refused:', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['another format', hello, /pets\.zip is no zip archive, or its end is missing\. .*download it again/u],
    ['zip64', zipFile([], { count: 0xffff }), /pets\.zip is a zip64 archive .* several smaller archives/u],
    ['a directory that ends early', zipFile([{ path: 'a', bytes: hello }], { count: 2 }), /damaged directory/u],
    [
      'a password',
      zipFile([{ path: 'cat/1.png', bytes: hello, encrypted: true }]),
      /pets\/cat\/1\.png is encrypted\. .*without a password/u,
    ],
    ['bzip2', zipFile([{ path: 'cat/1.png', bytes: hello, method: 12 }]), /is packed by bzip2, and only Deflate is read/u],
    ['an unknown method', zipFile([{ path: 'cat/1.png', bytes: hello, method: 77 }]), /is packed by method 77/u],
    ['a file of 4 GB', zipFile([{ path: 'a', bytes: hello, length: 0xffffffff }]), /only zip64 can say/u],
    ['a file of 1 GB', zipFile([{ path: 'a', bytes: hello, length: 2 ** 30 }]), /pets\/a holds more than 256 MB/u],
    ['more bytes than it says', zipFile([{ path: 'a', bytes: hello, length: 5 }]), /pets\/a cannot be unpacked/u],
    ['fewer bytes than it says', zipFile([{ path: 'a', bytes: hello, length: 50 }]), /pets\/a cannot be unpacked/u],
    ['a wrong sum', zipFile([{ path: 'a', bytes: hello, sum: 1 }]), /pets\/a cannot be unpacked/u],
  ])('%s', async (_, bytes, message) => {
    await expect(contentOf(bytes)).rejects.toThrow(message);
    await expect(contentOf(bytes)).rejects.toBeInstanceOf(DatasetError);
  });

  test('garbage and every cut, as unusable and never otherwise', async () => {
    const whole = zipFile([
      { path: 'cat/1', bytes: hello },
      { path: 'dog/2', bytes: hello, method: 0 },
    ]);
    const cut = fc.nat({ max: whole.length - 1 }).map((length) => whole.subarray(0, length));
    const changed = fc
      .tuple(fc.nat({ max: whole.length - 1 }), fc.nat(255))
      .map(([at, byte]) => whole.map((old, i) => (i === at ? byte : old)));
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, changed), async (bytes) => {
        const failure: unknown = await contentOf(bytes).then(
          () => null,
          (error: unknown) => error,
        );
        if (failure !== null) expect(failure).toBeInstanceOf(DatasetError);
        else expect(bytes.length).toBe(whole.length);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a data set', () => {
  const picture = (shade: number): Uint8Array => pngFile({ width: 3, height: 3, colour: 0, samples: new Uint8Array(9).fill(shade) });
  const pets: ZipEntry[] = ['cat', 'dog'].flatMap((name, label) =>
    Array.from({ length: 5 }, (_, i) => ({ path: `${name}/${i}.png`, bytes: picture(10 * label + i) })),
  );

  test('in an archive is that of the folder, without what operating systems add', async () => {
    const packed = await readOwnImages([
      archive(zipFile([...pets, { path: '__MACOSX/cat/._0.png', bytes: hello }, { path: 'cat/.DS_Store', bytes: hello }])),
    ]);
    const folder = await readOwnImages(pets.map(({ path, bytes }) => archive(bytes, `pets/${path}`)));
    expect(packed).toEqual(folder);
    expect(packed).toMatchObject({ classes: ['cat', 'dog'], train: { count: 8 }, test: { count: 2 } });
  });

  test('in an archive made with the separators of Windows is the same', async () => {
    const windows = pets.map((entry) => ({ ...entry, path: entry.path.replaceAll('/', '\\') }));
    expect(await readOwnImages([archive(zipFile(windows))])).toEqual(await readOwnImages([archive(zipFile(pets))]));
  });

  test('in an empty archive is none', async () => {
    await expect(readOwnImages([archive(zipFile([]))])).rejects.toThrow(/only an empty archive/u);
  });
});
