/** Archives give the files that were packed, and whatever is not read is refused by name and with a remedy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DatasetError } from '../../../../src/data/errors.ts';
import { readOwnFile } from '../../../../src/data/own/file.ts';
import { readOwnImages } from '../../../../src/data/own/images.ts';
import { filesInZip } from '../../../../src/data/own/zip.ts';
import { extraField, pngFile, zipFile, type ZipEntry } from './files.ts';

const archive = (bytes: Uint8Array, path = 'pets.zip') => ({ path, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) });
const contentOf = async (bytes: Uint8Array): Promise<{ path: string; bytes: Uint8Array }[]> => {
  const { files } = await filesInZip(archive(bytes));
  return Promise.all(files.map(async (file) => ({ path: file.path, bytes: await readOwnFile(file, 1000) })));
};
const noise = Uint8Array.from({ length: 500 }, (_, i) => (i * i * 31) % 251);
const hello = new TextEncoder().encode('hello hello hello');

const caseFile = (name: string) => archive(readFileSync(join(import.meta.dirname, 'cases', name)), 'a.zip');

test('every file that was packed or stored is given, under the name of the archive, and folders are left out', async () => {
  const name = fc.stringMatching(/^[a-zäλ][a-z0-9/ ]{0,8}[a-z]$/u).filter((path) => !path.includes('//'));
  const bytes = fc.uint8Array({ maxLength: 300 });
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
    ['more files than there is room for', zipFile([], { count: 0xffff }), /pets\.zip has a damaged directory/u],
    ['a directory that ends early', zipFile([{ path: 'a', bytes: hello }], { count: 2 }), /damaged directory/u],
    [
      'a password',
      zipFile([{ path: 'cat/1.png', bytes: hello, encrypted: true }]),
      /pets\/cat\/1\.png is encrypted\. .*without a password/u,
    ],
    ['bzip2', zipFile([{ path: 'cat/1.png', bytes: hello, method: 12 }]), /is packed by bzip2, and only Deflate is read/u],
    ['an unknown method', zipFile([{ path: 'cat/1.png', bytes: hello, method: 77 }]), /is packed by method 77/u],
    ['a file of 4 GB', zipFile([{ path: 'a', bytes: hello, length: 0xffffffff }]), /pets\/a cannot be unpacked/u],
    ['more bytes than are wanted of it', zipFile([{ path: 'a', bytes: new Uint8Array(1001) }]), /pets\/a holds more than 1,000 bytes/u],
    [
      'files in one place',
      zipFile(Array.from({ length: 9 }, (_, i) => ({ path: `${i}`, bytes: noise, method: 0, at: 0 }))),
      /files that overlap/u,
    ],
    ['more bytes than it says', zipFile([{ path: 'a', bytes: hello, length: 5 }]), /pets\/a cannot be unpacked/u],
    ['fewer bytes than it says', zipFile([{ path: 'a', bytes: hello, length: 50 }]), /pets\/a cannot be unpacked/u],
    ['a wrong sum', zipFile([{ path: 'a', bytes: hello, sum: 1 }]), /pets\/a cannot be unpacked/u],
  ])('%s', async (_, bytes, message) => {
    await expect(contentOf(bytes)).rejects.toThrow(message);
    await expect(contentOf(bytes)).rejects.toBeInstanceOf(DatasetError);
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
    expect(packed.images).toEqual(folder.images);
    expect(packed.notes).toEqual(['Left out: 2 files that systems add or hide (__MACOSX and .DS_Store).']);
    expect(packed.images).toMatchObject({ classes: ['cat', 'dog'], train: { count: 8 }, test: { count: 2 } });
  });

  test('in an archive made with the separators of Windows is the same', async () => {
    const windows = pets.map((entry) => ({ ...entry, path: String(entry.path).replaceAll('/', '\\') }));
    expect(await readOwnImages([archive(zipFile(windows))])).toEqual(await readOwnImages([archive(zipFile(pets))]));
  });

  test.each(['zip64-by-info-zip-3.0.zip', 'streamed-by-info-zip-3.0.zip'])('in %s is that of 06-grey-1bit.zip', async (name) => {
    const [own, usual] = await Promise.all([readOwnImages([caseFile(name)]), readOwnImages([caseFile('06-grey-1bit.zip')])]);
    expect(own).toEqual(usual);
    expect(own.images.train.count).toBe(10);
  });

  test('in an archive behind a program that unpacks it is the same', async () => {
    const behind = Uint8Array.from([...noise, ...zipFile(pets)]);
    expect(await readOwnImages([archive(behind)])).toEqual(await readOwnImages([archive(zipFile(pets))]));
  });

  test('in an archive with more behind its end, or without the place of its directory, is the same', async () => {
    const zip = zipFile(pets, { comment: 'a comment' });
    const lost = Buffer.from(zipFile(pets));
    // As `zip -fz -r - .` of Info-ZIP 3.0 writes it to a pipe: sent to zip64, where nothing is.
    lost.writeUInt32LE(0xffffffff, lost.length - 6);
    const usual = await readOwnImages([archive(zipFile(pets))]);
    for (const bytes of [zip, Uint8Array.from([...zip, ...new Uint8Array(99)]), Uint8Array.from(lost)])
      expect(await readOwnImages([archive(bytes)])).toEqual(usual);
  });

  test('has a file once that is packed twice: the last one, as where it is unpacked', async () => {
    const { images, notes } = await readOwnImages([archive(zipFile([...pets, { path: 'cat/0.png', bytes: picture(77) }]))]);
    expect([...images.train.images].filter((_, i) => i % 9 === 0)).toEqual([77, 1, 2, 3, 10, 11, 12, 13]);
    expect(notes).toEqual([expect.stringMatching(/More than once in pets\.zip: pets\/cat\/0\.png\. The last one/u)]);
  });

  test('given twice under the same names is refused', async () => {
    const one = archive(zipFile(pets));
    await expect(readOwnImages([one, one])).rejects.toThrow(/pets\/cat\/0\.png was given twice, from two places/u);
  });

  test('in an empty archive is none', async () => {
    await expect(readOwnImages([archive(zipFile([]))])).rejects.toThrow(/only an empty archive/u);
  });
});

describe('names', () => {
  const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
  const namesOf = async (entries: readonly Partial<ZipEntry>[]): Promise<readonly [string | null, ...string[]]> => {
    const { files, alphabet } = await filesInZip(archive(zipFile(entries.map((entry) => ({ path: 'a', bytes: hello, ...entry })))));
    return [alphabet, ...files.map(({ path }) => path.replace(/^pets\//u, ''))];
  };

  // What Python 3.11 encodes them as.
  test.each<[string | null, string, readonly string[]]>([
    [null, 'e7 8b 97', ['狗']],
    ['GBK', 'c3 a8 2f b9 b7', ['猫/狗']],
    // 昞, whose second byte is a backslash, in a folder with 狗.
    ['GBK', 'b9 b7 2f 95 5c', ['狗/昞']],
    ['Shift JIS', '83 6c 83 52', ['ネコ']],
    ['Shift JIS', '95 5c 2f 83 5c 83 6f', ['表/ソバ']],
    ['Big5', 'a5 5c 2f aa af', ['功/狗']],
    ['CP866', 'aa ae e8 aa a0', ['кошка']],
    ['CP866', 'e1 ae a1 a0 aa a0', ['собака']],
    ['CP437', '63 68 83 74 65 61 75', ['château']],
    ['CP437', '8e 70 66 65 6c', ['Äpfel']],
    ['CP437', '47 72 94 e1 65', ['Größe']],
    ['CP437', '61 a4 6f', ['año']],
  ])('are read as %s: %s', async (alphabet, bytes, names) => {
    expect(await namesOf([{ path: hex(bytes) }])).toEqual([alphabet, ...names]);
  });

  test('in UTF-8 beside the name of the entry are taken, unless the entry was renamed since', async () => {
    const old = hex('83 6e');
    const field = (name: Uint8Array) => {
      const sum = Buffer.alloc(4);
      sum.writeUInt32LE(crc32(name));
      return extraField(0x7075, Buffer.concat([Buffer.from([1]), sum, Buffer.from('Ên')]));
    };
    expect(await namesOf([{ path: old, extra: field(old) }])).toEqual([null, 'Ên']);
    expect(await namesOf([{ path: old, extra: field(hello) }])).toEqual(['CP437', 'ân']);
  });

  test('are split at backslashes where those separate', async () => {
    expect(await namesOf([{ path: 'cat\\0.png' }])).toEqual([null, 'cat/0.png']);
    expect(await namesOf([{ path: 'cat\\0.png', system: 3 }])).toEqual([null, 'cat/0.png']);
    expect(await namesOf([{ path: 'cat/a\\b.png', system: 3 }])).toEqual([null, 'cat/a\\b.png']);
    // Halves of characters that no alphabet here has.
    expect(await namesOf([{ path: hex('ff 5c ff 5c 5c 61') }])).toEqual(['CP437', '\u00a0\\\u00a0\\/a']);
  });

  test('never lead out of the archive', async () => {
    expect(await namesOf([{ path: '../../cat/./0.png' }, { path: '/dog//1.png' }])).toEqual([null, 'cat/0.png', 'dog/1.png']);
  });
});
