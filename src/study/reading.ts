/** Networks of a text that read: what each byte costs them, and how they go on. */
import { openStored } from '../data/dataset.ts';
import { DatasetError } from '../data/errors.ts';
import { sourceOf } from '../data/sources/index.ts';
import { alphabetFrom, symbolsOf, type Alphabet } from '../data/text/alphabet.ts';
import type { Chunking } from '../data/text/chunks.ts';
import { firstOf, say, unsaid, type Said } from '../data/text/said.ts';
import { chunksOver, windowsOver, type Windows } from '../data/text/windows.ts';
import { stream } from '../math/random.ts';
import { sourceWorkers } from '../nn/data/index.ts';
import type { Network } from '../nn/models/network.ts';
import { readSymbols } from '../nn/next-symbol.ts';
import { Cancelled, type RunControl } from '../nn/run-control.ts';
import { drawSymbol, probabilitiesOf } from '../nn/sampling.ts';
import { fromBase64Url } from './base64url.ts';
import { datasetOf } from './job-dataset.ts';
import { networkOfTensors } from './network-bench.ts';
import type { LabNetwork, NetworkModel } from './network-model.ts';
import type { Loading } from './network-protocol.ts';
import { PASSAGE_BYTES, type ReadingFacts, type ReadReply, type ReadRequest, type WriteRequest, type Written } from './reading-protocol.ts';

/** The text of a network, as far as it is known. */
export interface ReadingText {
  readonly alphabet: Alphabet;
  readonly chunking: Chunking;
  /** Symbols of the test part; null where the text is not at hand. */
  readonly test: Uint8Array | null;
  /** Why it is not, in words. */
  readonly missing: string | null;
}

/** Networks that are read with. */
export interface Readers {
  readonly whole: Network;
  readonly now: Network | null;
}

/** @throws RangeError for a network that reads no text, or one whose symbols nobody knows here; DatasetError if its text cannot be loaded */
export async function textOfModel({ job, alphabet: told }: NetworkModel, dataUrl: string, onLoading: Loading): Promise<ReadingText> {
  const source = sourceOf(job);
  const { reading } = sourceWorkers.get(source.id);
  const { storage } = source.kind;
  if (!reading || !storage) throw new RangeError('This network reads no text: it was trained on other data.');
  const chunking = reading.chunking(job.data);
  try {
    const dataset = await openStored(storage, { ...(await datasetOf(job, dataUrl)), onProgress: onLoading });
    const alphabet = await reading.alphabet(job.data, dataset);
    if (alphabet) return { alphabet, chunking, test: await reading.test(job.data, dataset), missing: null };
  } catch (error) {
    if (!(error instanceof DatasetError) || error.kind !== 'missing') throw error;
    const alphabet = told === undefined ? await reading.alphabet(job.data, null) : alphabetFrom(fromBase64Url(told));
    if (alphabet) return { alphabet, chunking, test: null, missing: error.message };
    throw new RangeError(
      `Which bytes the symbols of this network stand for is known from its text alone: its file was written before files said it. ${error.message}`,
      { cause: error },
    );
  }
  throw new RangeError('Nobody knows which bytes the symbols of this network stand for.');
}

export const factsOfText = ({ alphabet, chunking, test, missing }: ReadingText): Omit<ReadingFacts, 'stages' | 'backend'> => ({
  alphabet: alphabet.values,
  length: chunking.length,
  start: chunking.start,
  testBytes: test && test.length,
  missing,
});

/** @param before what it was before its pruning, where that is known @throws RangeError where numbers do not fit the job's network */
export function readersOf(opened: LabNetwork, before: LabNetwork | null): Readers {
  const networkOf = ({ model, network }: LabNetwork): Network => networkOfTensors(model.job, network.tensors);
  if (!before) return { whole: networkOf(opened), now: null };
  return { whole: networkOf(before), now: networkOf(opened) };
}

/** Milliseconds between two looks at whether it is to stop, and between two words of how far it is. */
const CHUNK_MS = 40;
const TELL_EVERY_MS = 80;

export class Reading {
  readonly text: ReadingText;
  readonly #own: Readers;

  /** @param own are disposed of with it */
  constructor(text: ReadingText, own: Readers) {
    this.text = text;
    this.#own = own;
  }

  /** @param readers other networks over the same symbols; its own unless given */
  async read(request: ReadRequest, readers: Readers = this.#own): Promise<ReadReply> {
    const began = performance.now();
    const { alphabet, chunking } = this.text;
    const bytes = request.kind === 'passage' ? this.#passage(request.passage) : request.bytes;
    const symbols = this.#symbolsOf(bytes);
    const from = request.kind === 'passage' ? request.passage * PASSAGE_BYTES : 0;
    const windows =
      request.kind === 'passage'
        ? chunksOver(this.#test(), { from, to: from + bytes.length }, chunking)
        : windowsOver(symbols, { from, to: bytes.length + 1 }, chunking);
    const ask = async (network: Network): Promise<Said> =>
      this.#asBytes(await readSymbols(network, windows, symbols, alphabet.values.length));
    const whole = await ask(readers.whole);
    const now = readers.now && (await ask(readers.now));
    return { kind: request.kind, bytes, whole, now, milliseconds: performance.now() - began };
  }

  async write(
    { typed, written, counts, temperature, seed }: WriteRequest,
    control: RunControl,
    onWritten: (written: Written) => void,
    readers: Readers = this.#own,
  ): Promise<Written> {
    const pen = (network: Network, of: 'whole' | 'now'): Promise<Pen> =>
      this.#pen(network, [typed, written[of]], counts[of], { temperature, seed });
    const whole = await pen(readers.whole, 'whole');
    const now = readers.now && (await pen(readers.now, 'now'));
    const soFar = (): Written => ({ whole: whole.soFar(), now: now && now.soFar() });
    let [looked, told] = [performance.now(), performance.now()];
    try {
      for (let at = 0; at < Math.max(counts.whole, counts.now); at++) {
        if (at < counts.whole) whole.next();
        if (at < counts.now) now?.next();
        if (performance.now() - looked < CHUNK_MS) continue;
        await control.checkpoint();
        looked = performance.now();
        if (looked - told < TELL_EVERY_MS) continue;
        onWritten(soFar());
        told = looked;
      }
    } catch (error) {
      // What was written until then stays.
      if (!(error instanceof Cancelled)) throw error;
    }
    return soFar();
  }

  dispose(): void {
    this.#own.whole.dispose();
    this.#own.now?.dispose();
  }

  #test(): Uint8Array {
    const { test, missing } = this.text;
    if (!test) throw new RangeError(missing ?? 'There is no test part.');
    return test;
  }

  /** @throws RangeError where there is none of that number */
  #passage(passage: number): Uint8Array {
    const test = this.#test();
    const { values } = this.text.alphabet;
    const found = test.subarray(passage * PASSAGE_BYTES, (passage + 1) * PASSAGE_BYTES);
    if (passage < 0 || found.length === 0) {
      throw new RangeError(`There is no passage ${passage}: the test part has ${Math.ceil(test.length / PASSAGE_BYTES)}.`);
    }
    return found.map((symbol) => values[symbol]);
  }

  /** @throws RangeError for a byte that there is no symbol for */
  #symbolsOf(bytes: Uint8Array): Uint8Array {
    const { alphabet } = this.text;
    const foreign = bytes.find((byte) => !alphabet.values.includes(byte));
    if (foreign !== undefined) throw new RangeError(`The network has no symbol for the byte ${foreign}: leave it out.`);
    return symbolsOf(bytes, alphabet);
  }

  /** In place of symbols the bytes that they stand for. */
  #asBytes(said: Said): Said {
    const { values } = this.text.alphabet;
    return { ...said, likeliest: said.likeliest.map((symbol) => values[symbol]) };
  }

  async #pen(
    network: Network,
    before: readonly Uint8Array[],
    count: number,
    how: Pick<WriteRequest, 'temperature' | 'seed'>,
  ): Promise<Pen> {
    const { alphabet, chunking } = this.text;
    const { values } = alphabet;
    const [typed, written] = before.map((bytes) => this.#symbolsOf(bytes));
    const first = typed.length + written.length;
    const text = new Uint8Array(first + count);
    text.set(typed);
    text.set(written, typed.length);
    const random = stream(how.seed, 'writing');
    // Going on is as if it had never stopped.
    for (let drawn = 0; drawn < written.length; drawn++) random.uniform();
    const logitsAt = await this.#stepwise(network);
    const said = unsaid(count, values.length);
    let done = 0;
    return {
      next() {
        const at = first + done;
        const logits = logitsAt(windowsOver(text.subarray(0, at), { from: at, to: at + 1 }, chunking));
        text[at] = drawSymbol(probabilitiesOf(logits, how.temperature), random);
        say(said, done++, logits, text[at]);
      },
      soFar: () => ({
        bytes: text.slice(first, first + done).map((symbol) => values[symbol]),
        said: this.#asBytes(firstOf(said, done)),
      }),
    };
  }

  /** What a network says of the one symbol that was asked for; of the next one in the same window at the price of a single place. */
  async #stepwise({ parameters, stepwise }: Network): Promise<(windows: Windows) => Float32Array> {
    if (!stepwise) throw new RangeError('This network takes whole sequences only, so it cannot write one.');
    const network = stepwise(await Promise.all(parameters.map((parameter) => parameter.values())));
    let known = -1;
    return ({ inputs, rows: [place] }) => {
      if (place < 0) throw new RangeError('The network says nothing of the first byte of a text: type one.');
      // In another window the place falls back.
      if (place !== known + 1) {
        network.begin();
        known = -1;
      }
      let logits: Float32Array = new Float32Array();
      while (known < place) logits = network.advance(inputs[++known]);
      return logits;
    };
  }
}

/** A network that writes. */
interface Pen {
  /** Writes a byte. */
  next(): void;
  soFar(): Written['whole'];
}
