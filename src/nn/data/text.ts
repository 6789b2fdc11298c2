/** Texts: chunks of symbols as batches, and what is to come next at each of their places. */
import { isOfText, type AnyDataset } from '../../data/dataset.ts';
import { batchCount, batchRange } from '../../data/batches.ts';
import type { DataValues } from '../../data/sources/source.ts';
import { textSettingsOf, vocabularyOf, type TextSettings } from '../../data/sources/texts.ts';
import { alphabetOf, symbolsOf, type Alphabet } from '../../data/text/alphabet.ts';
import { chunkCount, placesOf, predictionCount, predictionsAt, writeChunk, type Chunking } from '../../data/text/chunks.ts';
import { replayed } from '../../data/text/replays.ts';
import { sampleText } from '../../data/text/sample.ts';
import { partSizes, partsOf, type TextPart, type TextParts } from '../../data/text/split.ts';
import { stream } from '../../math/random.ts';
import type { Batch, BatchSource, DeviceBatches } from '../batch.ts';
import { passOrders } from '../batches.ts';
import { DeviceText } from '../kernels/webgpu/text.ts';
import type { Dispatcher } from '../kernels/webgpu/dispatcher.ts';
import * as tf from '../tf.ts';
import { symbols } from './kinds.ts';
import type { SourceWorker } from './source.ts';
import { nextToken } from './tasks.ts';
import { madeUp } from './text-sample.ts';

/** Some sixteen words of English; of chunks of 64 the first and half of the second one. */
const SAMPLE_BYTES = 96;

/** @param id that of the source */
export const storedText = (id: string): SourceWorker => ({
  id,
  inputs: symbols,
  task: nextToken,
  sets({ data, seed, batchSize, evaluationBatch, replays = 0 }, dataset) {
    const text = opened(id, dataset, data);
    const vocabulary = vocabularyOf(text.values, text.settings);
    const shuffleSeed = data.order === 'shuffled' ? seed : undefined;
    const first = (): Uint32Array => firstOrder(chunkCount(text.sizes.train, text.settings), shuffleSeed);
    return {
      train:
        replays === 0
          ? chunks(text, 'train', { batchSize, shuffleSeed })
          : chosen(text, { batchSize, order: replayed(first(), batchSize, replays, seed) }),
      firstPass: {
        before: (end, block) => chosen(text, { batchSize, order: first().slice(0, end), shuffled: { seed, name: `block-${block}` } }),
        between: (start, end) => chosen(text, { batchSize: evaluationBatch, order: first().slice(start, end) }),
      },
      trainWhole: chunks(text, 'train', { batchSize: evaluationBatch }),
      validation: chunks(text, 'validation', { batchSize: evaluationBatch }),
      test: chunks(text, 'test', { batchSize: evaluationBatch }),
      testForLength: null,
      input: { kind: 'tokens', length: placesOf(text.settings), vocabulary },
      outputs: vocabulary,
      sample: async (network, random) => {
        const { values } = await text.alphabet();
        return sampleText(madeUp(network, text.settings, random, SAMPLE_BYTES).map((symbol) => values[symbol]));
      },
      dispose: () => undefined,
    };
  },
  test({ data, evaluationBatch }, dataset) {
    return { test: chunks(opened(id, dataset, data), 'test', { batchSize: evaluationBatch }), dispose: () => undefined };
  },
  reading: {
    chunking: textSettingsOf,
    async alphabet(data, dataset) {
      const { alphabet } = textSettingsOf(data);
      if (dataset) return opened(id, dataset, data).alphabet();
      return alphabet === 'bytes' ? alphabetOf(new Uint8Array(), alphabet) : null;
    },
    test: async (data, dataset) => (await opened(id, dataset, data).parts()).test,
  },
});

/** A text in files, with the settings of a job. */
interface Text {
  readonly settings: TextSettings;
  /** Byte values that occur in it. */
  readonly values: number;
  /** Symbols of each part. */
  readonly sizes: TextParts<number>;
  /** The parts as symbols, once the whole text is there. */
  parts(): Promise<TextParts<Uint8Array>>;
  alphabet(): Promise<Alphabet>;
}

function opened(id: string, dataset: AnyDataset | null, data: DataValues): Text {
  if (!dataset || !isOfText(dataset)) throw new TypeError(`A job on ${id} needs its text: open the data set first.`);
  const settings = textSettingsOf(data);
  const { manifest, splits } = dataset;
  const { count } = splits.train;
  let known: Promise<Known> | null = null;
  const read = async (): Promise<Known> => {
    const { text } = await splits.train.batch(0, count);
    const alphabet = alphabetOf(text, settings.alphabet);
    const expected = vocabularyOf(manifest.values, settings);
    if (alphabet.values.length !== expected) {
      throw new RangeError(
        `The text ${id} has ${alphabet.values.length} byte values, and its manifest says ${expected}: prepare it again.`,
      );
    }
    return { alphabet, parts: partsOf(symbolsOf(text, alphabet), settings.split) };
  };
  const knownSoon = async (): Promise<Known> => {
    known ??= read();
    try {
      return await known;
    } catch (error) {
      // What failed to load may come at the next try.
      known = null;
      throw error;
    }
  };
  return {
    settings,
    values: manifest.values,
    sizes: partSizes(count, settings.split),
    parts: async () => (await knownSoon()).parts,
    alphabet: async () => (await knownSoon()).alphabet,
  };
}

/** What is known of a text once it is there. */
interface Known {
  readonly alphabet: Alphabet;
  readonly parts: TextParts<Uint8Array>;
}

interface ChunkOptions {
  readonly batchSize: number;
  /** Every pass in a new order from this seed; in the order of the text without it. */
  readonly shuffleSeed?: number | undefined;
}

/** The order of the first way through. */
const firstOrder = (samples: number, shuffleSeed: number | undefined): Uint32Array =>
  passOrders(samples, shuffleSeed)(0) ?? Uint32Array.from({ length: samples }, (_, chunk) => chunk);

interface ChosenOptions {
  readonly batchSize: number;
  /** Chunks of the part that trains, each as often as it is to come. */
  readonly order: Uint32Array;
  /** Every pass in a new order of them, by a stream of such a name. */
  readonly shuffled?: { readonly seed: number; readonly name: string };
}

/** Batches of chosen chunks of the part that trains. They are sent to a graphics device one by one. */
function chosen({ settings, sizes, parts }: Text, { batchSize, order, shuffled }: ChosenOptions): BatchSource {
  const { length } = order;
  let last: { readonly pass: number; readonly order: Uint32Array } | null = null;
  const orderOf = (pass: number): Uint32Array => {
    if (!shuffled) return order;
    if (last?.pass !== pass) {
      const places = stream(shuffled.seed, `${shuffled.name}/pass-${pass}`).permutation(length);
      last = { pass, order: places.map((place) => order[place]) };
    }
    return last.order;
  };
  return {
    count: batchCount(length, batchSize),
    samples: length,
    predictions: order.reduce((sum, chunk) => sum + predictionsAt(sizes.train, settings, chunk), 0),
    async batch(index, pass) {
      return toBatch((await parts()).train, orderOf(pass), batchRange(length, batchSize, index), settings);
    },
  };
}

/** Batches of the chunks of a part: int32 [chunks, places], and as many targets, −1 where nothing is predicted. */
function chunks(text: Text, part: TextPart, { batchSize, shuffleSeed }: ChunkOptions): BatchSource {
  const { settings, sizes, parts } = text;
  const length = sizes[part];
  const samples = chunkCount(length, settings);
  const orderOf = passOrders(samples, shuffleSeed);
  return {
    count: batchCount(samples, batchSize),
    samples,
    predictions: predictionCount(length, settings),
    async batch(index, pass) {
      const range = batchRange(samples, batchSize, index);
      return toBatch((await parts())[part], orderOf(pass), range, settings);
    },
    async onDevice(device) {
      return deviceChunks(device, { symbols: (await parts())[part], settings, batchSize, orderOf });
    },
  };
}

function toBatch(
  part: Uint8Array,
  order: Uint32Array | null,
  { start, count }: { readonly start: number; readonly count: number },
  chunking: Chunking,
): Batch {
  const places = placesOf(chunking);
  const [ins, outs] = [new Int32Array(count * places), new Int32Array(count * places)];
  let predictions = 0;
  for (let row = 0; row < count; row++) {
    const chunk = order ? order[start + row] : start + row;
    writeChunk(part, chunk, chunking, { inputs: ins, targets: outs, at: row * places });
    predictions += predictionsAt(part.length, chunking, chunk);
  }
  const inputs = tf.tensor2d(ins, [count, places], 'int32');
  const targets = tf.tensor2d(outs, [count, places], 'int32');
  return { inputs, targets, size: count, predictions, dispose: () => tf.dispose([inputs, targets]) };
}

interface OnDevice {
  readonly symbols: Uint8Array;
  readonly settings: Chunking;
  readonly batchSize: number;
  orderOf(pass: number): Uint32Array | null;
}

async function deviceChunks(device: Dispatcher, { symbols: part, settings, batchSize, orderOf }: OnDevice): Promise<DeviceBatches> {
  const text = await DeviceText.create(device, part, settings);
  let ordered: number | null = null;
  return {
    bring(index, pass) {
      const order = ordered === pass ? null : orderOf(pass);
      if (order) text.reorder(order as Uint32Array<ArrayBuffer>);
      ordered = pass;
      const first = index * batchSize;
      return Promise.resolve({ first, size: Math.min(batchSize, text.count - first) });
    },
    take: (step, size) => text.gather(step, size),
    dispose: () => text.dispose(),
  };
}
