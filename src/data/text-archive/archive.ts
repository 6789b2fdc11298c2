/** Texts to archives and back (header.ts says how an archive is laid out). */
import { ArithmeticDecoder, ArithmeticEncoder } from '../../coding/arithmetic-coder.ts';
import { crc32 } from '../../coding/crc32.ts';
import { CodingError } from '../../coding/errors.ts';
import { decodeNetwork, encodeNetwork, type DecodedNetwork } from '../../coding/network-file.ts';
import type { WeightBits } from '../../coding/rounded-weights.ts';
import { coderBytes, FREQUENCY_TOTAL, MAX_CODER_BYTES, TextCoder, weightCount, type TextModel } from '../../coding/text-coder.ts';
import { matrixSize } from '../../coding/weight-matrix.ts';
import { log2 } from '../../math/elementary.ts';
import { bytesText, grouped } from '../../math/number-text.ts';
import { hexOf, sha256 } from '../sha256.ts';
import { alphabetFrom, alphabetOf, bitmapOf, symbolsOf, type Alphabet } from '../text/alphabet.ts';
import { ENGINE, loadEngine, withheld, type LoadEngine } from './engine.ts';
import type { ArchiveFacts, CodingProgress, OnCoded } from './facts.ts';
import { MAX_TEXT_BYTES, readArchive, writeArchive, type ArchiveHeader, type ReadArchive } from './header.ts';
import { descriptionOf, textNetworkOf, weightsOf, type TextNetwork } from './text-network.ts';
import { groupsOf, type Group } from './groups.ts';

type Bytes = Uint8Array<ArrayBuffer>;

export interface Archive {
  readonly file: Bytes;
  readonly facts: ArchiveFacts;
}

export interface OpenedText {
  readonly text: Bytes;
  readonly facts: ArchiveFacts;
}

/** Of an alphabet: a bit for each byte value. */
const BITMAP_BYTES = 32;
/** Most chunks in lockstep. 64 take 1.2 times as long, 1024 0.9 times, and more chunks give a damaged archive later away. */
const MOST_CHUNKS = 256;
/** What keys and values of all chunks of a group may take: 64 MB, beyond which the group is halved. */
const MOST_STATE_BYTES = 2 ** 26;

/**
 * Compresses a text by a network, decodes what came out, and compares. Equal input gives equal bytes.
 * @param bits of a weight in the archive; the text is coded with the weights as they are rounded
 * @throws RangeError for a text that the network cannot code, Error if what came out does not decode to the text
 */
export async function makeArchive(
  text: Uint8Array,
  { model, tensors }: TextNetwork,
  { bits, load, onCoded = () => undefined }: { readonly bits: WeightBits; readonly load: LoadEngine; readonly onCoded?: OnCoded },
): Promise<Archive> {
  if (text.length === 0) throw new RangeError('The file is empty: there is nothing to compress.');
  if (text.length > MAX_TEXT_BYTES) {
    throw new RangeError(`The file has ${bytesText(text.length)}; at most ${grouped(MAX_TEXT_BYTES)} are compressed.`);
  }
  const alphabet = alphabetFor(text, model);
  const { bytes: network } = await encodeNetwork({ model: descriptionOf(model), tensors }, { codec: 'entropy', bits });
  // Rounded weights, as the decoder will have them.
  const decoded = await decodeNetwork(network);
  const group = groupFor(text.length, model);
  const coder = await TextCoder.start(await loadEngine(ENGINE, load), model, group, weightsOf(textNetworkOf(decoded)));
  const { code, hashes } = await encode(text, alphabet, coder, onCoded);
  const { symbols, dim, blocks, heads, faithful, length } = model;
  const header: ArchiveHeader = {
    format: 'parsimony/text',
    engine: ENGINE,
    bytes: text.length,
    chunk: length,
    group,
    alphabet: base64(bitmapOf(alphabet)),
    start: 'zero',
    model: { symbols, dim, blocks, heads, faithful },
    positions: coder.positionsCrc,
    text: { sha256: await digestOf(text), crc32: crc32(text) },
    network: network.length,
    code: code.length,
  };
  const { file } = writeArchive({ header, network, hashes, code });
  const { text: again, facts } = await openArchive(file, load, ({ done, all }) => onCoded({ stage: 'check', done, all }));
  if (again.length !== text.length || again.some((byte, i) => byte !== text[i])) {
    throw new Error('What was written does not decode to the text. Please report this: nothing was saved.');
  }
  return { file, facts };
}

/**
 * The text of an archive that anybody may have written.
 * @throws CodingError naming what is wrong, and the group from which on it is
 */
export async function openArchive(file: Uint8Array, load: LoadEngine, onCoded: OnCoded = () => undefined): Promise<OpenedText> {
  const archive = readArchive(file);
  const { header, network } = archive;
  const engine = await loadEngine(header.engine, load);
  const announced = { ...header.model, length: header.chunk };
  if (coderBytes(announced, header.group) > MAX_CODER_BYTES) throw invalid('its network and groups would take more memory than is given');
  const decodedNetwork = await decodeNetwork(network, { maxWeights: weightCount(announced) });
  const found = textNetworkOf(decodedNetwork);
  const { model } = found;
  const alphabet = alphabetFrom(fromBase64(header.alphabet));
  requireSame(announced, model, alphabet);
  const coder = await TextCoder.start(engine, model, header.group, finite(weightsOf(found)));
  if (coder.positionsCrc !== header.positions) throw invalid('its table of positions is not that of this engine');
  const { text, idealBits } = await decode(archive, alphabet, coder, onCoded);
  if (crc32(text) !== header.text.crc32 || (await digestOf(text)) !== header.text.sha256) {
    throw new CodingError(
      'damaged',
      'What was decoded is not the text that was archived: the check sum of the text differs. Get the file again.',
    );
  }
  return { text, facts: factsOf(archive, decodedNetwork, found, idealBits) };
}

async function encode(
  text: Uint8Array,
  alphabet: Alphabet,
  coder: TextCoder,
  onCoded: OnCoded,
): Promise<{ code: Bytes; hashes: readonly number[] }> {
  const all = symbolsOf(text, alphabet);
  const { symbols, length } = coder.model;
  const encoder = new ArithmeticEncoder();
  const hashes: number[] = [];
  for (const group of groupsOf(text.length, length, coder.group)) {
    let inputs: Uint8Array = new Uint8Array(group.chunks);
    await eachPosition(group, text.length, coder, 'encode', onCoded, (position, rows) => {
      const frequencies = coder.advance(position, inputs.subarray(0, rows));
      inputs = Uint8Array.from({ length: rows }, (_, chunk) => all[group.first + chunk * length + position]);
      for (let chunk = 0; chunk < rows; chunk++) {
        const row = chunk * symbols;
        let start = 0;
        for (let symbol = 0; symbol < inputs[chunk]; symbol++) start += frequencies[row + symbol];
        encoder.encode(start, frequencies[row + inputs[chunk]], FREQUENCY_TOTAL);
      }
    });
    hashes.push(coder.hash);
  }
  return { code: encoder.finish().bytes, hashes };
}

async function decode(
  { header, hashes, code }: ReadArchive,
  alphabet: Alphabet,
  coder: TextCoder,
  onCoded: OnCoded,
): Promise<{ text: Bytes; idealBits: number }> {
  const { symbols, length } = coder.model;
  const decoder = new ArithmeticDecoder(code);
  let idealBits = 0;
  // Room is made as it is filled, and no more than is announced.
  const pieces: Bytes[] = [];
  for (const group of groupsOf(header.bytes, length, coder.group)) {
    const piece = new Uint8Array(Math.min(coder.group * length, header.bytes - group.first));
    let inputs = new Uint8Array(group.chunks);
    await eachPosition(group, header.bytes, coder, 'decode', onCoded, (position, rows) => {
      const frequencies = coder.advance(position, inputs.subarray(0, rows));
      const next = new Uint8Array(rows);
      for (let chunk = 0; chunk < rows; chunk++) {
        const row = chunk * symbols;
        const target = decoder.target(FREQUENCY_TOTAL);
        let [symbol, start] = [0, 0];
        while (start + frequencies[row + symbol] <= target) start += frequencies[row + symbol++];
        decoder.consume(start, frequencies[row + symbol], FREQUENCY_TOTAL);
        // A probability below every float32 has a frequency of 1 all the same.
        idealBits -= log2(coder.probability(chunk, symbol) || 1 / FREQUENCY_TOTAL);
        next[chunk] = symbol;
        piece[chunk * length + position] = alphabet.values[symbol];
      }
      inputs = next;
    });
    if (coder.hash !== hashes[group.index]) {
      throw new CodingError(
        'damaged',
        `The probabilities differ from group ${group.index + 1} of ${hashes.length} on: the archive is damaged, or another engine wrote it. Get the file again.`,
      );
    }
    pieces.push(piece);
  }
  return { text: joined(pieces, header.bytes), idealBits };
}

/** Every position of a group with the chunks that have it, telling how far it is. */
async function eachPosition(
  { first, rows }: Group,
  all: number,
  coder: TextCoder,
  stage: CodingProgress['stage'],
  onCoded: OnCoded,
  visit: (position: number, rows: number) => void,
): Promise<void> {
  coder.begin();
  let done = first;
  for (let position = 0; position < coder.model.length; position++) {
    const here = rows(position);
    if (here === 0) break;
    visit(position, here);
    done += here;
    await onCoded({ stage, done, all });
  }
}

/** The symbols of a text for a network. @throws RangeError if it has other ones */
function alphabetFor(text: Uint8Array, { symbols }: TextModel): Alphabet {
  const alphabet = alphabetOf(text, symbols === 256 ? 'bytes' : 'used');
  if (alphabet.values.length === symbols) return alphabet;
  throw new RangeError(
    `The network was trained on a text with ${symbols} byte values, and this one has ${alphabet.values.length}: train one on this text, or one whose alphabet is all 256 bytes.`,
  );
}

/** As many chunks in lockstep as there are, and as there is room for. */
function groupFor(bytes: number, { dim, blocks, length }: TextModel): number {
  let group = MOST_CHUNKS;
  while (group > 1 && 8 * blocks * group * dim * length > MOST_STATE_BYTES) group /= 2;
  return Math.min(group, Math.ceil(bytes / length));
}

function requireSame(announced: TextModel, model: TextModel, { values }: Alphabet): void {
  const keys = ['symbols', 'dim', 'blocks', 'heads', 'length', 'faithful'] as const;
  if (keys.some((key) => announced[key] !== model[key])) throw invalid('its network is not the one that its header describes');
  if (values.length !== model.symbols) throw invalid(`its alphabet has ${values.length} byte values, its network ${model.symbols}`);
}

function finite(weights: Float32Array): Float32Array {
  if (!weights.every(Number.isFinite)) throw invalid('a weight of its network is no number');
  return weights;
}

function factsOf(
  { header, sizes }: ReadArchive,
  { bits, network }: DecodedNetwork,
  { model }: TextNetwork,
  idealBits: number,
): ArchiveFacts {
  const { tensors } = network;
  return {
    engine: header.engine.name,
    model,
    nonzero: tensors.reduce((sum, tensor) => sum + matrixSize(tensor).nonzero, 0),
    parameters: tensors.reduce((sum, { values, bias }) => sum + values.length + (bias?.length ?? 0), 0),
    bits,
    group: header.group,
    bytes: header.bytes,
    sizes,
    idealBytes: idealBits / 8,
    digest: header.text.sha256,
  };
}

function joined(pieces: readonly Bytes[], length: number): Bytes {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

const digestOf = async (bytes: Uint8Array): Promise<string> => hexOf(await sha256(bytes.slice(), withheld));

const base64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

function fromBase64(text: string): Uint8Array {
  let bytes: Uint8Array | null = null;
  try {
    bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // What it is not is said below.
  }
  if (bytes?.length !== BITMAP_BYTES) throw invalid('its alphabet is not 32 bytes as base64');
  return bytes;
}

function invalid(what: string): CodingError {
  return new CodingError('content', `This is no valid archive of a text: ${what}.`);
}
