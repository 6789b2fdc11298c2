/** Texts that the lab serves, and what all texts have in common (arXiv 2505.17469, section 4.3, and what the lab does otherwise). */
import { grouped } from '../../math/number-text.ts';
import { tokens } from '../kinds/kind.ts';
import { choice, number, type SettingValues } from '../setting.ts';
import { nextToken } from '../tasks/next-token.ts';
import type { AlphabetKind } from '../text/alphabet.ts';
import { chunkCount, placesOf, type Chunking } from '../text/chunks.ts';
import { partSizes, splitRefusal, type TextSplit } from '../text/split.ts';
import type { ServedSource } from './served.ts';
import type { DataChoice, DataFacts, DataSource, DataValues, SetSize } from './source.ts';

export const textSettings = {
  length: number({
    title: 'Chunk',
    help: 'Texts are cut into chunks of so many bytes, and the network sees no more than one of them: longer ones tell it more, and take longer.',
    differs: 'The paper has 512.',
    default: 64,
    min: 2,
    max: 4096,
    integer: true,
    step: 16,
    unit: 'bytes',
  }),
  alphabet: choice<AlphabetKind>({
    title: 'Alphabet',
    help: 'Symbols of the network. Used: the byte values that occur in the text, which 32 bytes tell. All: 256; of those that never occur, the network keeps numbers all the same.',
    differs: 'The paper takes all 256.',
    options: [
      { value: 'used', title: 'Used' },
      { value: 'bytes', title: 'All' },
    ],
    default: 'used',
  }),
  start: choice<Chunking['start']>({
    title: 'Start of a chunk',
    help: 'What the network sees before the first byte of a chunk. Zero: symbol 0. Carry: the last byte of the chunk before. Drop: nothing; the first byte is not predicted, and counted like the mean of the others.',
    differs: 'The paper’s code drops it.',
    options: [
      { value: 'zero', title: 'Zero' },
      { value: 'carry', title: 'Carry' },
      { value: 'drop', title: 'Drop' },
    ],
    default: 'zero',
  }),
  split: choice<TextSplit>({
    title: 'Split',
    help: 'Interleaved: of twenty blocks of 8,192 bytes the tenth validates, the last tests, and the others train. None: the whole text trains and is counted; what is validated and tested then are parts of what was trained.',
    options: [
      { value: 'interleaved', title: 'Interleaved' },
      { value: 'none', title: 'None' },
    ],
    default: 'interleaved',
  }),
} as const;

export type TextSettings = SettingValues<typeof textSettings>;

/** A text as far as it is known before it is loaded. */
export interface KnownText {
  readonly title: string;
  readonly bytes: number;
  /** Byte values that occur in it. */
  readonly values: number;
}

const ALL_VALUES = 256;

/** The settings of a text, defaults where they are not said. */
export function textSettingsOf(data: DataValues): TextSettings {
  const said = data as Partial<TextSettings>;
  const { length, alphabet, start, split } = textSettings;
  return {
    length: said.length ?? length.default,
    alphabet: said.alphabet ?? alphabet.default,
    start: said.start ?? start.default,
    split: said.split ?? split.default,
  };
}

/** Symbols of a text with such settings. */
export const vocabularyOf = (values: number, { alphabet }: Pick<TextSettings, 'alphabet'>): number =>
  alphabet === 'bytes' ? ALL_VALUES : values;

export function textFacts({ title, bytes, values }: KnownText, data: DataValues): DataFacts {
  const settings = textSettingsOf(data);
  const { train, validation, test } = partSizes(bytes, settings.split);
  const vocabulary = vocabularyOf(values, settings);
  return {
    title,
    input: { kind: 'tokens', length: placesOf(settings), vocabulary },
    outputs: vocabulary,
    count: {
      train: chunkCount(train, settings) + (settings.split === 'none' ? 0 : chunkCount(validation, settings)),
      test: settings.split === 'none' ? 0 : chunkCount(test, settings),
    },
  };
}

/** What texts of any origin have in common. @param known of a job's text; null where it is a person's own and none has been chosen */
export function textSource(known: (about: DataChoice) => KnownText | null) {
  const present = (about: DataChoice): KnownText => {
    const text = known(about);
    if (!text) throw new RangeError('No text has been chosen: add one under “Data sets” and choose “Use” there.');
    return text;
  };
  return {
    kind: tokens,
    task: nextToken,
    settings: textSettings,
    shared: ['order'],
    usualOrder: 'shuffled',
    facts(about) {
      const text = known(about);
      return text && textFacts(text, about.data);
    },
    sizes(about) {
      const settings = textSettingsOf(about.data);
      const { train, validation, test } = partSizes(present(about).bytes, settings.split);
      // With `drop` the bytes that nobody predicts cost the mean of the others.
      const sized = (bytes: number): SetSize => ({ samples: chunkCount(bytes, settings), coded: bytes });
      return { train: sized(train), validation: sized(validation), test: sized(test) };
    },
    describe(about) {
      const { bytes, values } = present(about);
      const settings = textSettingsOf(about.data);
      return `${grouped(partSizes(bytes, settings.split).train)} bytes to train, in chunks of ${grouped(settings.length)}, of ${vocabularyOf(values, settings)} symbols`;
    },
    told: ['data.length', 'data.alphabet', 'data.split'],
    complaints(about) {
      const refusal = splitRefusal(present(about).bytes, textSettingsOf(about.data).split);
      return refusal === null ? [] : [['data.split', refusal]];
    },
    codesTest: false,
    network: { usual: 'transformer', activation: 'relu', seedOffset: 42 },
  } as const satisfies Partial<DataSource>;
}

function servedText({ bytes, values, ...named }: Pick<ServedSource, 'id' | 'title' | 'help'> & Omit<KnownText, 'title'>): ServedSource {
  return { ...named, origin: 'served', ...textSource(() => ({ title: named.title, bytes, values })) };
}

export const mobyDick = servedText({
  id: 'moby-dick',
  title: 'Moby-Dick',
  help: 'Moby-Dick: Melville’s novel of 1851, 1.2 MB.',
  bytes: 1_204_997,
  values: 85,
});

export const stateOfTheUnion = servedText({
  id: 'state-of-the-union',
  title: 'State of the Union',
  help: 'State of the Union: the presidents’ addresses from 1790 to 2021, 10.8 MB.',
  bytes: 10_761_435,
  values: 102,
});
